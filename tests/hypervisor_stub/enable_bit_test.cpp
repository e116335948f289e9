// SPDX-License-Identifier: Apache-2.0
// The enable bits of a vLPI and of its pLPI (what-if S3): which commands of the guest copy the one
// to the other, and trapped writes to the guest's configuration table.
#include "propagate_bench.h"

using namespace fake;

namespace {

// ---- vits.enable_coupling ----

unsigned invalls_at(const World& w, std::uint64_t pe)
{
    unsigned sum = 0;
    for (const its_cmd& cmd : w.commands)
        sum +=
            its_cmd_get(&cmd, ITS_F_OPCODE) == ITS_OP_INVALL && its_cmd_get(&cmd, ITS_F_ICID) == pe;
    return sum;
}

class Couples : public testing::TestWithParam<int> {
protected:
    StormBench::Knobs knobs(Coupling coupling = Coupled) const
    {
        return forwarding(static_cast<propagate_word>(GetParam()), coupling);
    }
};

INSTANTIATE_TEST_SUITE_P(All, Couples,
                         testing::Values<int>(PROPAGATE_WORD_inv, PROPAGATE_WORD_all,
                                              PROPAGATE_WORD_sync_each));

TEST_P(Couples, a_guest_that_disables_its_vlpi_disables_the_plpi)
{
    StormBench b(knobs());
    b.set_enabled(1, false);
    EXPECT_FALSE(b.enabled(1));
    EXPECT_EQ(b.all_enabled(), 3u);
    b.set_enabled(1, true);
    EXPECT_TRUE(b.enabled(1));
}

TEST_P(Couples, decoupled_the_plpi_stays_enabled_and_the_INV_is_posted_all_the_same)
{
    StormBench b(knobs(Decoupled));
    b.set_enabled(1, false);
    EXPECT_TRUE(b.enabled(1));
    EXPECT_EQ(b.w.count(ITS_OP_INV), 1u);
}

TEST_P(Couples, an_invall_copies_all_bits_that_have_changed_before_it)
{
    StormBench b(knobs());
    for (unsigned event = 0; event < 4; event++)
        b.g.set_config(INTID_LPI_FIRST + event, event == 2);
    b.g.send({ its_cmd_invall(0) });
    EXPECT_TRUE(b.enabled(2));
    EXPECT_EQ(b.all_enabled(), 1u);
    EXPECT_EQ(b.w.count(ITS_OP_INVALL), 1u);
}

TEST_P(Couples, an_invall_reaches_the_pe_of_a_plpi_whose_bit_has_changed)
{
    StormBench b(knobs(), 4, true, 2);
    ASSERT_EQ(b.plpi(1).target, 1u);
    b.g.send({ its_cmd_mapti(MiniGuest::device, 1, INTID_LPI_FIRST + 1, 0) });
    b.w.commands.clear();
    b.g.set_config(INTID_LPI_FIRST + 1, false);
    b.g.send({ its_cmd_invall(0) });
    EXPECT_FALSE(b.enabled(1));
    EXPECT_EQ(invalls_at(b.w, 0), 1u) << "the counterpart of the guest's INVALL";
    EXPECT_EQ(invalls_at(b.w, 1), 1u);
    b.g.send({ its_cmd_invall(0) });
    EXPECT_EQ(invalls_at(b.w, 1), 1u) << "nothing has changed since";
}

TEST_P(Couples, an_invall_reaches_every_pe_with_a_plpi_whose_bit_has_changed)
{
    StormBench b(knobs(), 4, true, 3);
    for (const unsigned event : { 1u, 2u }) {
        ASSERT_EQ(b.plpi(event).target, event);
        b.g.send({ its_cmd_mapti(MiniGuest::device, event, INTID_LPI_FIRST + event, 0) });
        b.g.set_config(INTID_LPI_FIRST + event, false);
    }
    b.w.commands.clear();
    b.g.send({ its_cmd_invall(0) });
    EXPECT_EQ(invalls_at(b.w, 1), 1u);
    EXPECT_EQ(invalls_at(b.w, 2), 1u);
    EXPECT_FALSE(b.enabled(1) || b.enabled(2));
}

TEST_P(Couples, a_mapti_that_finds_another_enable_bit_is_followed_by_an_INV)
{
    StormBench b(knobs());
    b.g.set_config(INTID_LPI_FIRST, false);
    b.g.send({ its_cmd_mapti(MiniGuest::device, 0, INTID_LPI_FIRST, 0) });
    EXPECT_FALSE(b.enabled(0));
    EXPECT_EQ(b.w.count(ITS_OP_INV), 1u);
}

TEST_P(Couples, a_plpi_that_storms_stays_disabled_when_its_guest_enables_the_vlpi)
{
    StormBench::Knobs more = knobs();
    more["storm.detect"] = Inflight;
    StormBench b(more);
    b.fire(0, 2);
    b.set_enabled(0, false);
    b.set_enabled(0, true);
    EXPECT_FALSE(b.enabled(0));
    b.answer();
    EXPECT_TRUE(b.enabled(0));
}

TEST_P(Couples, a_plpi_that_its_guest_has_disabled_stays_disabled_after_its_storm)
{
    StormBench::Knobs more = knobs();
    more["storm.detect"] = Inflight;
    StormBench b(more);
    b.fire(0, 2);
    b.enter();
    b.acknowledge(0);
    b.leave();
    b.set_enabled(0, false);
    b.enter();
    b.eoi(0);
    b.leave();
    EXPECT_FALSE(b.plpi(0).throttled);
    EXPECT_FALSE(b.enabled(0));
}

TEST(Coupling,
     the_end_of_a_storm_of_a_whole_device_leaves_a_plpi_disabled_that_its_guest_has_disabled)
{
    StormBench::Knobs knobs = forwarding(PROPAGATE_WORD_all);
    knobs["storm.detect"] = Inflight;
    knobs["storm.scope"] = Device;
    StormBench b(knobs);
    b.set_enabled(3, false);
    b.fire(0, 2);
    ASSERT_EQ(b.all_enabled(), 0u);
    b.answer();
    EXPECT_EQ(b.all_enabled(), 3u);
    EXPECT_FALSE(b.enabled(3));
}

// ---- vits.config_writes ----

class Trap {
public:
    explicit Trap(StormBench::Knobs knobs) : b(std::move(knobs)) { b.w.commands.clear(); }

