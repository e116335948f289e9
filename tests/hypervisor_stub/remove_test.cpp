// SPDX-License-Identifier: Apache-2.0
// Removal of devices, the end of domains and what they free; vCPUs that are turned off, on, or
// moved.
#include "hv_bench.h"

using namespace fake;

namespace {

// Devices 0x100 (4 vectors) and 0x101 (8) of domain 0, 0x102 (4) of domain 1.
Config two_domains()
{
    Config c;
    c.domains = { { 2, { 4, 8 } }, { 1, { 4 } } };
    return c;
}

class Remove : public testing::Test {
protected:
    Remove() : b(two_domains()) { b.g.bring_up(4); }

    device& dev(unsigned n) { return b.w.hypervisor->domains.devices[n]; }
    std::uint64_t remove(unsigned n) { return remove_device(b.w.self(), &dev(n)); }
    std::uint64_t assign(unsigned n) { return assign_device(b.w.self(), &dev(n)); }
    std::uint64_t end(unsigned n) { return domain_destroy(b.w.self(), &b.w.dom(n)); }
    std::uint64_t call(unsigned v, std::uint64_t function, std::uint64_t arg = 0)
    {
        sim_exit exit{};
        exit.address = function;
        exit.arg[0] = arg;
        return hypercall(b.w.self(), &b.w.dom().vcpus[v], &exit);
    }

