// SPDX-License-Identifier: Apache-2.0
// The bench of storm policies: one domain with one device whose vectors are all mapped; knobs by
// name.
#pragma once
#include "hv_bench.h"

namespace fake {

// Words of storm.detect, storm.scope, storm.end.
enum Detect { Inflight = 1, PendingAndDisabled = 2, Rate = 4, Window = 8, Budget = 16 };
enum Scope { Lpi, Device };
enum End { Eoi, GuestEnable, Backoff };

class StormBench : public Bench {
public:
    using Knobs = std::map<std::string, std::uint64_t>;

    explicit StormBench(Knobs knobs, unsigned vectors = 4, bool enabled = true, unsigned vcpus = 1)
        : Bench(machine(std::move(knobs), vectors, vcpus)), vectors_(vectors)
    {
        g.bring_up(vectors, enabled);
        leave();
        w.commands.clear();
    }

    void fire(unsigned event, unsigned times = 1)
    {
        for (unsigned n = 0; n < times; n++)
            receive(event);
    }
    // Runs the interrupt loop of PE 0 with so many arrivals of this event.
    void loop(unsigned event, unsigned times)
    {
        for (unsigned n = 0; n < times; n++)
            w.raise(0, plpi(event).intid);
        hv_interrupt_loop(w.hypervisor, w.masked_self());
    }
    // The guest handles all its interrupts.
    void answer()
    {
        enter();
        for (unsigned n = 0; n < w.config.list_registers; n++)
            w.lr(n) = bits_put(w.lr(n), ICH_LR_STATE, ICH_LR_INVALID);
        leave();
    }
    void pass(std::uint64_t ns) { w.now += ns; }
    // The PE's timer, at the time it is set to; false: it is off.
    bool tick(unsigned pe_index = 0)
    {
        auto& regs = w.pes[pe_index].sysreg;
        if ((regs[CNTHP_CTL_EL2] & CNT_CTL_ENABLE) == 0)
            return false;
        w.now = std::max(w.now, regs[CNTHP_CVAL_EL2]);
        w.raise(pe_index, INTID_TIMER_HYP);
        hv_interrupt_loop(w.hypervisor, w.masked_self(pe_index));
        return true;
    }
    std::uint64_t due(unsigned pe_index = 0) { return w.pes[pe_index].sysreg[CNTHP_CVAL_EL2]; }
    bool enabled(unsigned event) { return is_enabled(plpi(event)); }
    unsigned all_enabled()
    {
        unsigned sum = 0;
        for (unsigned event = 0; event < vectors_; event++)
            sum += enabled(event);
        return sum;
    }
    std::uint64_t detections() { return w.counter(PROBE_STORM_DETECTIONS, 0); }
    void set_enabled(unsigned event, bool on)
    {
        g.set_config(INTID_LPI_FIRST + event, on);
        g.send({ its_cmd_inv(MiniGuest::device, event) });
    }

private:
    static Config machine(Knobs knobs, unsigned vectors, unsigned vcpus)
    {
        Config c;
        c.pes = vcpus;
        c.domains = { { vcpus, { vectors } } };
        for (unsigned v = 0; v < vcpus; v++)
            c.domains[0].pins.push_back(static_cast<std::uint16_t>(v));
        c.knobs = std::move(knobs);
        return c;
    }
    unsigned vectors_;
};

} // namespace fake
