// SPDX-License-Identifier: Apache-2.0
// for_each, repeat, rates as conditions, faults, knobs set at run time, and overlays.
#include "app_support.h"
#include "wrong.h"

using namespace itstorm;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

namespace {

// The good scenario with one more entry in its timeline, in line 20.
std::string with_entry(const std::string& entry)
{
    return with_line(20, "  - { " + entry + " }\nmeasure:");
}

std::vector<TimelineEntry> entries_of(const std::string& text)
{
    return scenario_of(text).timeline;
}

Loaded with_overlay(const std::string& overlay, const std::string& base = good())
{
    const std::string folder = fresh_folder();
    write_text(folder + "/more.yaml", overlay);
    return load_text(base, { "s.yaml", {}, "", "", { folder + "/more.yaml" } }, fake_tables());
}

} // namespace

TEST(ForEach, makes_one_entry_for_each_device_that_is_named)
{
    const auto entries =
        entries_of(with_entry("after: ready, do: storm.stop, for_each: [nic0, disk0], label: x"));
    ASSERT_EQ(entries.size(), 5u);
    EXPECT_EQ(entries[3].device, 0u);
    EXPECT_EQ(entries[4].device, 1u);
    EXPECT_EQ(entries[3].label, "x");
    EXPECT_EQ(entries[4].label, "");
}

TEST(ForEach, takes_all_for_every_device_or_every_domain)
{
    EXPECT_EQ(entries_of(with_entry("after: ready, do: msi.send, for_each: [all]")).size(), 5u);
    const auto entries =
        entries_of(with_entry("after: ready, do: guest.order, for_each: [dom1], order: quiet"));
    ASSERT_EQ(entries.size(), 4u);
    EXPECT_EQ(entries[3].orders.at(0).domain, 0u);
}

TEST(ForEach, is_expanded_in_effective_yaml)
{
    const Loaded loaded = load(with_entry("after: ready, do: storm.stop, for_each: [all]"));
    ASSERT_TRUE(loaded.errors.empty());
    EXPECT_THAT(loaded.variants[0].effective,
                AllOf(HasSubstr("device: disk0"), testing::Not(HasSubstr("for_each"))));
}

TEST(ForEach, refuses_unknown_names)
{
    EXPECT_ONE_ERROR(with_entry("after: ready, do: storm.stop, for_each: [nic0, disk]"),
                     "s.yaml:20:54", "unknown device 'disk'; did you mean 'disk0'?");
}

TEST(ForEach, refuses_an_action_without_device_or_domain)
{
    EXPECT_ONE_ERROR(with_entry("after: ready, do: mark, label: x, for_each: [nic0]"),
                     "s.yaml:20:41",
                     "'for_each' belongs to do: storm.start, storm.stop, msi.send "
                     "or guest.order");
}

TEST(ForEach, refuses_the_key_that_it_fills_in)
{
    EXPECT_ONE_ERROR(with_entry("after: ready, do: storm.stop, device: nic0, for_each: [disk0]"),
                     "s.yaml:20:37", "'device' is what 'for_each' fills in");
}

TEST(ForEach, refuses_a_value_that_is_no_list)
{
    EXPECT_ONE_ERROR(with_entry("after: ready, do: storm.stop, for_each: nic0"), "s.yaml:20:47",
                     "[a, b], or [all]");
}

TEST(Repeat, is_how_often_an_entry_happens)
{
    const auto entries = entries_of(with_entry(
        "after: ready, do: storm.start, device: nic0, pattern: poisson, rate: 1k/s, count: 9, "
        "repeat: 4, every: 50us"));
    EXPECT_EQ(entries.at(3).count, 4u);
    EXPECT_EQ(entries.at(3).every_ps, 50'000'000u);
    EXPECT_EQ(entries.at(3).pattern.messages, 9u);
}

TEST(Repeat, repeat_and_every_need_each_other)
{
    EXPECT_ONE_ERROR(with_entry("after: ready, do: storm.stop, device: nic0, repeat: 3"),
                     "s.yaml:20:51", "'repeat' needs 'every'");
    EXPECT_ONE_ERROR(with_entry("after: ready, do: storm.stop, device: nic0, every: 3us"),
                     "s.yaml:20:51", "'every' needs 'repeat' here");
}

TEST(Repeat, repeat_needs_a_time_between)
{
    EXPECT_ONE_ERROR(with_entry("after: ready, do: fault.doorbell, repeat: 3, every: 0ns"),
                     "s.yaml:20:59", "'every' is 0, but time must pass between what is repeated");
}