    Bench b;
};

TEST_F(Remove, unmaps_every_event_on_the_physical_its_and_blocks_messages)
{
    b.w.commands.clear();
    EXPECT_EQ(remove(0), HVC_OK);
    EXPECT_EQ(b.w.count(ITS_OP_DISCARD), 4u);
    EXPECT_EQ(b.w.count(ITS_OP_MAPD), 1u);
    EXPECT_EQ(b.w.attached.at(0x100), SIM_NO_DOMAIN);
}

TEST_F(Remove, leaves_the_vlpis_without_a_plpi)
{
    EXPECT_EQ(b.vlpi(0).lpi, &b.plpi(0));
    EXPECT_EQ(remove(0), HVC_OK);
    EXPECT_EQ(b.vlpi(0).lpi, nullptr);
    EXPECT_TRUE(b.vlpi(0).mapped);
    EXPECT_EQ(b.g.send({ its_cmd_int(0x100, 0) }), 0u) << "its guest may still raise it";
}

TEST_F(Remove, clears_the_vlpis_in_flight)
{
    b.receive(0);
    b.receive(1);
    EXPECT_EQ(remove(0), HVC_OK);
    EXPECT_FALSE(b.vlpi(0).pending);
    EXPECT_EQ(b.w.dom().vcpus[0].vgic->waiting, 0u);
}

TEST_F(Remove, leaves_a_device_that_can_be_added_again)
{
    EXPECT_EQ(remove(0), HVC_OK);
    EXPECT_EQ(assign(0), HVC_OK);
    EXPECT_EQ(b.w.attached.at(0x100), 0u);
    b.g.send({ its_cmd_mapti(0x100, 0, 8192, 0), its_cmd_inv(0x100, 0) });
    b.receive(0);
    EXPECT_TRUE(b.vlpi(0).pending);
}

TEST_F(Remove, frees_the_plpis_for_another_device)
{
    const std::uint32_t first = b.plpi(0).intid;
    EXPECT_EQ(remove(0), HVC_OK);
    EXPECT_EQ(assign(2), HVC_OK);
    EXPECT_EQ(b.plpi(0, 2).intid, first);
    EXPECT_EQ(b.plpi(3, 2).intid, first + 3);
    EXPECT_EQ(b.plpi(0, 2).device->domain, 1u);
}

TEST_F(Remove, leaves_a_gap_that_a_larger_device_does_not_use)
{
    EXPECT_EQ(remove(0), HVC_OK); // 4
    EXPECT_EQ(assign(1), HVC_OK); // needs 8
    EXPECT_EQ(b.plpi(0, 1).intid, 8192u + 4);
    EXPECT_EQ(assign(2), HVC_OK);
    EXPECT_EQ(b.plpi(0, 2).intid, 8192u);
}

TEST_F(Remove, of_a_device_that_was_never_added_posts_no_command)
{
    b.w.commands.clear();
    EXPECT_EQ(remove(1), HVC_OK);
    EXPECT_TRUE(b.w.commands.empty());
}

TEST_F(Remove, does_not_wait_for_the_pe_that_it_runs_on)
{
    b.w.hypervisor->irq.rounds[0] = 1;
    EXPECT_EQ(remove(0), HVC_OK);
    b.w.hypervisor->irq.rounds[0] = 0;
}

TEST(RemoveOnTwoPes, is_busy_while_another_pe_handles_an_interrupt)
{
    Config c;
    c.pes = 2;
    Bench b(c);
    b.g.bring_up(4);
    device& device = b.w.hypervisor->domains.devices[0];
    b.w.hypervisor->irq.rounds[1] |= 1u;
    EXPECT_EQ(remove_device(b.w.self(), &device), HVC_BUSY);
    EXPECT_NE(device.hw.lpis, nullptr) << "its pLPIs may be looked at";
    b.w.hypervisor->irq.rounds[1] += 1u;
    EXPECT_EQ(remove_device(b.w.self(), &device), HVC_OK);
    EXPECT_EQ(device.hw.lpis, nullptr);
}

TEST_F(Remove, with_the_end_of_a_domain_frees_its_plpis_and_its_memory)
{
    EXPECT_EQ(assign(2), HVC_OK);
    const std::uint32_t first = b.plpi(0, 2).intid;
    const std::uint64_t ram = b.w.dom(1).ram_pa, bytes = b.w.dom(1).info->ram_bytes;
    EXPECT_EQ(end(1), HVC_OK);
    EXPECT_EQ(remove(0), HVC_OK);
    EXPECT_EQ(assign(1), HVC_OK); // 8 in a row: those of device 0 and of device 2
    EXPECT_EQ(b.plpi(0, 1).intid, std::min(first, 8192u));
    const std::uint64_t itt = dev(1).hw.itt;
    EXPECT_TRUE((itt >= ram && itt < ram + bytes) || itt < ram) << "not from unused memory";
}

TEST_F(Remove, with_the_end_of_a_domain_zeroes_its_memory_before_it_is_an_itt)
{
    const std::uint64_t pa = b.w.dom(1).ram_pa - World::ram_base;
    std::fill(&b.w.ram[pa], &b.w.ram[pa] + 4096, std::uint8_t{ 0xff });
    EXPECT_EQ(end(1), HVC_OK);
    EXPECT_EQ(assign(1), HVC_OK);
    const std::uint64_t itt = dev(1).hw.itt - World::ram_base;
    EXPECT_EQ(itt, pa) << "what was freed is used first";
    EXPECT_EQ(std::count(&b.w.ram[itt], &b.w.ram[itt] + 64, 0), 64);
}

// ---- RAM ----

TEST(Ram, freed_memory_is_used_first)
{
    ram r{ 0x1000, 0x9000, {} };
    const std::uint64_t a = ram_alloc(&r, 0x1000, 0x1000);
    EXPECT_EQ(ram_alloc(&r, 0x1000, 0x1000), a + 0x1000);
    ram_free(&r, a, 0x1000);
    EXPECT_EQ(ram_alloc(&r, 0x800, 0x100), a);
    EXPECT_EQ(ram_alloc(&r, 0x800, 0x100), a + 0x800) << "what is left of a block stays free";
    EXPECT_EQ(ram_alloc(&r, 0x800, 0x100), a + 0x2000);
}

TEST(Ram, neighbours_become_one_block)
{
    ram r{ 0x1000, 0x4000, {} };
    const std::uint64_t a = ram_alloc(&r, 0x1000, 0x1000), b = ram_alloc(&r, 0x1000, 0x1000),
                        c = ram_alloc(&r, 0x1000, 0x1000);
    EXPECT_EQ(ram_alloc(&r, 1, 1), 0u);
    ram_free(&r, a, 0x1000);
    ram_free(&r, c, 0x1000);
    EXPECT_EQ(ram_alloc(&r, 0x2000, 0x1000), 0u);
    ram_free(&r, b, 0x1000);
    EXPECT_EQ(ram_alloc(&r, 0x3000, 0x1000), a);
}

TEST(Ram, a_free_block_is_aligned_as_asked)
{
    ram r{ 0x1100, 0x9000, {} };
    const std::uint64_t a = ram_alloc(&r, 0x2f00, 0x100);
    ram_free(&r, a, 0x2f00);
    EXPECT_EQ(ram_alloc(&r, 0x1000, 0x1000), 0x2000u);
    EXPECT_EQ(ram_alloc(&r, 0x1000, 0x1000), 0x3000u);
    EXPECT_EQ(ram_alloc(&r, 0x100, 0x100), 0x1100u);
}

// ---- vCPUs ----

TEST_F(Remove, a_vcpu_that_is_on_cannot_be_turned_on)
{
    EXPECT_EQ(call(0, HVC_VCPU_ON, 1), HVC_BUSY);
    EXPECT_EQ(call(0, HVC_VCPU_ON, 2), HVC_INVALID);
    EXPECT_EQ(call(0, HVC_VCPU_ON, ~0ull), HVC_INVALID);
}

// vCPU 1 turns itself off; vCPU 0 turns it on when told to.
struct OffAndOn {
    std::deque<sim_exit> zero, one;
    unsigned returned = 0;
    World world;

