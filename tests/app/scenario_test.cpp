// SPDX-License-Identifier: Apache-2.0
// The Scenario that the loader makes from a good file.
#include "app_support.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <itstorm/types.h>

using namespace itstorm;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(Scenario, the_machine_is_what_the_file_says)
{
    const Scenario s = scenario_of(good());
    EXPECT_EQ(s.name, "base");
    EXPECT_EQ(s.soc.pes, 2u);
    EXPECT_EQ(s.soc.redistributor.targets, 2u);
    EXPECT_EQ(s.soc.its[0].name, "its0");
    EXPECT_EQ(s.soc.its[0].cmdq_bytes, 4096u);
    ASSERT_EQ(s.soc.functions.size(), 2u);
    EXPECT_EQ(s.soc.functions[0].name, "nic0");
    EXPECT_EQ(s.soc.functions[0].vectors, 16u);
    EXPECT_EQ(s.soc.functions[1].bdf, 0x200u);
    EXPECT_EQ(s.sim_limit_ps, 20'000'000'000u);
    EXPECT_EQ(s.hypervisor, "/some/where/fake.so");
}

TEST(Scenario, the_device_id_is_the_number_of_the_bdf)
{
    const Scenario s = scenario_of(with_line(10, "    - { name: disk0, bdf: \"0000:12:1f.7\" }"));
    EXPECT_EQ(s.soc.functions[1].device_id, 0x12ffu);
}

TEST(Scenario, the_msi_map_and_then_the_function_itself_say_another_device_id)
{
    const std::string map = "  msi_map:\n    - { bdf: \"02:00.0\", device_id: 16, length: 8 }\n";
    const std::string disk = "    - { name: disk0, bdf: \"0000:02:00.1\"";
    const std::string lanes = with_line(10, disk + " }"),
                      own = with_line(10, disk + ", device_id: 7 }");
    const auto with_map = [&](std::string text) { return text.insert(text.find("  pes:"), map); };
    EXPECT_EQ(scenario_of(lanes).soc.functions[1].device_id, 0x201u);
    EXPECT_EQ(scenario_of(with_map(lanes)).soc.functions[1].device_id, 17u);
    EXPECT_EQ(scenario_of(with_map(own)).soc.functions[1].device_id, 7u);
}

TEST(Scenario, domains_get_devices_pins_and_the_knobs_of_their_program)
{
    const Scenario s = scenario_of(good());
    ASSERT_EQ(s.soc.domains.size(), 2u);
    EXPECT_THAT(s.soc.domains[0].devices, ElementsAre(0u));
    EXPECT_THAT(s.soc.domains[0].pins, ElementsAre(0));
    EXPECT_THAT(s.soc.domains[0].knobs, ElementsAre(2000u, 0u));
    EXPECT_THAT(s.soc.domains[1].knobs, IsEmpty());
}

TEST(Scenario, vcpus_without_pin_float)
{
    const Scenario s = scenario_of(with_line(15, "  - { name: dom2, program: compute, vcpus: 2 }"));
    EXPECT_THAT(s.soc.domains[1].pins, ElementsAre(SIM_ANY_PE, SIM_ANY_PE));
}

TEST(Scenario, knobs_of_the_object_come_by_row_with_nested_names)
{
    const Scenario s = scenario_of(with_line(12, "  storm: { detect: none, max_in_flight: 3 }\n  "
                                                 "scheduler: { slice: 2us, wake_preempts: true }"));
    EXPECT_THAT(s.soc.hypervisor_knobs, ElementsAre(0u, 3u, 32u, 2000u, 1u));
}

TEST(Scenario, profile_server_is_the_default)
{
    const Scenario s = scenario_of(good());
    EXPECT_EQ(s.soc.gic_hz, 1'000'000'000u);
    EXPECT_EQ(s.soc.its[0].config.table_read, 100u);
    EXPECT_EQ(s.soc.functions[0].link.bytes_per_second,
              3'938'461'538u); // gen3x4: 4 x 8 GT/s x 128/130 / 8
}

TEST(Scenario, profile_embedded_has_its_own_clock_and_costs)
{
    const Scenario s = scenario_of(with_line(5, "  pes: 2\n  profile: embedded"));
    EXPECT_EQ(s.soc.gic_hz, 500'000'000u);
    EXPECT_EQ(s.soc.pe_hz, 1'200'000'000u);
    EXPECT_EQ(s.soc.its[0].config.table_read, 75u); // 150 ns
    EXPECT_EQ(s.soc.redistributor.stream, 19u);
    EXPECT_EQ(s.soc.functions[0].link.bytes_per_second, 500'000'000u); // gen2x1
    EXPECT_EQ(s.soc.functions[0].link.oneway_ps, 500'000u);
}

TEST(Scenario, every_its_has_its_own_ring_and_the_costs_of_all)
{
    const Scenario s =
        scenario_of(with_line(7, "    [{ name: left, command_queue: 8KiB }, { name: right }]"),
                    { "timing.table_read=77", "disk0.its=right" });
    ASSERT_EQ(s.soc.its.size(), 2u);
    EXPECT_EQ(s.soc.its[0].cmdq_bytes, 8192u);
    EXPECT_EQ(s.soc.its[1].cmdq_bytes, 65536u);
    EXPECT_EQ(s.soc.its[1].config.table_read, 77u);
    EXPECT_EQ(s.soc.functions[0].its, 0u);
    EXPECT_EQ(s.soc.functions[1].its, 1u);
}

TEST(Scenario, an_its_is_built_as_its_keys_say)
{
    const Scenario s =
        scenario_of(with_line(7, "    [{ name: its0, indirect: false, umsi: true, inv: true }]"));
    const ItsConfig built = s.soc.its[0].config, usual = scenario_of(good()).soc.its[0].config;
    EXPECT_TRUE(!built.indirect && built.umsi && built.inv);
    EXPECT_TRUE(usual.indirect && !usual.umsi && !usual.inv);
}

TEST(Scenario, profile_ideal_costs_nothing)
{
    const Scenario s = scenario_of(with_line(18, "  - { after: ready, do: mark, label: storm }"),
                                   { "platform.profile=ideal" });
    const ItsConfig& its = s.soc.its[0].config;
    EXPECT_EQ(its.msi_accept_interval + its.xlate_latency + its.xlate_interval + its.table_read +
                  its.table_write,
              0u);
    EXPECT_EQ(its.command_fetch + its.command_decode + its.redistributor_message +
                  its.invalidate_other + its.sync_round_trip,
              0u);
    const RedistributorConfig& rd = s.soc.redistributor;
    EXPECT_EQ(rd.property_read + rd.arbitration + rd.stream, 0u);
    const PeConfig& pe = s.soc.pe;
    EXPECT_EQ(pe.block_cycles_milli + pe.exit + pe.entry + pe.virq_entry + pe.iar_read +
                  pe.eoir_write + pe.ich_access,
              0u);
    EXPECT_EQ(pe.sysreg + pe.ram_access + pe.mmio_write + pe.lock_access + pe.irq_entry +
                  pe.mmio_read + pe.mmio_arrive,
              0u);
    EXPECT_EQ(s.soc.functions[0].link.bytes_per_second, 0u);
    EXPECT_EQ(s.soc.functions[0].link.posted_credits, 0u);
    EXPECT_EQ(its.msi_inbox, 0u);
}

TEST(Scenario, server_defaults_are_those_of_the_configuration_structs)
{
    const Scenario s = scenario_of(good());
    const PeConfig pe, &got = s.soc.pe;
    EXPECT_EQ(got.block_cycles_milli, pe.block_cycles_milli);
    EXPECT_EQ(got.exit, pe.exit);
    EXPECT_EQ(got.virq_entry, pe.virq_entry);
    EXPECT_EQ(got.iar_read, pe.iar_read);
    EXPECT_EQ(got.eoir_write, pe.eoir_write);
    EXPECT_EQ(got.mmio_read, pe.mmio_read);
    EXPECT_EQ(got.mmio_arrive, pe.mmio_arrive);
    const ItsConfig its, &its_got = s.soc.its[0].config;
    EXPECT_EQ(its_got.walkers, its.walkers);
    EXPECT_EQ(its_got.command_fetch, its.command_fetch);
    EXPECT_EQ(its_got.msi_inbox, its.msi_inbox);
    const RedistributorConfig rd, &rd_got = s.soc.redistributor;
    EXPECT_EQ(rd_got.lpi_credits, rd.lpi_credits);
    EXPECT_EQ(rd_got.stream, rd.stream);
}

TEST(Scenario, the_timeline_is_resolved_to_indices_and_picoseconds)
{
    const Scenario s = scenario_of(good());
    ASSERT_EQ(s.timeline.size(), 3u);
    EXPECT_EQ(s.timeline[0].trigger.kind, Trigger::Kind::When);
    EXPECT_EQ(s.timeline[0].trigger.condition.stat, "all_guests.ready");
    EXPECT_EQ(s.timeline[0].trigger.condition.value, 1u);
    EXPECT_EQ(s.timeline[1].trigger.kind, Trigger::Kind::After);
    EXPECT_EQ(s.timeline[1].trigger.label, "ready");
    EXPECT_EQ(s.timeline[1].trigger.delay_ps, 1'000'000'000u);
    EXPECT_EQ(s.timeline[1].action, Action::StormStart);
    EXPECT_EQ(s.timeline[1].device, 0u);
    EXPECT_EQ(s.timeline[1].pattern.arrival, Arrival::LineRate);
    EXPECT_EQ(s.timeline[1].pattern.vector_count, 1u);
    EXPECT_EQ(s.timeline[2].action, Action::StormStop);
    EXPECT_EQ(s.timeline[2].label, "calm");
}

TEST(Scenario, vectors_are_one_a_range_or_all)
{
    const auto pattern = [](const std::string& vectors) {
        return scenario_of(with_line(18, "  - { after: ready, do: storm.start, device: nic0, "
                                         "pattern: poisson, rate: 1.5M/s, "
                                         "label: storm, vectors: " +
                                             vectors + " }"))
            .timeline[1]
            .pattern;
    };
    EXPECT_EQ(pattern("3").first_vector, 3u);
    EXPECT_EQ(pattern("3").vector_count, 1u);
    EXPECT_EQ(pattern("3").choice, VectorChoice::One);
    EXPECT_EQ(pattern("[2, 5]").first_vector, 2u);
    EXPECT_EQ(pattern("[2, 5]").vector_count, 4u);
    EXPECT_EQ(pattern("[2, 5]").choice, VectorChoice::RoundRobin);
    EXPECT_EQ(pattern("all").vector_count, 16u);
    EXPECT_DOUBLE_EQ(pattern("all").rate_per_s, 1.5e6);
}

// The good scenario with line 18 as an order to dom1, which runs `linux` on two vCPUs.
static std::string with_order(const std::string& keys)
{
    std::string text =
        with_line(18, "  - { at: 5us, do: guest.order, label: storm, domain: dom1, " + keys + " }");
    return text.replace(text.find("devices: [nic0], pin: [0]"), 25, "vcpus: 2");
}

TEST(Scenario, an_order_is_a_row_of_its_program_with_its_arguments_by_row)
{
    const Scenario s =
        scenario_of(with_order("order: burst, args: { kind: inv, commands: 7, pause: 2us }"));
    EXPECT_EQ(s.timeline[1].trigger.delay_ps, 5'000'000u);
    EXPECT_EQ(s.timeline[1].orders[0].domain, 0u);
    EXPECT_EQ(s.timeline[1].orders[0].vcpu, 0u);
    EXPECT_EQ(s.timeline[1].orders[0].what, 1u);
    EXPECT_THAT(s.timeline[1].orders[0].args, ElementsAre(7u, 2000u, 0u));
}

TEST(Scenario, an_argument_that_is_not_given_has_its_default)
{
    const auto args = [](const std::string& keys) {
        return scenario_of(with_order(keys)).timeline[1].orders[0].args;
    };
    EXPECT_THAT(args("order: burst, args: { pause: 0ns }"), ElementsAre(100u, 0u, 1u));
    EXPECT_THAT(args("order: burst, args: {}"), ElementsAre(100u, 5000u, 1u));
    EXPECT_THAT(args("order: burst"), ElementsAre(100u, 5000u, 1u));
    EXPECT_THAT(args("order: quiet"), IsEmpty());
}

TEST(Scenario, an_order_has_a_vcpu_and_a_rhythm)
{
    const Scenario s = scenario_of(with_order("order: quiet, vcpu: 1, count: 100, every: 20us"));
    EXPECT_EQ(s.timeline[1].orders[0].vcpu, 1u);
    EXPECT_EQ(s.timeline[1].orders[0].what, 0u);
    EXPECT_EQ(s.timeline[1].count, 100u);
    EXPECT_EQ(s.timeline[1].every_ps, 20'000'000u);
}

TEST(Scenario, an_order_to_all_domains_goes_to_those_whose_program_knows_it)
{
    std::string text = with_order("order: quiet");
    text.replace(text.find("domain: dom1"), 12, "domain: all");
    EXPECT_EQ(scenario_of(text).timeline[1].orders.size(),
              1u); // dom2 runs `compute`, which does not know the order
    text.replace(text.find("program: compute"), 16, "program: linux");
    const Scenario s = scenario_of(text);
    ASSERT_EQ(s.timeline[1].orders.size(), 2u);
    EXPECT_EQ(s.timeline[1].orders[0].domain, 0u);
    EXPECT_EQ(s.timeline[1].orders[1].domain, 1u);
}

TEST(Scenario, an_argument_can_be_overridden)
{
    const Scenario s = scenario_of(with_order("order: burst"), { "storm.args.commands=2047" });
    EXPECT_THAT(s.timeline[1].orders[0].args, ElementsAre(2047u, 5000u, 1u));
}

TEST(Effective, shows_orders_with_all_their_arguments_and_reads_as_the_same_scenario)
{
    const Loaded loaded = load(with_order("order: burst, args: { commands: 7 }"));
    ASSERT_EQ(loaded.variants.size(), 1u);
    const std::string effective = loaded.variants[0].effective;
    EXPECT_THAT(effective, testing::ContainsRegex("commands: 7 +# s.yaml:18"));
    EXPECT_THAT(effective, testing::ContainsRegex("pause: 5us +# default"));
    const Scenario again = scenario_of(effective);
    EXPECT_EQ(again.timeline[1].orders[0].what, 1u);
    EXPECT_THAT(again.timeline[1].orders[0].args, ElementsAre(7u, 5000u, 1u));
}

TEST(Scenario, expectations_have_their_limit_in_the_unit_of_the_statistic)
{
    const auto expect = [](const std::string& fields) {
        return scenario_of(with_line(23, "  - { id: x, " + fields + " }")).expects[0];
    };
    EXPECT_DOUBLE_EQ(expect("at_end: \"pe0.irq_loop.max <= 20us\"").value, 20e-6);
    EXPECT_DOUBLE_EQ(expect("at_end: \"dom2.progress >= 1G/s\", in: during").value, 1e9);
    EXPECT_DOUBLE_EQ(expect("at_end: \"gicr0.lpi.delivered == 1\"").value, 1);
    EXPECT_DOUBLE_EQ(expect("at_end: \"its0.cmdq.occupancy.mean < 1.5 commands\"").value, 1.5);
    EXPECT_DOUBLE_EQ(expect("at_end: \"pe1.share.guest >= 90%\"").value, 0.9);
    EXPECT_DOUBLE_EQ(expect("at_end: \"host.cmdq.wait.critical.p99 <= 5us\"").value, 5e-6);
    EXPECT_EQ(expect("at_end: \"lock.cmdq.contended == 0\"").op, Compare::Equal);
    const Expect within =
        expect("within: 1ms, of: calm, until: \"its0.cmdq.occupancy == 0 commands\"");
    EXPECT_EQ(within.kind, Expect::Kind::Within);
    EXPECT_EQ(within.within_ps, 1'000'000'000u);
    EXPECT_EQ(within.until.stat, "its0.cmdq.occupancy");
}

TEST(Scenario, variants_differ_where_they_say_and_nowhere_else)
{
    const Loaded loaded = load(good() + "variants:\n  a: {}\n  b: { its0.command_queue: 64KiB, "
                                        "hypervisor.storm.detect: inflight }\n");
    ASSERT_TRUE(loaded.errors.empty());
    ASSERT_EQ(loaded.variants.size(), 2u);
    EXPECT_EQ(loaded.variants[0].scenario.variant, "a");
    EXPECT_EQ(loaded.variants[0].scenario.soc.its[0].cmdq_bytes, 4096u);
    EXPECT_EQ(loaded.variants[1].scenario.soc.its[0].cmdq_bytes, 65536u);
    EXPECT_EQ(loaded.variants[1].scenario.soc.hypervisor_knobs[0], 1u);
    EXPECT_EQ(loaded.variants[0].scenario.soc.hypervisor_knobs[0], 0u);
}

TEST(Scenario, only_leaves_entries_and_expectations_to_their_variants)
{
    std::string text = with_line(
        18, "  - { after: ready, delay: 1ms, do: mark, label: storm }\n"
            "  - { after: storm, do: storm.start, device: nic0, pattern: line_rate, only: [b] }");
    text += "  - { id: also, at_end: \"dom2.progress >= 90%\", in: during, relative_to: a/during, "
            "only: [b] }\n";
    const Loaded loaded = load(text + "variants: { a: {}, b: {} }\n");
    ASSERT_TRUE(loaded.errors.empty());
    EXPECT_EQ(loaded.variants[0].scenario.timeline.size(), 3u);
    EXPECT_EQ(loaded.variants[1].scenario.timeline.size(), 4u);
    EXPECT_EQ(loaded.variants[0].scenario.expects.size(), 1u);
    EXPECT_EQ(loaded.variants[1].scenario.expects.size(), 2u);
    EXPECT_EQ(loaded.variants[1].scenario.expects[1].relative_to.variant, "a");
}

TEST(Scenario, a_platform_without_its_has_its0)
{
    const Scenario s =
        scenario_of("scenario: 1\nname: small\ndomains:\n  - { name: dom1, program: compute }\n",
                    { "its0.command_queue=8KiB" });
    EXPECT_EQ(s.soc.its[0].name, "its0");
    EXPECT_EQ(s.soc.its[0].cmdq_bytes, 8192u);
}

TEST(Scenario, a_self_test_names_the_booking_that_the_ledger_loses)
{
    const Scenario s = scenario_of(good() + "self_test: { lost_booking: executed, nth: 3 }\n");
    EXPECT_EQ(s.soc.lost_booking.line, BookLine::Executed);
    EXPECT_EQ(s.soc.lost_booking.nth, 3u);
}

TEST(Scenario, every_scenario_we_ship_is_fine)
{
    const Loaded loaded =
        load_scenario({ std::string(SCENARIO_FOLDER) + "/10-one-msi.yaml", {}, "" }, fake_tables());
    for (const Problem& problem : loaded.errors.sorted())
        ADD_FAILURE() << problem.text();
    EXPECT_FALSE(loaded.variants.empty());
}