TEST(Repeat, is_refused_for_messages_which_have_a_count)
{
    EXPECT_ONE_ERROR(with_entry("after: ready, do: msi.send, device: nic0, repeat: 3, every: 1us"),
                     "s.yaml:20:49",
                     "'repeat' belongs to do: storm.start, storm.stop, trace.replay, ");
}

TEST(Rate, of_a_counter_is_a_condition)
{
    const auto entries = entries_of(
        with_entry("when: \"nic0.msi.sent > 1.5M/s\", rate_over: 20us, do: mark, label: fast"));
    EXPECT_EQ(entries.at(3).trigger.condition.value, 1'500'000u);
    EXPECT_EQ(entries.at(3).trigger.condition.rate_over_ps, 20'000'000u);
}

TEST(Rate, a_rate_without_rate_over_is_measured_every_100us)
{
    const auto entries =
        entries_of(with_entry("when: \"nic0.msi.sent > 1k/s\", do: mark, label: fast"));
    EXPECT_EQ(entries.at(3).trigger.condition.rate_over_ps, 100'000'000u);
}

TEST(Rate, of_a_level_is_refused)
{
    EXPECT_ONE_ERROR(with_entry("when: \"its0.cmdq.occupancy > 1k/s\", do: mark, label: fast"),
                     "s.yaml:20:13", "this is counted in commands");
}

TEST(Rate, rate_over_without_a_rate_is_refused)
{
    EXPECT_ONE_ERROR(
        with_entry("when: \"nic0.msi.sent > 5\", rate_over: 20us, do: mark, label: fast"),
        "s.yaml:20:34", "'rate_over' goes with 'when' and a rate");
}

TEST(Rate, in_until_is_refused)
{
    EXPECT_ONE_ERROR(good() +
                         "  - { id: x, within: 1ms, of: calm, until: \"nic0.msi.sent < 1k/s\" }\n",
                     "s.yaml:24:44", "this is counted in MSIs");
}

TEST(Faults, each_its_has_a_double_only_if_there_is_a_fault)
{
    EXPECT_FALSE(scenario_of(good()).soc.its_doubles);
    const Scenario s = scenario_of(with_entry("after: ready, do: fault.command, count: 3"));
    EXPECT_TRUE(s.soc.its_doubles);
    EXPECT_EQ(s.timeline.at(3).action, Action::FaultCommand);
    EXPECT_EQ(s.timeline.at(3).amount, 3u);
    EXPECT_EQ(s.timeline.at(3).count, 1u);
}

TEST(Faults, a_fault_of_memory_has_a_duration_and_may_repeat)
{
    const auto entries =
        entries_of(with_entry("after: ready, do: fault.memory, lasts: 5us, repeat: 2, every: 1ms"));
    EXPECT_EQ(entries.at(3).amount, 5'000'000u);
    EXPECT_EQ(entries.at(3).count, 2u);
    EXPECT_ONE_ERROR(with_entry("after: ready, do: fault.memory"), "s.yaml:20:5",
                     "'lasts' is missing (fault.memory needs it)");
}

TEST(Faults, stall_an_its_for_the_time_given)
{
    const auto entries =
        entries_of(with_entry("after: ready, do: fault.stall, its: its0, lasts: 3us"));
    EXPECT_EQ(entries.at(3).action, Action::FaultStall);
    EXPECT_EQ(entries.at(3).amount, 3'000'000u);
    EXPECT_ONE_ERROR(with_entry("after: ready, do: fault.stall, count: 2, lasts: 3us"),
                     "s.yaml:20:38",
                     "'count' belongs to do: storm.start, msi.send, guest.order, "
                     "fault.command or fault.doorbell");
    EXPECT_ONE_ERROR(with_entry("after: ready, do: fault.stall, lasts: 3us, every: 1ms"),
                     "s.yaml:20:50", "'every' needs 'repeat' here");
}

TEST(Faults, an_unknown_fault_is_refused)
{
    EXPECT_ONE_ERROR(with_entry("after: ready, do: fault.comand"), "s.yaml:20:25",
                     "did you mean 'fault.command'?");
}

TEST(Faults, of_an_unknown_its_are_refused)
{
    EXPECT_ONE_ERROR(with_entry("after: ready, do: fault.doorbell, its: its7"), "s.yaml:20:46",
                     "unknown ITS 'its7'; did you mean 'its0'?");
}

TEST(Faults, of_a_table_need_a_device_or_a_collection)
{
    EXPECT_ONE_ERROR(with_entry("after: ready, do: fault.table"), "s.yaml:20:5",
                     "'device' or 'collection' is missing (fault.table needs one of them)");
}