    bool access(std::uint64_t ipa, bool is_write, std::uint64_t& value, std::uint8_t bytes)
    {
        sim_exit exit{};
        exit.kind = SIM_EXIT_MMIO;
        exit.address = ipa;
        exit.value = value;
        exit.bytes = bytes;
        exit.is_write = is_write;
        const bool done = vits_config_access(b.w.self(), b.w.dom().vits, &exit);
        value = exit.value;
        return done;
    }
    void write(unsigned event, bool enabled)
    {
        std::uint64_t value = lpi_config(0xa0, enabled);
        EXPECT_TRUE(access(MiniGuest::config + event, true, value, 1));
    }
    StormBench b;
};

TEST(ConfigTrap, a_written_enable_bit_takes_effect_without_an_INV)
{
    Trap t(forwarding(PROPAGATE_WORD_storm_only, Decoupled, Trapped));
    t.write(1, false);
    EXPECT_FALSE(t.b.vlpi(1).enabled);
    EXPECT_TRUE(t.b.w.commands.empty());
    t.write(1, true);
    EXPECT_TRUE(t.b.vlpi(1).enabled);
}

TEST(ConfigTrap,
     coupled_a_write_reaches_the_physical_table_and_is_counted_as_one_of_the_configuration)
{
    Trap t(forwarding(PROPAGATE_WORD_sync_each, Coupled, Trapped));
    t.write(1, false);
    EXPECT_FALSE(t.b.enabled(1));
    EXPECT_EQ(t.b.w.counter(PROBE_VITS_HOST_CONFIG, 0), 2u); // INV and SYNC
}

TEST(ConfigTrap, a_byte_that_does_not_change_leads_to_no_host_command)
{
    Trap t(forwarding(PROPAGATE_WORD_sync_each, Coupled, Trapped));
    t.write(1, true);
    EXPECT_TRUE(t.b.w.commands.empty());
}

TEST(ConfigTrap, every_byte_of_a_wide_write_takes_effect)
{
    Trap t(forwarding(PROPAGATE_WORD_all, Coupled, Trapped));
    std::uint64_t value = 0xa0a0a1a0;
    ASSERT_TRUE(t.access(MiniGuest::config, true, value, 4));
    EXPECT_TRUE(t.b.enabled(1));
    EXPECT_EQ(t.b.all_enabled(), 1u);
}

TEST(ConfigTrap, a_written_byte_reads_back)
{
    Trap t(forwarding(PROPAGATE_WORD_none, Decoupled, Trapped));
    t.write(2, false);
    std::uint64_t value = ~0ull;
    ASSERT_TRUE(t.access(MiniGuest::config + 2, false, value, 1));
    EXPECT_EQ(value, lpi_config(0xa0, false));
}

TEST(ConfigTrap, only_memory_of_the_guest_is_written)
{
    Trap t(forwarding(PROPAGATE_WORD_none, Decoupled, Trapped));
    std::uint64_t value = 0;
    EXPECT_FALSE(t.access(GUEST_RAM_BASE - 8, true, value, 8));
    EXPECT_FALSE(t.access(GUEST_RAM_BASE + t.b.w.dom().info->ram_bytes - 4, true, value, 8));
}

TEST(ConfigTrap, unmaps_the_pages_of_the_table_when_the_first_vcpu_enables_lpis)
{
    Trap trapped(forwarding(PROPAGATE_WORD_none, Decoupled, Trapped));
    EXPECT_EQ(trapped.b.w.dom().hole_ipa, MiniGuest::config);
    EXPECT_EQ(trapped.b.w.dom().hole_bytes, 0x10000u - 8192);
}

TEST(ConfigTrap, leaves_the_pages_mapped_if_writes_are_not_to_trap)
{
    Trap t(forwarding(PROPAGATE_WORD_none, Decoupled, Untrapped));
    std::uint64_t value = 0;
    EXPECT_EQ(t.b.w.dom().hole_bytes, 0u);
    EXPECT_FALSE(t.access(MiniGuest::config, true, value, 1));
}

} // namespace
