// SPDX-License-Identifier: Apache-2.0
// Long random sequences of what software and devices do to one PE's interrupts, on the model and on
// a reference that scans every interrupt each time and knows neither time nor cache. After each
// step the simulation runs until no event is left; then IRQ line and running priority must be the
// same, and an acknowledge must return the same INTID. The LPI cache has four lines for twelve
// LPIs, so that most pending LPIs are spilled at times.
#include "arch/gicd_regs.h"
#include "arch/gicr_regs.h"
#include "arch/intid.h"
#include "bench.h"
#include "support/property.h"
#include <map>
#include <set>

namespace itstorm {

namespace {

enum class Do {
    SetLpi,
    ClearLpi,
    Configure,
    ConfigureAll,
    Pend,
    Unpend,
    Enable,
    Disable,
    Priority,
    Mask,
    Acknowledge,
    End,
    DistributorGroup,
    CpuGroup,
    Count
};

struct Step {
    Do what;
    unsigned n;        // index into `lpis` or into `others`, modulo their size
    std::uint8_t byte; // priority, configuration, mask
};

std::ostream& operator<<(std::ostream& out, const Step& s)
{
    static const char* const names[] = { "lpi",    "clear",  "configure",  "configure all", "pend",
                                         "unpend", "enable", "disable",    "priority",      "mask",
                                         "iar",    "eoir",   "gicd group", "icc group" };
    return out << names[static_cast<unsigned>(s.what)] << ' ' << s.n << " 0x" << std::hex
               << unsigned{ s.byte } << std::dec;
}

constexpr std::uint32_t lpis[] = { 8192, 8193, 8194, 8195, 8196,  8198,
                                   8200, 9000, 9001, 9002, 40000, 65535 };
constexpr std::uint32_t others[] = { 0, 1, 15, 16, 18, 31, 32, 33, 63 }; // SGIs, PPIs, SPIs

constexpr std::uint8_t five_bits = 0xf8;

// ---- the rules of Arm IHI 0069, by a scan of every interrupt ----

class Reference {
public:
    void act(const Step& s)
    {
        const std::uint32_t lpi = lpis[s.n % std::size(lpis)],
                            other = others[s.n % std::size(others)];
        switch (s.what) {
        case Do::SetLpi: all_[lpi].pending = true; break;
        case Do::ClearLpi: all_[lpi].pending = false; break;
        case Do::Configure: configure(lpi, s.byte); break;
        case Do::ConfigureAll:
            for (const std::uint32_t one : lpis)
                configure(one, static_cast<std::uint8_t>(s.byte + 8 * (one % 5)));
            break;
        case Do::Pend: all_[other].pending = true; break;
        case Do::Unpend: all_[other].pending = false; break;
        case Do::Enable: all_[other].enabled = true; break;
        case Do::Disable: all_[other].enabled = false; break;
        case Do::Priority: all_[other].priority = s.byte & five_bits; break;
        case Do::Mask: mask_ = s.byte & five_bits; break;
        case Do::DistributorGroup: distributor_ = s.byte % 4 != 0; break;
        case Do::CpuGroup: cpu_ = s.byte % 4 != 0; break;
        default: break;
        }
    }

    bool irq() const { return signalled() != INTID_NONE; }
    unsigned running() const { return active_.empty() ? 0xff : *active_.begin(); }

    std::uint32_t acknowledge()
    {
        const std::uint32_t intid = signalled();
        if (intid == INTID_NONE)
            return intid;
        Interrupt& taken = all_[intid];
        taken.pending = false;
        taken.active = intid < 8192;
        active_.insert(taken.priority);
        order_.push_back(intid);
        return intid;
    }

    // Ends the INTID acknowledged last and returns it; INTID_NONE if all have ended.
    std::uint32_t end()
    {
        if (order_.empty())
            return INTID_NONE;
        const std::uint32_t intid = order_.back();
        order_.pop_back();
        all_[intid].active = false;
        active_.erase(active_.begin());
        return intid;
    }

private:
    struct Interrupt {
        bool pending = false, enabled = false, active = false;
        std::uint8_t priority = 0xa0;
    };

    void configure(std::uint32_t lpi, std::uint8_t byte)
    {
        all_[lpi].enabled = (byte & 1) != 0;
        all_[lpi].priority = byte & five_bits;
    }

    std::uint32_t signalled() const
    {
        std::uint32_t best = INTID_NONE;
        unsigned priority = 0x100;
        for (const auto& [intid, one] : all_) // lowest INTID first
            if (one.pending && one.enabled && !one.active && one.priority < priority) {
                best = intid;
                priority = one.priority;
            }
        return distributor_ && cpu_ && priority < mask_ && priority < running() ? best : INTID_NONE;
    }

    std::map<std::uint32_t, Interrupt> all_;
    std::set<unsigned> active_; // priorities
    std::vector<std::uint32_t> order_;
    std::uint8_t mask_ = five_bits;
    bool distributor_ = true, cpu_ = true;
};

// ---- the model ----

RedistributorConfig small_cache()
{
    RedistributorConfig config = Bench::config_for(1);
    config.lpi_cache_sets = 2;
    return config;
}

// One machine for all sequences, since SystemC elaborates once; reset() brings it back to the first
// state of Reference.
class Machine {
public:
    Machine() : b_(small_cache())
    {
        b_.run_software([] {});
    }