    static sim_exit hvc(std::uint64_t function, std::uint64_t arg = 0)
    {
        sim_exit exit{};
        exit.kind = SIM_EXIT_HVC;
        exit.address = function;
        exit.arg[0] = arg;
        return exit;
    }
    explicit OffAndOn(const Config& config = two_domains()) : world(config)
    {
        world.script = [this](unsigned, Guest& guest, sim_exit& exit) {
            std::deque<sim_exit>& exits = guest.index == 0 ? zero : one;
            returned += guest.domain == 0 && guest.index == 1;
            exit = sim_exit{};
            exit.kind = SIM_EXIT_WFI;
            if (guest.domain == 0 && !exits.empty()) {
                exit = exits.front();
                exits.pop_front();
            }
        };
    }
};

TEST(VcpuOff, the_call_returns_when_another_vcpu_turns_it_on)
{
    OffAndOn m;
    m.one = { OffAndOn::hvc(HVC_VCPU_OFF) };
    m.world.boot();
    EXPECT_EQ(m.returned, 1u) << "it entered its guest once, and did not come back";
    m.zero = { OffAndOn::hvc(HVC_VCPU_ON, 1) };
    m.world.borrow(0, [&] { sched_wake(m.world.self(), &m.world.dom().vcpus[0].sched); });
    m.world.raise(0, SGI_KICK); // the idle PE schedules
    m.world.boot();             // until all vCPUs sleep again
    EXPECT_EQ(m.returned, 2u);
}

TEST(VcpuOff, an_interrupt_for_a_vcpu_that_is_off_waits)
{
    OffAndOn m;
    m.one = { OffAndOn::hvc(HVC_VCPU_OFF) };
    m.world.boot();
    vcpu& one = m.world.dom().vcpus[1];
    one.vgic->irqs[0].enabled = true;
    m.world.dom().vgic->group1_enabled = true;
    m.world.borrow(0, [&] { vgic_inject_private(m.world.self(), &one, 0); });
    m.world.run(0);
    EXPECT_EQ(m.returned, 1u);
    EXPECT_EQ(one.vgic->waiting, 1u);
}

// Two PEs, with a vCPU of domain 0 on each.
Config two_pes()
{
    Config c = two_domains();
    c.pes = 2;
    c.domains[0].pins = { 0, 1 };
    return c;
}

TEST(VcpuMove, a_vcpu_continues_on_the_other_pe)
{
    OffAndOn m(two_pes());
    m.one = { OffAndOn::hvc(HVC_VCPU_MOVE, 0) };
    m.world.boot();
    const vcpu& one = m.world.dom().vcpus[1];
    EXPECT_EQ(m.returned, 2u) << "the call has returned";
    EXPECT_EQ(one.sched.pin, 0u);
    EXPECT_EQ(one.sched.home->index, 0u);
}

TEST(VcpuMove, to_its_own_pe_changes_nothing)
{
    OffAndOn m(two_pes());
    m.one = { OffAndOn::hvc(HVC_VCPU_MOVE, 1) };
    m.world.boot();
    EXPECT_EQ(m.returned, 2u);
    EXPECT_EQ(m.world.dom().vcpus[1].sched.home->index, 1u);
}

TEST(VcpuMove, to_a_pe_that_does_not_exist_is_refused)
{
    OffAndOn m(two_pes());
    m.one = { OffAndOn::hvc(HVC_VCPU_MOVE, 2) };
    m.world.boot();
    EXPECT_EQ(m.returned, 2u);
    EXPECT_EQ(m.world.dom().vcpus[1].sched.pin, 1u);
}

} // namespace
