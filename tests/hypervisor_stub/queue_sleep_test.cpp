// SPDX-License-Identifier: Apache-2.0
// A full ring under the policy sleep: a vCPU leaves its stack in the middle of a guest's command.
// vCPUs run on their own stacks; guests are scripts. Domain 0 (two vCPUs, on PEs 0 and 1) floods,
// domain 1 idles on PE 0, domain 2 is privileged, on PE 1.
#include "arch/its_ring.h"
#include "arch/sysreg.h"
#include "mini_guest.h"
#include <gtest/gtest.h>

using namespace fake;

namespace {

constexpr std::uint32_t ring_bytes = 0x1000;
constexpr unsigned bulk_room = 125; // 127 less two reserved

Config machine(std::map<std::string, std::uint64_t> knobs)
{
    Config c;
    c.pes = 2;
    c.ring_bytes = ring_bytes;
    c.domains = { { 2, { 4 }, { 0, 1 } }, { 1, {}, { 0 } }, { 1, {}, { 1 }, true } };
    c.knobs = std::move(knobs);
    c.knobs["host.queue_full"] = 2;
    c.knobs["vits.propagate"] = PROPAGATE_WORD_all;
    c.knobs["storm.detect"] = 1;
    return c;
}

struct Sleepy {
    explicit Sleepy(std::map<std::string, std::uint64_t> knobs = {})
        : w(machine(std::move(knobs))), g(w)
    {
        w.script = [this](unsigned pe, Guest& guest, sim_exit& exit) {
            entered.push_back(guest.domain);
            w.yield();
            exit = next[pe];
            next[pe] = sim_exit{};
            next[pe].kind = SIM_EXIT_IRQ;
        };
        for (sim_exit& exit : next)
            exit.kind = SIM_EXIT_IRQ;
        w.boot();
        w.borrow(0, [&] { g.bring_up(4); });
        w.commands.clear();
        w.counters.clear();
        w.its_holds = true;
    }
    ~Sleepy()
    {
        w.execute(~0u);
        w.borrow(0, [&] { cmdq_wait(w.self(), &its(), its().posted, CMDQ_CRITICAL); });
    }

    host_its& its() { return w.hypervisor->its[0]; }
    vcpu& cpu(unsigned v) { return w.dom().vcpus[v]; }
    std::uint32_t state(unsigned v) { return cpu(v).sched.state; }
    unsigned inside(unsigned pe) { return reinterpret_cast<Guest*>(w.pes[pe].guest)->domain; }

    void leave(unsigned pe, sim_exit exit)
    {
        next[pe] = exit;
        w.run(pe);
    }
    // The guest on `pe` writes `commands` into its ring and then GITS_CWRITER.
    void announce(unsigned pe, const std::vector<its_cmd>& commands)
    {
        for (const its_cmd& c : commands)
            g.put(c);
        sim_exit exit{};
        exit.kind = SIM_EXIT_MMIO;
        exit.address = GUEST_GITS_BASE + GITS_CWRITER;
        exit.value = g.cwriter;
        exit.bytes = 8;
        exit.is_write = true;
        leave(pe, exit);
    }
    void flood(unsigned pe, unsigned commands)
    {
        announce(pe, std::vector<its_cmd>(commands, its_cmd_invall(0)));
    }
    void tick(unsigned pe)
    {
        w.now = std::max(w.now, w.pes[pe].sysreg[CNTHP_CVAL_EL2]);
        w.raise(pe, INTID_TIMER_HYP);
        w.run(pe);
    }
    // Lets time slices pass until domain 0's vCPU on `pe` is in its guest again.
    void let_pass(unsigned pe, unsigned ticks = 20)
    {
        for (unsigned n = 0; n < ticks && (w.pes[pe].guest == nullptr || inside(pe) != 0); n++)
            tick(pe);
    }