    void reset()
    {
        for (const std::uint32_t lpi : lpis) {
            b_.gic.clear(0, lpi);
            configure(lpi, 0xa2);
        }
        for (const std::uint32_t base : { 0u, 32u }) {
            write_word(GIC_ICENABLER, base, ~0u);
            write_word(GIC_ICPENDR, base, ~0u);
            write_word(GIC_ICACTIVER, base, ~0u);
            write_word(GIC_IGROUPR, base, ~0u);
        }
        for (const std::uint32_t n : { 0u, 4u }) // all edge-triggered
            b_.write_gicd(GIC_ICFGR + 8 + n, ~0u);
        b_.write_gicr(0, GICR_ICFGR1, ~0u);
        for (const std::uint32_t intid : others)
            set_priority(intid, 0xa0);
        b_.msr(0, ICC_AP1R0_EL1, 0);
        b_.msr(0, ICC_PMR_EL1, 0xff);
        b_.msr(0, ICC_IGRPEN1_EL1, 1);
        b_.write_gicd(GICD_CTLR, 3);
        run();
    }

    void act(const Step& s)
    {
        const std::uint32_t lpi = lpis[s.n % std::size(lpis)],
                            other = others[s.n % std::size(others)];
        switch (s.what) {
        case Do::SetLpi: b_.set(0, lpi); break;
        case Do::ClearLpi: b_.gic.clear(0, lpi); break;
        case Do::Configure: configure(lpi, s.byte); break;
        case Do::ConfigureAll:
            for (const std::uint32_t one : lpis)
                b_.config_byte(one) = static_cast<std::uint8_t>(s.byte + 8 * (one % 5));
            b_.gic.invalidate_all(0);
            break;
        case Do::Pend: write_bit(GIC_ISPENDR, other); break;
        case Do::Unpend: write_bit(GIC_ICPENDR, other); break;
        case Do::Enable: write_bit(GIC_ISENABLER, other); break;
        case Do::Disable: write_bit(GIC_ICENABLER, other); break;
        case Do::Priority: set_priority(other, s.byte); break;
        case Do::Mask: b_.msr(0, ICC_PMR_EL1, s.byte); break;
        case Do::DistributorGroup: b_.write_gicd(GICD_CTLR, s.byte % 4 != 0 ? 3 : 1); break;
        case Do::CpuGroup: b_.msr(0, ICC_IGRPEN1_EL1, s.byte % 4 != 0); break;
        default: break;
        }
    }

    void run()
    {
        if (sc_core::sc_pending_activity())
            sc_core::sc_start();
    }
    bool irq() const { return b_.irq(0); }
    std::uint64_t running() { return b_.mrs(0, ICC_RPR_EL1); }
    std::uint32_t acknowledge() { return static_cast<std::uint32_t>(b_.iar(0)); }
    void end(std::uint32_t intid) { b_.eoi(0, intid); }

private:
    void configure(std::uint32_t lpi, std::uint8_t byte)
    {
        b_.config_byte(lpi) = byte;
        b_.gic.invalidate(0, lpi);
    }
    void write_word(std::uint32_t array, std::uint32_t intid, std::uint32_t word)
    {
        if (intid < 32)
            b_.write_gicr(0, GICR_SGI_BASE + array, word);
        else
            b_.write_gicd(array + intid / 32 * 4, word);
    }
    void write_bit(std::uint32_t array, std::uint32_t intid)
    {
        write_word(array, intid, 1u << intid % 32);
    }
    void set_priority(std::uint32_t intid, std::uint8_t priority)
    {
        if (intid < 32)
            b_.write_gicr(0, GICR_IPRIORITYR0 + intid, priority, 1);
        else
            b_.write_gicd(GIC_IPRIORITYR + intid, priority, 1);
    }

    Bench b_;
};

// ---- sequences ----

rc::Gen<Do> any_kind()
{
    return rc::gen::weightedOneOf<Do>(
        { { 8, rc::gen::just(Do::SetLpi) },
          { 4, rc::gen::just(Do::Configure) },
          { 3, rc::gen::just(Do::Pend) },
          { 2, rc::gen::just(Do::Enable) },
          { 6, rc::gen::just(Do::Acknowledge) },
          { 5, rc::gen::just(Do::End) },
          { 4, rc::gen::map(rc::gen::inRange(0, static_cast<int>(Do::Count)),
                            [](int n) { return static_cast<Do>(n); }) } });
}

rc::Gen<Step> any_step()
{
    return rc::gen::build<Step>(
        rc::gen::set(&Step::what, any_kind()), rc::gen::set(&Step::n, rc::gen::inRange(0u, 108u)),
        rc::gen::set(&Step::byte, rc::gen::map(rc::gen::inRange(0, 256), [](int n) {
            return static_cast<std::uint8_t>(n);
        })));
}

void expect_same_step(Machine& machine, Reference& reference, const Step& step)
{
    if (step.what == Do::Acknowledge) {
        RC_ASSERT(machine.acknowledge() == reference.acknowledge());
    } else if (step.what == Do::End) {
        const std::uint32_t intid = reference.end();
        if (intid != INTID_NONE)
            machine.end(intid);
    } else {
        machine.act(step);
        reference.act(step);
    }
    machine.run();
    RC_ASSERT(machine.irq() == reference.irq());
    RC_ASSERT(machine.running() == reference.running());
}

} // namespace

TEST(Arbitration, agrees_with_a_reference_that_scans_every_interrupt)
{
    Machine machine;
    expect_property("same IRQ line, running priority and INTIDs after each step", [&] {
        const auto steps = *rc::gen::container<std::vector<Step>>(any_step());
        machine.reset();
        Reference reference;
        for (const Step& step : steps)
            expect_same_step(machine, reference, step);
    });
}

} // namespace itstorm