TEST(Faults, of_a_devices_table_happen_at_the_its_of_the_device)
{
    for (const char* its : { "its0", "nosuch" })
        EXPECT_ONE_ERROR(
            with_entry(std::string("after: ready, do: fault.table, device: nic0, its: ") + its),
            "s.yaml:20:52", "'its' goes with 'collection'; a device is behind one ITS");
}

TEST(Faults, of_an_unknown_device_are_one_error)
{
    EXPECT_ONE_ERROR(with_entry("after: ready, do: fault.table, device: nosuch, event: 4000"),
                     "s.yaml:20:46", "unknown device 'nosuch'");
}

TEST(Faults, of_a_table_name_a_device_an_event_of_it_or_a_collection)
{
    const auto entry = [](const std::string& keys) {
        return scenario_of(with_entry("after: ready, do: fault.table, " + keys)).timeline.back();
    };
    EXPECT_EQ(entry("device: nic0").table, FaultedTable::Devices);
    EXPECT_EQ(entry("device: nic0, event: 3").table, FaultedTable::Events);
    EXPECT_EQ(entry("device: nic0, event: 3").table_index, 3u);
    EXPECT_EQ(entry("collection: 1, its: its0").table, FaultedTable::Collections);
    EXPECT_EQ(entry("collection: 1").table_index, 1u);
}

TEST(Faults, of_an_event_that_the_device_does_not_have_are_refused)
{
    EXPECT_ONE_ERROR(with_entry("after: ready, do: fault.table, device: nic0, event: 16"),
                     "s.yaml:20:59", "nic0 has events 0 to 15, not 16");
}

TEST(Faults, of_two_tables_at_once_are_refused)
{
    EXPECT_ONE_ERROR(with_entry("after: ready, do: fault.table, device: nic0, collection: 0"),
                     "s.yaml:20:38", "'device' and 'collection' belong to different tables");
}