    std::vector<unsigned> entered;
    sim_exit next[2]{};
    World w;
    MiniGuest g;
};

TEST(QueueSleep, the_pe_of_a_sleeper_runs_another_guest)
{
    Sleepy s;
    s.flood(0, bulk_room + 1);
    EXPECT_EQ(s.state(0), static_cast<unsigned>(VCPU_ASLEEP));
    EXPECT_EQ(s.inside(0), 1u);
    EXPECT_EQ(s.w.counter(PROBE_CMDQ_SLEEPS), 1u);
}

TEST(QueueSleep, a_sleeper_continues_in_the_middle_of_the_guests_burst_once_there_is_room)
{
    Sleepy s;
    s.flood(0, bulk_room + 2);
    s.w.execute(~0u);
    s.let_pass(0);
    EXPECT_EQ(s.inside(0), 0u);
    s.w.execute(~0u);
    EXPECT_EQ(s.w.count(ITS_OP_INVALL), bulk_room + 2);
    EXPECT_EQ(s.w.dom().vits->creadr, s.w.dom().vits->cwriter);
}

TEST(QueueSleep, a_sleeper_counts_as_without_a_slot_until_it_has_one)
{
    Sleepy s;
    const Share& share = s.w.shares[PROBE_CMDQ_NO_SLOT_BULK];
    s.flood(0, bulk_room + 1);
    EXPECT_EQ(share.going_on, 1u);
    s.tick(0);
    EXPECT_EQ(share.going_on, 1u);
    s.w.execute(~0u);
    s.let_pass(0);
    EXPECT_EQ(share.going_on, 0u);
    EXPECT_GT(s.w.counter(PROBE_CMDQ_WAIT_BULK_SLOT), 0u);
    EXPECT_EQ(s.w.counter(PROBE_CMDQ_WAIT_BULK),
              s.w.counter(PROBE_CMDQ_WAIT_BULK_LOCK) + s.w.counter(PROBE_CMDQ_WAIT_BULK_SLOT));
}

TEST(QueueSleep, a_sleeper_polls_by_timer_and_sleeps_again_while_there_is_no_slot)
{
    Sleepy s;
    s.flood(0, bulk_room + 1);
    for (unsigned n = 0; n < 6; n++)
        s.tick(0);
    EXPECT_GE(s.w.counter(PROBE_CMDQ_SLEEPS), 2u);
    EXPECT_EQ(s.state(0), static_cast<unsigned>(VCPU_ASLEEP));
}

TEST(QueueSleep, a_virtual_interrupt_does_not_wake_a_sleeper)
{
    Sleepy s;
    s.flood(0, bulk_room + 1);
    s.w.borrow(0, [&] {
        lpi_receive(s.w.hypervisor, s.w.masked_self(),
                    s.w.hypervisor->domains.devices[0].hw.lpis[0].intid);
    });
    EXPECT_EQ(s.state(0), static_cast<unsigned>(VCPU_ASLEEP));
    EXPECT_NE(s.cpu(0).vgic->waiting, 0u);
}

TEST(QueueSleep, a_second_vcpu_of_the_domain_sleeps_for_the_lock_of_the_virtual_its)
{
    Sleepy s;
    s.flood(0, bulk_room + 1);
    s.announce(1, { its_cmd_inv(MiniGuest::device, 0) });
    EXPECT_EQ(s.state(1), static_cast<unsigned>(VCPU_ASLEEP));
    s.w.execute(~0u);
    s.let_pass(0);
    s.let_pass(1);
    s.w.execute(~0u);
    ASSERT_EQ(s.w.commands.size(), bulk_room + 2);
    EXPECT_EQ(s.w.commands.back().dw[0] & 0xff, static_cast<unsigned>(ITS_OP_INV));
}

TEST(QueueSleep, a_critical_pair_never_sleeps)
{
    Sleepy s({ { "host.reserved_slots", 0 } });
    s.flood(0, 128);
    s.w.its_steps_per_delay = 1;
    lpi& plpi = s.w.hypervisor->domains.devices[0].hw.lpis[0];
    plpi.throttled = true;
    plpi.strays = 2;
    const std::uint64_t sleeps = s.w.counter(PROBE_CMDQ_SLEEPS);
    s.w.borrow(0, [&] { storm_apply(&s.w.hypervisor->storm, s.w.masked_self(), &plpi); });
    EXPECT_EQ(s.w.counter(PROBE_CMDQ_SLEEPS), sleeps);
    EXPECT_EQ(s.w.counter(PROBE_CMDQ_ISSUED_STORM), 2u);
}

// ---- woken by an INT that the hypervisor posts for itself ----

std::map<std::string, std::uint64_t> by_int()
{
    return { { "host.sleep_wake", 1 } };
}

TEST(QueueSleep, no_int_is_posted_before_every_pe_has_a_collection)
{
    Config c = machine(by_int());
    c.knobs["storm.detect"] = 0;
    c.knobs["host.usable_slots"] = 4; // half full after two commands, with room for an INT
    c.knobs["host.reserved_slots"] = 0;
    World w(c);
    w.boot();
    completion_ask(w.self(), &w.hypervisor->its[0]);
    unsigned mapc = 0, at = 0;
    while (at < w.commands.size() && its_cmd_get(&w.commands[at], ITS_F_OPCODE) != ITS_OP_INT)
        mapc += its_cmd_get(&w.commands[at++], ITS_F_OPCODE) == ITS_OP_MAPC;
    ASSERT_LT(at, w.commands.size()) << "no INT";
    EXPECT_EQ(mapc, w.pes.size()) << "MAPCs before the INT";
}

TEST(QueueSleep, one_int_is_posted_when_the_ring_is_half_full)
{
    Sleepy s(by_int());
    s.flood(0, 63);
    EXPECT_EQ(s.w.counter(PROBE_CMDQ_ISSUED_COMPLETION), 0u);
    s.flood(0, 40);
    EXPECT_EQ(s.w.counter(PROBE_CMDQ_ISSUED_COMPLETION), 1u);
    s.w.execute(~0u);
    EXPECT_EQ(s.w.count(ITS_OP_INT), 1u);
}

TEST(QueueSleep, the_completion_lpi_wakes_the_sleeper)
{
    Sleepy s(by_int());
    s.flood(0, bulk_room + 1);
    ASSERT_EQ(s.state(0), static_cast<unsigned>(VCPU_ASLEEP));
    s.w.execute(100);
    s.w.borrow(
        1, [&] { lpi_receive(s.w.hypervisor, s.w.masked_self(1), s.its().completion.lpi->intid); });
    EXPECT_EQ(s.state(0), static_cast<unsigned>(VCPU_RUNNABLE));
    s.let_pass(0);
    s.w.execute(~0u);
    EXPECT_EQ(s.w.count(ITS_OP_INVALL), bulk_room + 1);
}

TEST(QueueSleep, a_wake_up_that_comes_before_the_stack_is_left_is_not_lost)
{
    Sleepy s;
    s.w.borrow(1, [&] { sched_resume(s.w.masked_self(1), &s.cpu(0).sched); });
    s.flood(0, bulk_room + 1); // its first sleep ends at once, the second one lasts
    EXPECT_EQ(s.w.counter(PROBE_CMDQ_SLEEPS), 2u);
    EXPECT_EQ(s.state(0), static_cast<unsigned>(VCPU_ASLEEP));
}

TEST(QueueSleep, the_completion_has_a_device_id_that_no_function_has)
{
    Sleepy s(by_int());
    EXPECT_EQ(s.its().completion.device_id, 0xffffu);
}

// ---- the end of a domain ----

sim_exit destroy(std::uint64_t domain)
{
    sim_exit exit{};
    exit.kind = SIM_EXIT_HVC;
    exit.address = HVC_DOMAIN_DESTROY;
    exit.arg[0] = domain;
    return exit;
}

// The privileged domain on PE 1, which ends another one by hypercall.
struct Toolstack {
    explicit Toolstack(Sleepy& sleepy) : s(sleepy)
    {
        for (unsigned n = 0; n < 10 && s.inside(1) != 2; n++)
            s.tick(1);
    }
    std::uint64_t destroys(std::uint64_t domain)
    {
        s.leave(1, destroy(domain));
        for (unsigned n = 0; n < 200 && (s.w.pes[1].guest == nullptr || s.inside(1) != 2); n++) {
            s.w.execute(4);
            s.w.run(0);
            s.tick(1);
        }
        return s.w.dom(2).vcpus[0].exit.value;
    }
    Sleepy& s;
};

TEST(DomainDestroy, of_a_sleeper_in_the_middle_of_a_command_leaves_ring_and_locks_consistent)
{
    Sleepy s;
    s.flood(0, bulk_room + 1);
    ASSERT_EQ(s.state(0), static_cast<unsigned>(VCPU_ASLEEP));
    Toolstack tools(s);
    EXPECT_EQ(tools.destroys(0), HVC_OK);
    EXPECT_EQ(s.w.stacks_destroyed, 2u);
    EXPECT_EQ(s.w.guests_destroyed, 2u);
    EXPECT_EQ(s.w.lock("host.cmdq").owner, nullptr);
    EXPECT_EQ(s.w.shares[PROBE_CMDQ_NO_SLOT_BULK].going_on, 0u);
    s.w.execute(~0u);
    EXPECT_EQ(s.w.count(ITS_OP_INVALL), bulk_room); // the last one never had a slot
}

TEST(DomainDestroy, blocks_and_unmaps_the_devices_of_the_domain)
{
    Sleepy s;
    Toolstack tools(s);
    s.tick(0);
    const lpi* lpis = s.w.hypervisor->domains.devices[0].hw.lpis;
    EXPECT_EQ(tools.destroys(0), HVC_OK);
    EXPECT_EQ(s.w.attached[MiniGuest::device], SIM_NO_DOMAIN);
    EXPECT_EQ(s.w.count(ITS_OP_DISCARD), 4u);
    EXPECT_EQ(s.w.count(ITS_OP_MAPD), 1u);
    for (unsigned event = 0; event < 4; event++)
        EXPECT_EQ(lpis[event].vlpi, 0u);
}

TEST(DomainDestroy, removes_the_waiting_commands_of_the_domain_from_the_schedule)
{
    Sleepy s({ { "vits.schedule", 1 } });
    s.w.execute(~0u); // the bring-up is complete
    s.flood(0, bulk_room + 2);
    ASSERT_NE(s.w.dom().vits->next, s.w.dom().vits->cwriter);
    Toolstack tools(s);
    const std::uint64_t before = s.w.counter(PROBE_VITS_INVALL, 0);
    EXPECT_EQ(tools.destroys(0), HVC_OK);
    for (unsigned n = 0; n < 10; n++) {
        s.w.execute(~0u);
        s.tick(0);
    }
    EXPECT_EQ(s.w.counter(PROBE_VITS_INVALL, 0), before);
    EXPECT_EQ(s.w.lock("host.batch").owner, nullptr);
}

TEST(DomainDestroy, lets_the_other_domains_run_on)
{
    Sleepy s;
    s.flood(0, bulk_room + 1);
    Toolstack tools(s);
    tools.destroys(0);
    const std::size_t before = s.entered.size();
    s.tick(0);
    EXPECT_EQ(s.inside(0), 1u);
    EXPECT_GT(s.entered.size(), before);
}

TEST(DomainDestroy, is_refused_for_a_privileged_or_unknown_domain_and_to_an_unprivileged_caller)
{
    Sleepy s;
    Toolstack tools(s);
    EXPECT_EQ(tools.destroys(2), HVC_INVALID);
    EXPECT_EQ(tools.destroys(3), HVC_INVALID);
    EXPECT_EQ(tools.destroys(~0ull), HVC_INVALID);
    s.leave(0, destroy(1));
    EXPECT_EQ(s.w.stacks_destroyed, 0u);
}

TEST(DomainDestroy, is_refused_for_a_domain_that_is_gone)
{
    Sleepy s;
    Toolstack tools(s);
    s.tick(0);
    EXPECT_EQ(tools.destroys(1), HVC_OK);
    EXPECT_EQ(tools.destroys(1), HVC_INVALID);
}

TEST(DomainDestroy, leaves_devices_that_cannot_be_added)
{
    Sleepy s;
    Toolstack tools(s);
    s.tick(0);
    tools.destroys(0);
    sim_exit add{};
    add.kind = SIM_EXIT_HVC;
    add.address = HVC_MANAGE_PCI_ADD;
    add.arg[0] = MiniGuest::device;
    s.leave(1, add);
    EXPECT_EQ(s.w.dom(2).vcpus[0].exit.value, HVC_INVALID);
}

} // namespace
