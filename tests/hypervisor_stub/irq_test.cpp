// SPDX-License-Identifier: Apache-2.0
// The interrupt loop: when it ends, which interrupts stay pending (what-if S26), and when the
// priority of an LPI is dropped (what-if S22).
#include "hv_bench.h"

using namespace fake;

namespace {

Config with(std::map<std::string, std::uint64_t> knobs, unsigned pes = 1)
{
    Config c;
    c.pes = pes;
    c.knobs = std::move(knobs);
    return c;
}

enum { IMMEDIATE, AT_GUEST_EOI };
enum { DRAIN, COUNT, TIME };

struct Loop : Bench {
    explicit Loop(std::map<std::string, std::uint64_t> knobs) : Bench(with(std::move(knobs)))
    {
        g.bring_up(4);
        w.pes[0].eois.clear();
    }
    void raise(unsigned n)
    {
        for (unsigned i = 0; i < n; i++)
            w.raise(0, plpi(i % 4).intid);
    }
    std::size_t left() const { return w.pes[0].pending.size(); }
    void loop() { hv_interrupt_loop(w.hypervisor, w.masked_self()); }
    std::uint64_t pmr() { return w.pes[0].sysreg[ICC_PMR_EL1]; }
    void pass_ns(std::uint64_t ns)
    {
        w.now += ns;
        w.raise(0, INTID_TIMER_HYP);
        loop();
    }
};

// ---- what-if S26: the bound of the loop ----

TEST(IrqLoop, takes_every_pending_interrupt)
{
    Loop b({});
    b.raise(100);
    b.loop();
    EXPECT_EQ(b.left(), 0u);
    EXPECT_EQ(b.pmr(), 0xf8u);
}

TEST(IrqLoop, bounded_by_count_leaves_the_rest_pending)
{
    Loop b({ { "host.irq_loop", COUNT }, { "host.irq_loop_count", 7 } });
    b.raise(100);
    b.loop();
    EXPECT_EQ(b.left(), 93u);
}

TEST(IrqLoop, bounded_by_time_begins_no_interrupt_after_it)
{
    Loop b({ { "host.irq_loop", TIME }, { "host.irq_loop_time", 3000 } });
    b.w.on_acknowledge = [&b] { b.w.now += 1000; };
    b.raise(100);
    b.loop();
    EXPECT_EQ(b.left(), 97u);
}

// One interrupt is taken and the pause begins; when its timer fires, two wait.
void pass_a_pause(Loop& b)
{
    b.raise(1);
    b.loop();
    ASSERT_EQ(b.pmr(), 0xa0u);
    b.w.now += 20000;
    b.w.raise(0, INTID_TIMER_HYP);
    b.raise(2);
    b.loop();
}

TEST(IrqLoop, does_not_count_the_timer_that_ends_a_pause)
{
    Loop b({ { "host.irq_loop", COUNT }, { "host.irq_loop_count", 1 } });
    ASSERT_NO_FATAL_FAILURE(pass_a_pause(b));
    EXPECT_EQ(b.left(), 1u);
}

TEST(IrqLoop, does_not_charge_its_time_for_the_timer_that_ends_a_pause)
{
    Loop b({ { "host.irq_loop", TIME }, { "host.irq_loop_time", 1 } });
    b.w.on_acknowledge = [&b] { b.w.now += 1000; };
    ASSERT_NO_FATAL_FAILURE(pass_a_pause(b));
    EXPECT_EQ(b.left(), 1u);
}

TEST(IrqLoop, makes_no_pause_if_it_ends_before_its_bound)
{
    Loop b({ { "host.irq_loop", COUNT }, { "host.irq_loop_count", 7 } });
    b.raise(6);
    b.loop();
    EXPECT_EQ(b.pmr(), 0xf8u);
}

TEST(IrqLoop, masks_the_priority_of_devices_for_the_pause)
{
    Loop b({ { "host.irq_loop", COUNT },
             { "host.irq_loop_count", 7 },
             { "host.irq_loop_pause", 30000 } });
    b.raise(7);
    b.loop();
    EXPECT_EQ(b.pmr(), 0xa0u) << "LPIs and SPIs have priority 0xa0";
    b.pass_ns(29000);
    EXPECT_EQ(b.pmr(), 0xa0u);
    b.pass_ns(1000);
    EXPECT_EQ(b.pmr(), 0xf8u);
}

TEST(IrqLoop, without_a_pause_leaves_interrupts_unmasked)
{
    Loop b(
        { { "host.irq_loop", COUNT }, { "host.irq_loop_count", 7 }, { "host.irq_loop_pause", 0 } });
    b.raise(8);
    b.loop();
    EXPECT_EQ(b.pmr(), 0xf8u);
}

TEST(IrqLoop, gives_timers_a_higher_priority_than_devices_only_where_there_is_a_pause)
{
    const auto priority = [](std::map<std::string, std::uint64_t> knobs, unsigned intid) {
        Loop b(std::move(knobs));
        const std::uint64_t at = World::gicr + GICR_IPRIORITYR0 + intid;
        return b.w.registers.count(at) != 0 ? b.w.registers[at] : 0xa0;
    };
    EXPECT_EQ(priority({ { "host.irq_loop", COUNT } }, INTID_TIMER_HYP), 0x90u);
    EXPECT_EQ(priority({}, INTID_TIMER_HYP), 0xa0u);
    EXPECT_EQ(priority({ { "host.eoi", AT_GUEST_EOI } }, INTID_TIMER_HYP), 0xa0u)
        << "its priority drop waits for the guest, too (S22)";
    EXPECT_EQ(priority({ { "host.eoi", AT_GUEST_EOI } }, INTID_MAINTENANCE), 0x90u);
    EXPECT_EQ(priority({}, SGI_KICK), 0x90u);
}

// ---- what-if S22: the priority drop ----

struct Held : Loop {
    Held() : Loop({ { "host.eoi", AT_GUEST_EOI } }) {}
    std::vector<std::uint32_t>& eois(unsigned pe = 0) { return w.pes[pe].eois; }
    void take(unsigned event)
    {
        w.raise(0, plpi(event).intid);
        loop();
    }
};

TEST(HostEoi, immediate_drops_the_priority_at_reception)
{
    Loop b({ { "host.eoi", IMMEDIATE } });
    b.w.raise(0, b.plpi(0).intid);
    b.loop();
    EXPECT_EQ(b.w.pes[0].eois, std::vector<std::uint32_t>{ b.plpi(0).intid });
}

TEST(HostEoi, held_drops_the_priority_at_the_guests_eoi_and_not_before)
{
    Held b;
    b.take(0);
    b.enter();
    b.acknowledge(0);
    b.leave();
    EXPECT_TRUE(b.eois().empty());
    b.enter();
    b.eoi(0);
    b.leave();
    EXPECT_EQ(b.eois(), std::vector<std::uint32_t>{ b.plpi(0).intid });
}

TEST(HostEoi, held_sets_the_eoi_bit_of_the_list_register)
{
    Held b;
    b.take(0);
    b.enter();
    EXPECT_TRUE(b.lr(0).eoi);
}

TEST(HostEoi, held_drops_the_priority_at_once_if_no_eoi_will_come)
{
    Held b;
    b.g.set_config(8193, false);
    b.g.send({ its_cmd_inv(MiniGuest::device, 1), its_cmd_discard(MiniGuest::device, 2) });
    b.take(1); // disabled: it pends
    EXPECT_EQ(b.eois().size(), 1u);
    b.take(2); // belongs to no vLPI
    EXPECT_EQ(b.eois().size(), 2u);
    b.w.raise(0, 9000); // a pLPI of no device
    b.loop();
    EXPECT_EQ(b.eois().size(), 3u);
}

TEST(HostEoi, held_drops_the_priority_when_the_guest_clears_discards_or_disables_the_interrupt)
{
    for (const bool clears : { true, false }) {
        Held b;
        b.take(0);
        EXPECT_TRUE(b.eois().empty());
        b.g.send({ clears ? its_cmd_clear(MiniGuest::device, 0)
                          : its_cmd_discard(MiniGuest::device, 0) });
        EXPECT_EQ(b.eois().size(), 1u) << clears;
    }
    Held b;
    b.take(0);
    b.g.set_config(8192, false);
    b.g.send({ its_cmd_inv(MiniGuest::device, 0) });
    EXPECT_EQ(b.eois().size(), 1u) << "disabled";
}

TEST(HostEoi, held_drops_the_priority_once)
{
    Held b;
    b.take(0);
    b.enter();
    b.handle(0);
    b.leave();
    b.g.send({ its_cmd_clear(MiniGuest::device, 0), its_cmd_discard(MiniGuest::device, 0) });
    EXPECT_EQ(b.eois().size(), 1u);
}

TEST(HostEoi, an_eoi_seen_on_another_pe_is_written_where_it_was_acknowledged)
{
    Bench b(with({ { "host.eoi", AT_GUEST_EOI } }, 2));
    b.g.bring_up(4);
    const std::uint32_t intid = b.plpi(0).intid;
    for (Pe& pe : b.w.pes)
        pe.eois.clear();
    b.w.raise(1, intid);
    hv_interrupt_loop(b.w.hypervisor, b.w.masked_self(1));
    b.enter();
    b.handle(0);
    b.leave(); // on PE 0
    EXPECT_TRUE(b.w.pes[0].eois.empty());
    EXPECT_TRUE(b.w.pes[1].eois.empty());
    hv_interrupt_loop(b.w.hypervisor, b.w.masked_self(1)); // the kick
    EXPECT_EQ(b.w.pes[1].eois, (std::vector<std::uint32_t>{ SGI_KICK, intid }));
}

} // namespace