TEST(SetAtRunTime, gives_knobs_of_the_hypervisor_and_of_programs_new_values)
{
    const auto entries = entries_of(with_entry(
        "after: ready, do: set, values: { hypervisor.scheduler.slice: 5ms, dom1.handler: 3us }"));
    EXPECT_EQ(entries.at(3).action, Action::Set);
    const auto& settings = entries.at(3).settings;
    ASSERT_EQ(settings.size(), 2u);
    EXPECT_EQ(settings[0].domain, Setting::hypervisor);
    EXPECT_EQ(settings[0].row, 3u);
    EXPECT_EQ(settings[0].value, 5'000'000u);
    EXPECT_EQ(settings[1].domain, 0u);
    EXPECT_EQ(settings[1].row, 0u);
    EXPECT_EQ(settings[1].value, 3'000u);
}

TEST(SetAtRunTime, finds_a_domain_in_its_list_too_as_an_override_does)
{
    const auto entries =
        entries_of(with_entry("after: ready, do: set, values: { domains.dom1.handler: 3us }"));
    ASSERT_EQ(entries.at(3).settings.size(), 1u);
    EXPECT_EQ(entries.at(3).settings[0].domain, 0u);
    EXPECT_EQ(entries.at(3).settings[0].value, 3'000u);
}

TEST(SetAtRunTime, refuses_a_fixed_knob_and_says_which_are_not)
{
    EXPECT_ONE_ERROR(with_entry("after: ready, do: set, values: { hypervisor.storm.detect: none }"),
                     "s.yaml:20:40",
                     "'hypervisor.storm.detect' cannot be set while the machine runs; known: "
                     "hypervisor.storm.max_in_flight, hypervisor.scheduler.slice or "
                     "dom1.handler");
    EXPECT_ONE_ERROR(with_entry("after: ready, do: set, values: { dom1.background: always }"),
                     "s.yaml:20:40", "'dom1.background' cannot be set while the machine runs");
}

TEST(SetAtRunTime, refuses_an_unknown_knob)
{
    EXPECT_ONE_ERROR(
        with_entry("after: ready, do: set, values: { hypervisor.scheduler.slize: 1ms }"),
        "s.yaml:20:40",
        "no knob is called 'hypervisor.scheduler.slize'; did you mean "
        "'hypervisor.scheduler.slice'?");
    EXPECT_ONE_ERROR(with_entry("after: ready, do: set, values: { dom7.handler: 1us }"),
                     "s.yaml:20:40", "did you mean 'dom1.handler'?");
    EXPECT_ONE_ERROR(with_entry("after: ready, do: set, values: { dom1: 1us }"), "s.yaml:20:40",
                     "no knob is called 'dom1'");
    EXPECT_ONE_ERROR(with_entry("after: ready, do: set, values: { dom2.handler: 1us }"),
                     "s.yaml:20:40", "no knob is called 'dom2.handler'");
}

TEST(SetAtRunTime, refuses_a_value_that_the_knob_does_not_take)
{
    EXPECT_ONE_ERROR(with_entry("after: ready, do: set, values: { hypervisor.scheduler.slice: 1 }"),
                     "s.yaml:20:68", "needs a unit");
    EXPECT_ONE_ERROR(
        with_entry("after: ready, do: set, values: { hypervisor.storm.max_in_flight: 65 }"),
        "s.yaml:20:72", "must be 1 to 64");
}

TEST(SetAtRunTime, needs_values)
{
    EXPECT_ONE_ERROR(with_entry("after: ready, do: set"), "s.yaml:20:5",
                     "'values' is missing (set needs it)");
    EXPECT_ONE_ERROR(with_entry("after: ready, do: set, values: {}"), "s.yaml:20:38",
                     "'values' names nothing");
    EXPECT_ONE_ERROR(with_entry("after: ready, do: set, values: 3"), "s.yaml:20:38",
                     "'values' is a map");
    EXPECT_ONE_ERROR(with_entry("after: ready, do: mark, label: x, values: { dom1.handler: 1us }"),
                     "s.yaml:20:41", "'values' belongs to do: set");
}

TEST(Overlay, wins_key_by_key_and_the_rest_stays)
{
    const Loaded loaded = with_overlay("limits: { wall_time: 9s }\nplatform: { pes: 4 }\n");
    ASSERT_TRUE(loaded.errors.empty());
    const Scenario& s = loaded.variants[0].scenario;
    EXPECT_EQ(s.soc.pes, 4u);
    EXPECT_EQ(s.wall_limit_s, 9);
    EXPECT_EQ(s.sim_limit_ps, 20'000'000'000u);
}

TEST(Overlay, joins_elements_of_one_name_appends_others_and_replaces_plain_lists)
{
    const Loaded loaded =
        with_overlay("domains: [ { name: dom1, pin: [1] }, { name: dom3, program: compute } ]\n"
                     "expect: [ { id: innocent, at_end: \"dom2.progress >= 2G/s\" } ]\n");
    ASSERT_TRUE(loaded.errors.empty());
    const Scenario& s = loaded.variants[0].scenario;
    ASSERT_EQ(s.soc.domains.size(), 3u);
    EXPECT_EQ(s.soc.domains[0].pins, std::vector<std::uint16_t>{ 1 });
    EXPECT_EQ(s.soc.domains[0].devices.size(), 1u);
    ASSERT_EQ(s.expects.size(), 1u);
    EXPECT_EQ(s.expects[0].value, 2e9);
    EXPECT_EQ(s.expects[0].window, "during");
}

TEST(Overlay, the_later_one_wins_and_values_keep_where_they_come_from)
{
    const std::string folder = fresh_folder();
    write_text(folder + "/a.yaml", "seed: 5\nplatform: { pes: 3 }\n");
    write_text(folder + "/b.yaml", "seed: 6\n");
    const Loaded loaded =
        load_text(good(), { "s.yaml", {}, "", "", { folder + "/a.yaml", folder + "/b.yaml" } },
                  fake_tables());
    ASSERT_TRUE(loaded.errors.empty());
    EXPECT_EQ(loaded.variants[0].scenario.soc.seed, 6u);
    EXPECT_THAT(loaded.variants[0].effective, AllOf(testing::ContainsRegex("seed: 6 +# b.yaml:1"),
                                                    testing::ContainsRegex("pes: 3 +# a.yaml:2")));
}

TEST(Overlay, an_error_in_an_overlay_has_its_place_in_the_overlay)
{
    const auto errors_in = [](const std::string& overlay) {
        std::vector<std::string> messages;
        for (const Problem& problem : with_overlay(overlay).errors.sorted())
            messages.push_back(problem.text());
        return messages;
    };
    EXPECT_THAT(errors_in("platform:\n  pe: 2\n"),
                ElementsAre(AllOf(HasSubstr("more.yaml:2:3: error: unknown key 'pe'"),
                                  HasSubstr("did you mean 'pes'?"))));
    EXPECT_THAT(errors_in("- a\n"), ElementsAre(HasSubstr("an overlay is a map")));
    EXPECT_THAT(errors_in("a: [\n"), testing::SizeIs(1));
}

TEST(Overlay, an_overlay_that_does_not_exist_is_refused)
{
    const Loaded loaded =
        load_text(good(), { "s.yaml", {}, "", "", { "no-such.yaml" } }, fake_tables());
    ASSERT_EQ(loaded.errors.count(), 1u);
    EXPECT_THAT(loaded.errors.sorted()[0].text(), HasSubstr("no-such.yaml: error: "));
}
