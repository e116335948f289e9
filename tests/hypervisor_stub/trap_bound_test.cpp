// SPDX-License-Identifier: Apache-2.0
// Bounded traps: how many steps one trap executes of a guest's commands, and where the rest is
// executed. A vCPU of domain 0 sends commands; that of domain 1 shares its PE.
#include "mini_guest.h"
#include <gtest/gtest.h>

using namespace fake;

namespace {

enum Bound : std::uint64_t { none, steps, waiting };
enum Rest : std::uint64_t { in_guest, in_softirq };
constexpr std::uint32_t first = INTID_LPI_FIRST;

using Knobs = std::map<std::string, std::uint64_t>;

Config machine(Knobs knobs)
{
    Config c;
    c.domains = { { 2, { 64 }, { 0, 0 } }, { 1, {}, { 0 } } };
    c.knobs = std::move(knobs);
    return c;
}

// MiniGuest repeats an access for as long as the trap tells it to.
struct Bounded {
    explicit Bounded(const Knobs& knobs, unsigned vectors = 64) : w(machine(knobs)), g(w)
    {
        w.script = [](unsigned, Guest&, sim_exit& exit) {
            exit = sim_exit{};
            exit.kind = SIM_EXIT_WFI;
        };
        w.boot();
        g.bring_up(vectors);
    }
    unsigned portions(const std::vector<its_cmd>& commands)
    {
        g.send(commands);
        return g.portions;
    }
    bool all_are_mapped_to(std::uint32_t intid, unsigned count, const vcpu* target)
    {
        for (std::uint32_t n = 0; n < count; n++)
            if (vgic_vlpi(&w.dom(), intid + n)->target != target)
                return false;
        return true;
    }
    World w;
    MiniGuest g;
};

std::vector<its_cmd> syncs(unsigned count)
{
    return std::vector<its_cmd>(count, its_cmd_sync(0));
}

Knobs in_steps_of(unsigned count)
{
    return { { "vits.trap_bound", steps }, { "vits.trap_steps", count } };
}

TEST(TrapBound, none_executes_every_command_in_one_trap)
{
    Bounded b({ { "vits.trap_steps", 5 } });
    EXPECT_EQ(b.portions(syncs(100)), 1u);
}

TEST(TrapBound, a_command_is_a_step)
{
    Bounded b(in_steps_of(10));
    EXPECT_EQ(b.portions(syncs(100)), 10u);
    EXPECT_EQ(b.w.counter(PROBE_VITS_SYNC, 0), 100u);
}

TEST(TrapBound, creadr_moves_with_each_portion)
{
    Bounded b(in_steps_of(10));
    std::vector<std::uint64_t> seen;
    sim_exit exit{};
    exit.bytes = 8;
    exit.is_write = true;
    for (const its_cmd& c : syncs(25))
        b.g.put(c);
    const std::uint32_t start = b.w.dom().vits->creadr;
    exit.address = GUEST_GITS_BASE + GITS_CWRITER;
    exit.value = b.g.cwriter;
    do {
        vits_access(b.w.self(), b.w.dom().vits, GITS_CWRITER, &exit);
        seen.push_back((b.w.dom().vits->creadr - start) % MiniGuest::ring_bytes / 32);
    } while (exit.again);
    EXPECT_EQ(seen, (std::vector<std::uint64_t>{ 10, 20, 25 }));
}

TEST(TrapBound, each_vlpi_that_an_invall_looks_at_is_a_step)
{
    Bounded b(in_steps_of(10));
    EXPECT_EQ(b.portions({ its_cmd_invall(0) }), 7u); // 1 + 64
    EXPECT_EQ(b.w.counter(PROBE_VITS_INVALL, 0), 1u);
    EXPECT_EQ(b.w.counter(PROBE_VITS_INVALL_ENTRIES, 0), 64u);
}

TEST(TrapBound, each_vlpi_that_a_mapc_looks_at_is_a_step)
{
    Bounded b(in_steps_of(10));
    EXPECT_EQ(b.portions({ its_cmd_mapc(0, 1, true) }), 7u);
    EXPECT_TRUE(b.all_are_mapped_to(first, 64, &b.w.dom().vcpus[1]));
}

TEST(TrapBound, each_vlpi_that_a_movall_looks_at_is_a_step)
{
    Bounded b(in_steps_of(10));
    vgic_trigger(b.w.self(), vgic_vlpi(&b.w.dom(), first + 62));
    EXPECT_EQ(b.portions({ its_cmd_movall(0, 1) }), 7u);
    EXPECT_TRUE(b.all_are_mapped_to(first + 62, 1, &b.w.dom().vcpus[1]));
}

TEST(TrapBound, each_vlpi_that_a_mapd_looks_at_is_a_step)
{
    Bounded b(in_steps_of(10));
    EXPECT_EQ(b.portions({ its_cmd_mapd(MiniGuest::device, 8, MiniGuest::itt, false) }), 7u);
    for (std::uint32_t n = 0; n < 64; n++)
        EXPECT_FALSE(vgic_vlpi(&b.w.dom(), first + n)->mapped) << n;
}

TEST(TrapBound, each_host_command_that_a_guests_leads_to_is_a_step)
{
    Knobs knobs = in_steps_of(10);
    knobs["vits.propagate"] = PROPAGATE_WORD_all;
    Bounded b(knobs);
    const std::vector<its_cmd> commands(20, its_cmd_inv(MiniGuest::device, 0));
    EXPECT_EQ(b.portions(commands), 4u); // of 20 INVs and as many on the host ring
    EXPECT_EQ(b.w.counter(PROBE_VITS_INV, 0), 64u + 20u);
}

TEST(TrapBound, each_look_up_of_xens_invall_is_a_step)
{
    Knobs knobs = in_steps_of(17);
    knobs["vits.invall"] = 2;
    Bounded b(knobs);
    EXPECT_EQ(b.portions({ its_cmd_invall(0) }), 5u); // the command and a gang, 3 gangs, and none
}

TEST(TrapBound, a_walk_under_way_is_finished_after_the_its_is_disabled)
{
    Bounded b(in_steps_of(10));
    sim_exit exit{};
    exit.bytes = 8;
    exit.is_write = true;
    b.g.put(its_cmd_mapc(0, 1, true));
    exit.address = GUEST_GITS_BASE + GITS_CWRITER;
    exit.value = b.g.cwriter;
    vits_access(b.w.self(), b.w.dom().vits, GITS_CWRITER, &exit);
    ASSERT_TRUE(exit.again);
    exit.address = GUEST_GITS_BASE + GITS_CTLR;
    exit.value = 0;
    exit.bytes = 4;
    vits_access(b.w.self(), b.w.dom().vits, GITS_CTLR, &exit);
    ASSERT_TRUE(exit.again);
    EXPECT_EQ(b.g.read(GITS_CTLR, 4) & GITS_CTLR_QUIESCENT, 0u);
    const std::uint64_t cbaser = b.g.read(GITS_CBASER);
    b.g.write(GITS_CBASER, 0);
    EXPECT_EQ(b.g.read(GITS_CBASER), cbaser) << "not while a command is under way";
    b.g.write(GITS_CTLR, 0, 4);
    EXPECT_NE(b.g.read(GITS_CTLR, 4) & GITS_CTLR_QUIESCENT, 0u);
    EXPECT_TRUE(b.all_are_mapped_to(first, 64, &b.w.dom().vcpus[1]));
}

TEST(TrapBound, waiting_ends_no_trap_while_no_other_vcpu_waits)
{
    Bounded b({ { "vits.trap_bound", waiting }, { "vits.trap_steps", 10 } });
    EXPECT_EQ(b.portions(syncs(100)), 1u);
}

TEST(TrapBound, waiting_ends_a_trap_when_another_vcpu_is_to_run)
{
    Bounded b({ { "vits.trap_bound", waiting }, { "vits.trap_steps", 10 } });
    b.w.hypervisor->sched.runq[0].need_resched = true;
    EXPECT_EQ(b.portions(syncs(100)), 10u);
}

TEST(TrapBound, a_guest_that_only_polls_completes_commands_that_a_full_ring_held_back)
{
    Knobs knobs = in_steps_of(1);
    knobs["host.bulk_admission"] = HOST_BULK_IS_REFUSED;
    knobs["host.usable_slots"] = 4;
    knobs["vits.propagate"] = PROPAGATE_WORD_all;
    Bounded b(knobs);
    b.w.its_holds = true;
    b.g.send(std::vector<its_cmd>(20, its_cmd_inv(MiniGuest::device, 0)));
    ASSERT_NE(b.g.read(GITS_CREADR), b.g.cwriter);
    for (unsigned polls = 0; polls < 100 && b.g.read(GITS_CREADR) != b.g.cwriter; polls++)
        b.w.execute(~0u);
    EXPECT_EQ(b.g.read(GITS_CREADR), b.g.cwriter);
    b.w.execute(~0u);
    b.w.its_holds = false;
    cmdq_room_for_bulk(b.w.self(), &b.w.hypervisor->its[0]);
}

TEST(TrapBound, under_a_scheduler_other_guests_get_turns_during_a_walk)
{
    Knobs knobs = in_steps_of(10);
    knobs["vits.schedule"] = 1;
    Bounded b(knobs);
    MiniGuest other(b.w, 1);
    other.boot_its();
    b.g.send({ its_cmd_mapc(0, 1, true) });
    ASSERT_TRUE(b.w.dom().vits->walk.is_on);
    other.send(syncs(1));
    EXPECT_TRUE(b.w.dom().vits->walk.is_on);
    EXPECT_EQ(other.dom().vits->creadr, other.cwriter);
    for (unsigned passes = 0; passes < 7 && b.w.dom().vits->walk.is_on; passes++)
        b.g.read(GITS_CREADR);
    EXPECT_TRUE(b.all_are_mapped_to(first, 64, &b.w.dom().vcpus[1]));
}

// ---- vCPUs on their own stacks ----

// Domain 0 sends 100 SYNCs from its guest; counts how often the guest repeats the access.
struct Running {
    explicit Running(const Knobs& knobs) : w(machine(knobs)), g(w)
    {
        w.script = [this](unsigned, Guest& guest, sim_exit& exit) {
            exit = sim_exit{};
            exit.kind = SIM_EXIT_WFI;
            if (guest.domain == 0 && guest.index == 0 && goes)
                announce(exit);
        };
        w.on_again = [this] { again++; };
        w.boot();
        w.borrow(0, [&] { g.bring_up(4); });
        w.counters.clear();
    }
    void announce(sim_exit& exit)
    {
        goes = false;
        for (const its_cmd& c : syncs(100))
            g.put(c);
        exit.kind = SIM_EXIT_MMIO;
        exit.address = GUEST_GITS_BASE + GITS_CWRITER;
        exit.value = g.cwriter;
        exit.bytes = 8;
        exit.is_write = true;
    }
    void go()
    {
        goes = true;
        w.borrow(0, [&] { sched_wake(w.self(), &w.dom().vcpus[0].sched); });
        w.raise(0, INTID_TIMER_HYP); // the PE sleeps
        w.run(0);
    }
    bool goes = false;
    unsigned again = 0;
    World w;
    MiniGuest g;
};

TEST(TrapBound, in_guest_the_guest_repeats_its_access)
{
    Knobs knobs = in_steps_of(10);
    Running r(knobs);
    r.go();
    EXPECT_EQ(r.again, 9u);
    EXPECT_EQ(r.w.counter(PROBE_VITS_SYNC, 0), 100u);
}

TEST(TrapBound, in_softirq_the_guest_continues_when_all_commands_are_executed)
{
    Knobs knobs = in_steps_of(10);
    knobs["vits.trap_rest"] = in_softirq;
    Running r(knobs);
    r.go();
    EXPECT_EQ(r.again, 0u);
    EXPECT_EQ(r.w.counter(PROBE_VITS_SYNC, 0), 100u);
}

} // namespace
