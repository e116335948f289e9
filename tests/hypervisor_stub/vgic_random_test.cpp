// SPDX-License-Identifier: Apache-2.0
// Random orders of arrivals, guest handlers and ITS commands on vLPIs of two vCPUs with one to
// three list registers each: no vLPI is lost, the invariants of hv_check hold after every step, and
// once all interrupts are handled no vLPI is in flight, spilled or throttled.
#include "guest_cpu.h"
#include "hv_bench.h"
#include <random>

using namespace fake;

namespace {

constexpr std::uint32_t device = MiniGuest::device, vlpi0 = INTID_LPI_FIRST;
constexpr unsigned events = 24;

class RandomGuest : public Bench {
public:
    explicit RandomGuest(unsigned seed) : Bench(machine(1 + seed % 3)), random_(seed)
    {
        g.bring_up(events);
        for (unsigned n = 0; n < events; n++)
            set_priority(n);
        for (unsigned v : { 0u, 1u }) {
            load(v, v);
            guest_[v].set_vmcr(GuestCpu::vmcr);
        }
    }

    void run(unsigned steps)
    {
        for (unsigned step = 0; step < steps && !testing::Test::HasFailure(); step++) {
            act();
            const char* broken = hv_check(w.hypervisor);
            ASSERT_EQ(broken, nullptr) << broken << ", step " << step;
        }
        finish();
    }

private:
    static Config machine(unsigned list_registers)
    {
        Config c;
        c.pes = 2;
        c.list_registers = list_registers;
        c.domains = { { 2, { events }, { 0, 1 } } };
        c.knobs = { { "storm.detect", 1 }, { "storm.max_in_flight", 2 } };
        return c;
    }
    unsigned pick(unsigned n) { return static_cast<unsigned>(random_() % n); }

    // ---- steps ----

    void act()
    {
        const unsigned event = pick(events), v = pick(2);
        switch (pick(22)) {
        case 0: return set_priority(event);
        case 1: return set_enabled(event, pick(2) != 0);
        case 2: return send(its_cmd_movi(device, event, static_cast<std::uint16_t>(v)));
        case 3: return send(its_cmd_movall(v, 1 - v));
        case 4: return clear(event);
        case 5: return remap(event);
        case 6: return set_its(pick(4) != 0);
        case 7: return send(its_cmd_invall(static_cast<std::uint16_t>(v)));
        case 8:
        case 9:
        case 10: return acknowledge(v);
        case 11:
        case 12:
        case 13: return end(v);
        case 14:
        case 15: return pass_el2(v);
        default: return arrive(event, pick(2));
        }
    }
    void pass_el2(unsigned v)
    {
        if (inside_[v])
            leave(v, v);
        else
            enter(v, v);
        inside_[v] = !inside_[v];
    }
    void acknowledge(unsigned v)
    {
        const std::uint32_t intid = inside_[v] ? guest_[v].acknowledge() : INTID_NONE;
        if (intid == INTID_NONE)
            return;
        handlers_[v].push_back(intid);
        due_[intid - vlpi0] = false;
    }
    void end(unsigned v)
    {
        if (!inside_[v] || handlers_[v].empty())
            return;
        guest_[v].end(handlers_[v].back());
        handlers_[v].pop_back();
    }
    void arrive(unsigned event, unsigned pe)
    {
        if (!is_enabled(plpi(event)))
            return;
        receive(event, pe);
        due_[event] = due_[event] || its_on_;
    }

    // ---- the guest's driver ----

    void send(const its_cmd& command)
    {
        if (its_on_) {
            EXPECT_EQ(g.send({ command }), 0u);
        }
    }
    void write_config(unsigned event)
    {
        g.set_config(vlpi0 + event, enabled_[event], priority_[event]);
        send(its_cmd_inv(device, event));
    }
    void set_priority(unsigned event)
    {
        priority_[event] = static_cast<std::uint8_t>(8 * pick(31));
        write_config(event);
    }
    void set_enabled(unsigned event, bool enabled)
    {
        enabled_[event] = enabled;
        write_config(event);
    }
    void clear(unsigned event)
    {
        send(its_cmd_clear(device, event));
        due_[event] = due_[event] && !its_on_;
    }
    void remap(unsigned event)
    {
        if (!its_on_)
            return;
        send(its_cmd_discard(device, event));
        send(its_cmd_mapti(device, event, vlpi0 + event, static_cast<std::uint16_t>(pick(2))));
        due_[event] = false;
    }
    void set_its(bool on)
    {
        g.write(GITS_CTLR, on ? GITS_CTLR_ENABLED : 0, 4);
        its_on_ = on;
    }

    // ---- the end ----

    void finish()
    {
        set_its(true);
        for (unsigned n = 0; n < events; n++)
            set_enabled(n, true);
        for (unsigned round = 0; round < 40 * events; round++)
            for (unsigned v : { 0u, 1u }) {
                if (inside_[v])
                    acknowledge(v);
                if (pick(2) != 0)
                    end(v);
                pass_el2(v);
            }
        for (unsigned v : { 0u, 1u }) {
            EXPECT_TRUE(handlers_[v].empty());
            EXPECT_EQ(cpu(v).vgic->used, 0u);
            EXPECT_EQ(cpu(v).vgic->spilled_levels, 0u);
            EXPECT_EQ(w.pes[v].sysreg[ICH_AP1R0_EL2], 0u);
        }
        for (unsigned n = 0; n < events; n++) {
            EXPECT_FALSE(due_[n]) << "lost: event " << n;
            EXPECT_EQ(vlpi(n).place, VIRQ_IDLE) << n;
            EXPECT_EQ(plpi(n).in_flight.total, 0u) << n;
            EXPECT_TRUE(is_enabled(plpi(n))) << n;
        }
    }

    std::mt19937 random_;
    GuestCpu guest_[2]{ GuestCpu(w, 0), GuestCpu(w, 1) };
    bool inside_[2] = {};
    std::vector<std::uint32_t> handlers_[2];
    bool its_on_ = true;
    bool due_[events] = {}; // arrived, and not acknowledged since
    bool enabled_[events] = { true, true, true, true, true, true, true, true,
                              true, true, true, true, true, true, true, true,
                              true, true, true, true, true, true, true, true };
    std::uint8_t priority_[events] = {};
};

TEST(VgicRandom, no_vlpi_is_lost_and_nothing_is_left_in_flight)
{
    for (unsigned seed = 1; seed <= 30; seed++) {
        SCOPED_TRACE(seed);
        RandomGuest guest(seed);
        guest.run(1500);
        if (testing::Test::HasFailure())
            return;
    }
}

} // namespace
