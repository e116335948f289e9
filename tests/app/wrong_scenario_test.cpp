// Every kind of wrong scenario: exactly one message, at the right place, saying what is allowed or
// meant.
#include "app_support.h"
#include "yaml_tree.h"
#include <filesystem>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace itstorm;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

#define EXPECT_ONE_ERROR(text, place, fragment)                                                    \
    EXPECT_THAT(errors_of(text),                                                                   \
                ElementsAre(AllOf(StartsWith(place ": error: "), HasSubstr(fragment))))

TEST(Wrong, the_good_one_is_good)
{
    EXPECT_THAT(errors_of(good()), IsEmpty());
}

// ---- the file ----

TEST(Wrong, duplicate_key)
{
    EXPECT_ONE_ERROR(with_line(5, "  pes: 2\n  pes: 3"), "s.yaml:6:3",
                     "duplicate key 'pes', first given in line 5");
}

TEST(Wrong, tab)
{
    EXPECT_ONE_ERROR(with_line(5, "\tpes: 2"), "s.yaml:5:1", "a tab");
}

TEST(Wrong, tab_behind_a_value)
{
    EXPECT_ONE_ERROR(with_line(5, "  pes: 2\t# two"), "s.yaml:5:9", "a tab");
}

TEST(Wrong, anchor)
{
    EXPECT_ONE_ERROR(with_line(5, "  pes: &n 2"), "s.yaml:5:8", "anchors");
}

TEST(Wrong, alias)
{
    EXPECT_THAT(errors_of(with_line(5, "  pes: &n 2\n  list_registers: *n")),
                ElementsAre(AllOf(StartsWith("s.yaml:5:8: "), HasSubstr("anchors")),
                            AllOf(StartsWith("s.yaml:6:19: "), HasSubstr("aliases"))));
}

TEST(Wrong, tag)
{
    EXPECT_ONE_ERROR(with_line(5, "  pes: !!int 2"), "s.yaml:5:8", "tags");
}

TEST(Wrong, two_documents)
{
    EXPECT_ONE_ERROR(good() + "---\nscenario: 1\n", "s.yaml:24:1", "a second document");
}

TEST(Wrong, not_utf8)
{
    EXPECT_ONE_ERROR(with_line(2, "name: b\xe4se"), "s.yaml:2:8", "not UTF-8");
}

TEST(Wrong, broken_syntax)
{
    const auto errors = errors_of(with_line(5, "  pes: [2"));
    ASSERT_EQ(errors.size(), 1u);
    EXPECT_THAT(errors[0], AllOf(StartsWith("s.yaml:"), HasSubstr("not YAML")));
}

TEST(Wrong, empty)
{
    EXPECT_THAT(errors_of(""), ElementsAre("s.yaml: error: is empty"));
    EXPECT_THAT(errors_of("# nothing but words\n"), ElementsAre("s.yaml: error: is empty"));
}

TEST(Wrong, not_a_map)
{
    EXPECT_ONE_ERROR("- 1\n", "s.yaml:1:1", "a scenario is a map");
}

TEST(Wrong, a_directory)
{
    const Loaded loaded = load_scenario({ fresh_folder(), {}, "" }, fake_tables());
    ASSERT_EQ(loaded.errors.sorted().size(), 1u);
    EXPECT_THAT(loaded.errors.sorted()[0].message, HasSubstr("is a directory"));
}

TEST(Wrong, no_such_file)
{
    const Loaded loaded = load_scenario({ fresh_folder() + "/none.yaml", {}, "" }, fake_tables());
    ASSERT_EQ(loaded.errors.sorted().size(), 1u);
    EXPECT_THAT(loaded.errors.sorted()[0].text(), HasSubstr("none.yaml: error: no such file"));
}

TEST(Wrong, other_version)
{
    EXPECT_ONE_ERROR(with_line(1, "scenario: 2"), "s.yaml:1:11", "must be 1 to 1");
}

// ---- keys and values ----

TEST(Wrong, misspelt_key)
{
    EXPECT_ONE_ERROR(with_line(3, "limits: { sim_tiem: 20ms }"), "s.yaml:3:11",
                     "unknown key 'sim_tiem' in limits; did you mean 'sim_time'?");
}

TEST(Wrong, misspelt_key_in_a_list)
{
    EXPECT_ONE_ERROR(with_line(15, "  - { name: dom2, program: compute, pim: [1] }"),
                     "s.yaml:15:37", "unknown key 'pim' in domains[]; did you mean 'pin'?");
}

TEST(Wrong, key_of_another_program)
{
    EXPECT_ONE_ERROR(with_line(15, "  - { name: dom2, program: compute, handler: 1us }"),
                     "s.yaml:15:37", "unknown key 'handler'");
}

TEST(Wrong, missing_key)
{
    EXPECT_ONE_ERROR(with_line(10, "    - { name: disk0 }"), "s.yaml:10:7", "'bdf' is missing");
}

TEST(Wrong, missing_unit)
{
    EXPECT_ONE_ERROR(with_line(3, "limits: { sim_time: 20 }"), "s.yaml:3:21",
                     "needs a unit: ps, ns, us, ms or s");
}

TEST(Wrong, wrong_unit)
{
    EXPECT_ONE_ERROR(with_line(7, "    - { name: its0, command_queue: 4us }"), "s.yaml:7:36",
                     "allowed: B, KiB, MiB or GiB");
}

TEST(Wrong, unit_where_a_count_belongs)
{
    EXPECT_ONE_ERROR(with_line(5, "  pes: 2us"), "s.yaml:5:8", "this is a plain number");
}

TEST(Wrong, missing_value)
{
    EXPECT_ONE_ERROR(with_line(5, "  pes:"), "s.yaml:5:3", "'pes' has no value");
}

TEST(Wrong, scalar_where_a_map_belongs)
{
    EXPECT_ONE_ERROR(with_line(3, "limits: 20ms"), "s.yaml:3:9",
                     "'limits' is a map with keys of its own");
}

TEST(Wrong, out_of_range)
{
    EXPECT_ONE_ERROR(with_line(5, "  pes: 2\n  list_registers: 17"), "s.yaml:6:19",
                     "must be 1 to 16");
}

TEST(Wrong, unknown_choice)
{
    EXPECT_ONE_ERROR(with_line(12, "  storm: { detect: inflght }"), "s.yaml:12:20",
                     "one of none or inflight, not 'inflght'; did you mean 'inflight'?");
}

TEST(Wrong, knob_of_the_object_out_of_range)
{
    EXPECT_ONE_ERROR(with_line(12, "  storm: { max_in_flight: 65 }"), "s.yaml:12:27",
                     "must be 1 to 64");
}

TEST(Wrong, unknown_knob_of_the_object)
{
    EXPECT_ONE_ERROR(with_line(12, "  strom: { detect: none }"), "s.yaml:12:3",
                     "unknown key 'strom' in hypervisor; did you mean 'storm'?");
}

TEST(Wrong, unknown_knob_in_a_group_of_the_object)
{
    EXPECT_ONE_ERROR(with_line(12, "  storm: { detct: none }"), "s.yaml:12:12",
                     "did you mean 'detect'?");
}

TEST(Wrong, timing_below_zero)
{
    EXPECT_ONE_ERROR(with_line(3, "timing: { table_read: -1 }"), "s.yaml:3:23", "is not a number");
}

TEST(Wrong, every_error_at_once)
{
    std::string text = with_line(3, "limits: { sim_tiem: 20ms, wall_time: 5 }");
    text += "  - { id: second, at_end: \"dom3.progress >= 1G/s\", in: during }\n";
    EXPECT_THAT(errors_of(text), ElementsAre(StartsWith("s.yaml:3:11:"), StartsWith("s.yaml:3:38:"),
                                             StartsWith("s.yaml:24:27:")));
}

// ---- the machine ----

TEST(Wrong, no_pes)
{
    EXPECT_ONE_ERROR(with_line(5, "  pes: 0"), "s.yaml:5:8", "must be 1 to 512");
}

TEST(Wrong, no_vcpus)
{
    EXPECT_ONE_ERROR(with_line(15, "  - { name: dom2, program: compute, vcpus: 0 }"),
                     "s.yaml:15:44", "must be 1 to 64");
}

TEST(Wrong, no_vectors)
{
    EXPECT_ONE_ERROR(with_line(10, "    - { name: disk0, bdf: \"0000:02:00.0\", vectors: 0 }"),
                     "s.yaml:10:52", "must be 1 to 2048");
}

TEST(Wrong, too_many_vectors)
{
    EXPECT_ONE_ERROR(with_line(10, "    - { name: disk0, bdf: \"0000:02:00.0\", vectors: 2049 }"),
                     "s.yaml:10:52", "must be 1 to 2048");
}

TEST(Wrong, more_vectors_than_events)
{
    EXPECT_ONE_ERROR(with_line(7, "    - { name: its0, event_bits: 4 }"), "s.yaml:10:7",
                     "do not fit the event_bits 4 of its0");
}

TEST(Wrong, queue_not_a_multiple_of_4KiB)
{
    EXPECT_ONE_ERROR(with_line(7, "    - { name: its0, command_queue: 6KiB }"), "s.yaml:7:36",
                     "multiple of 4KiB");
}

TEST(Wrong, queue_over_1MiB)
{
    EXPECT_ONE_ERROR(with_line(7, "    - { name: its0, command_queue: 2MiB }"), "s.yaml:7:36",
                     "must be 4KiB to 1MiB");
}

TEST(Wrong, no_its)
{
    EXPECT_ONE_ERROR(with_line(7, "    []"), "s.yaml:7:5", "there is no ITS");
}

TEST(Wrong, devices_of_one_domain_on_two_its)
{
    std::string text = with_line(7, "    [{ name: its0 }, { name: its1 }]");
    const std::string before = "devices: [nic0]", after = "devices: [nic0, disk0]";
    text.replace(text.find(before), before.size(), after);
    const auto errors = errors_of(text, { "disk0.its=its1" });
    ASSERT_EQ(errors.size(), 1u);
    EXPECT_EQ(errors[0].find("s.yaml:14:"), 0u) << errors[0];
    EXPECT_NE(errors[0].find("'disk0' is on its1, but 'nic0' is on its0"), std::string::npos)
        << errors[0];
}

TEST(Wrong, unknown_its)
{
    EXPECT_ONE_ERROR(with_line(10, "    - { name: disk0, bdf: \"0000:02:00.0\", its: its1 }"),
                     "s.yaml:10:48", "unknown ITS 'its1'; did you mean 'its0'?");
}

TEST(Wrong, unknown_device)
{
    EXPECT_ONE_ERROR(with_line(15, "  - { name: dom2, program: compute, devices: [disk1] }"),
                     "s.yaml:15:47", "unknown device 'disk1'; did you mean 'disk0'?");
}

TEST(Wrong, duplicate_device_name)
{
    EXPECT_ONE_ERROR(with_line(10, "    - { name: nic0, bdf: \"0000:02:00.0\" }"), "s.yaml:10:15",
                     "duplicate name 'nic0', first given in line 9");
}

TEST(Wrong, duplicate_bdf)
{
    EXPECT_ONE_ERROR(with_line(10, "    - { name: disk0, bdf: \"01:00.0\" }"), "s.yaml:10:27",
                     "duplicate BDF 01:00.0, first given in line 9");
}

TEST(Wrong, misshapen_bdf)
{
    EXPECT_ONE_ERROR(with_line(10, "    - { name: disk0, bdf: \"2:0.0\" }"), "s.yaml:10:27",
                     "is written \"0000:01:00.0\"");
    EXPECT_ONE_ERROR(with_line(10, "    - { name: disk0, bdf: \"0001:02:00.0\" }"), "s.yaml:10:27",
                     "segment");
    EXPECT_ONE_ERROR(with_line(10, "    - { name: disk0, bdf: \"0000:02:20.0\" }"), "s.yaml:10:27",
                     "device above 1f");
}

TEST(Wrong, device_in_two_domains)
{
    EXPECT_ONE_ERROR(with_line(15, "  - { name: dom2, program: compute, devices: [nic0] }"),
                     "s.yaml:15:47", "device 'nic0' already belongs to domain 'dom1'");
}

TEST(Wrong, device_id_beyond_the_device_bits_of_the_its)
{
    EXPECT_ONE_ERROR(with_line(7, "    - { name: its0, device_bits: 9 }"), "s.yaml:10:27",
                     "DeviceID 0x200 needs 10 bits, but its0 has device_bits 9");
}

TEST(Wrong, unknown_link)
{
    EXPECT_ONE_ERROR(with_line(10, "    - { name: disk0, bdf: \"0000:02:00.0\", link: gen3x3 }"),
                     "s.yaml:10:49", "such as gen3x4");
}

TEST(Wrong, pin_to_a_missing_pe)
{
    EXPECT_ONE_ERROR(with_line(15, "  - { name: dom2, program: compute, pin: [2] }"),
                     "s.yaml:15:43", "there is no PE 2, only 0 to 1");
}

TEST(Wrong, pin_of_another_length)
{
    EXPECT_ONE_ERROR(with_line(15, "  - { name: dom2, program: compute, vcpus: 2, pin: [1] }"),
                     "s.yaml:15:52", "'pin' has length 1, 'vcpus' is 2");
}

TEST(Wrong, unknown_program)
{
    EXPECT_ONE_ERROR(
        with_line(14,
                  "  - { name: dom1, program: linus, devices: [nic0], pin: [0], handler: 2us }"),
        "s.yaml:14:28", "unknown program 'linus'; known: linux or compute; did you mean 'linux'?");
}

TEST(Wrong, name_of_the_machine_itself)
{
    EXPECT_THAT(errors_of(with_line(10, "    - { name: pe0, bdf: \"0000:02:00.0\" }")),
                ElementsAre(AllOf(StartsWith("s.yaml:10:15: "),
                                  HasSubstr("is taken by the machine itself"))));
}

TEST(Wrong, more_memory_than_there_is)
{
    EXPECT_ONE_ERROR(with_line(15, "  - { name: dom2, program: compute, ram: 4GiB }"),
                     "s.yaml:14:3", "leaves nothing");
}

// ---- the timeline ----

TEST(Wrong, undefined_label)
{
    EXPECT_ONE_ERROR(
        with_line(19, "  - { after: strom, do: storm.stop, device: nic0, label: calm }"),
        "s.yaml:19:14", "undefined label 'strom'; did you mean 'storm'?");
}

TEST(Wrong, undefined_label_of_a_window)
{
    EXPECT_ONE_ERROR(with_line(21, "  - { name: during, from: storm, to: clam }"), "s.yaml:21:38",
                     "did you mean 'calm'?");
}

TEST(Wrong, duplicate_label)
{
    EXPECT_ONE_ERROR(with_line(19,
                               "  - { after: storm, do: storm.stop, device: nic0, label: storm }\n"
                               "  - { after: storm, delay: 1ms, do: mark, label: calm }"),
                     "s.yaml:19:58", "duplicate label 'storm', first given in line 18");
}

TEST(Wrong, cyclic_labels)
{
    EXPECT_ONE_ERROR(
        with_line(
            18,
            "  - { after: calm, do: storm.start, device: nic0, pattern: line_rate, label: storm }"),
        "s.yaml:18:14", "cyclic labels: storm after calm after storm");
}

TEST(Wrong, label_after_itself)
{
    EXPECT_ONE_ERROR(with_line(17, "  - { after: ready, do: mark, label: ready }"), "s.yaml:17:14",
                     "cyclic labels: ready after ready");
}

TEST(Wrong, window_that_ends_before_it_starts)
{
    EXPECT_ONE_ERROR(with_line(21, "  - { name: during, from: calm, to: storm }"), "s.yaml:21:37",
                     "window 'during' ends before it starts: 'storm' is not after 'calm'");
}

TEST(Wrong, window_without_length)
{
    EXPECT_ONE_ERROR(with_line(21, "  - { name: during, from: calm, to: calm }"), "s.yaml:21:37",
                     "has no length");
}

TEST(Wrong, no_moment_or_two)
{
    EXPECT_ONE_ERROR(with_line(17, "  - { do: mark, label: ready }"), "s.yaml:17:5",
                     "one of 'at', 'when' and 'after'");
    EXPECT_ONE_ERROR(
        with_line(19, "  - { at: 1s, after: storm, do: storm.stop, device: nic0, label: calm }"),
        "s.yaml:19:5", "one of 'at', 'when' and 'after'");
}

TEST(Wrong, key_of_another_action)
{
    EXPECT_ONE_ERROR(with_line(19, "  - { after: storm, delay: 2ms, do: storm.stop, device: nic0, "
                                   "vectors: 0, label: calm }"),
                     "s.yaml:19:63",
                     "'vectors' belongs to do: storm.start or msi.send, not to storm.stop");
}

TEST(Wrong, action_without_its_device)
{
    EXPECT_ONE_ERROR(with_line(19, "  - { after: storm, delay: 2ms, do: storm.stop, label: calm }"),
                     "s.yaml:19:5", "'device' is missing (storm.stop needs it)");
}

TEST(Wrong, pattern_without_its_rate)
{
    EXPECT_ONE_ERROR(
        with_line(
            18,
            "  - { after: ready, do: storm.start, device: nic0, pattern: poisson, label: storm }"),
        "s.yaml:18:5", "'rate' is missing (pattern poisson needs it)");
}

TEST(Wrong, vector_that_the_device_does_not_have)
{
    EXPECT_ONE_ERROR(with_line(18, "  - { after: ready, do: storm.start, device: nic0, pattern: "
                                   "line_rate, vectors: [0, 16], label: storm }"),
                     "s.yaml:18:81", "nic0 has vectors 0 to 15, not 16");
}

TEST(Wrong, line_rate_without_a_link)
{
    EXPECT_ONE_ERROR(
        with_line(9, "    - { name: nic0, bdf: \"0000:01:00.0\", vectors: 16, link: \"off\" }"),
        "s.yaml:18:73", "nic0 has link: off");
}

TEST(Wrong, condition_that_is_none)
{
    EXPECT_ONE_ERROR(with_line(17, "  - { when: \"all_guests.ready\", do: mark, label: ready }"),
                     "s.yaml:17:13", "'when' is written \"statistic op quantity\"");
}

TEST(Wrong, condition_on_a_duration)
{
    EXPECT_ONE_ERROR(with_line(17, "  - { when: \"pe0.irq_loop == 1\", do: mark, label: ready }"),
                     "s.yaml:17:13", "neither a level nor a counter");
}

// ---- expectations ----

TEST(Wrong, unknown_statistic)
{
    EXPECT_ONE_ERROR(
        with_line(23, "  - { id: innocent, at_end: \"dom2.progres >= 1G/s\", in: during }"),
        "s.yaml:23:29", "unknown statistic 'dom2.progres'; did you mean 'dom2.progress'?");
}

TEST(Wrong, statistic_without_its_suffix)
{
    EXPECT_ONE_ERROR(with_line(23, "  - { id: innocent, at_end: \"pe0.irq_loop <= 1us\" }"),
                     "s.yaml:23:29", "'pe0.irq_loop' is a duration: add .count, mean");
}

TEST(Wrong, unknown_suffix)
{
    EXPECT_ONE_ERROR(with_line(23, "  - { id: innocent, at_end: \"pe0.irq_loop.p98 <= 1us\" }"),
                     "s.yaml:23:29", "did you mean 'p90'?");
}

TEST(Wrong, wrong_unit_in_an_expectation)
{
    EXPECT_ONE_ERROR(
        with_line(23, "  - { id: innocent, at_end: \"pe0.irq_loop.max <= 1KiB\" }"), "s.yaml:23:29",
        "the limit of 'pe0.irq_loop.max': '1KiB' has the unit 'KiB'; allowed: ps, ns, us, ms or s");
}

TEST(Wrong, missing_unit_in_an_expectation)
{
    EXPECT_ONE_ERROR(with_line(23, "  - { id: innocent, at_end: \"pe0.irq_loop.max <= 1\" }"),
                     "s.yaml:23:29", "needs a unit");
}

TEST(Wrong, other_things_counted)
{
    EXPECT_ONE_ERROR(
        with_line(23, "  - { id: innocent, at_end: \"its0.cmdq.occupancy.max <= 3 LPIs\" }"),
        "s.yaml:23:29", "this is counted in commands");
}

TEST(Wrong, count_where_a_window_gives_a_rate)
{
    EXPECT_ONE_ERROR(
        with_line(23, "  - { id: innocent, at_end: \"dom2.progress >= 100\", in: during }"),
        "s.yaml:23:29", "needs a unit: /s, k/s, M/s or G/s");
}

TEST(Wrong, unknown_window)
{
    EXPECT_ONE_ERROR(
        with_line(23, "  - { id: innocent, at_end: \"dom2.progress >= 1G/s\", in: durign }"),
        "s.yaml:23:58", "unknown window 'durign'; did you mean 'during'?");
}

TEST(Wrong, window_compared_with_the_whole_run)
{
    EXPECT_ONE_ERROR(
        with_line(
            23,
            "  - { id: innocent, at_end: \"dom2.progress >= 90%\", in: during, relative_to: run }"),
        "s.yaml:23:78", "compare window with window");
}

TEST(Wrong, within_without_until)
{
    EXPECT_ONE_ERROR(with_line(23, "  - { id: innocent, within: 1ms, of: calm }"), "s.yaml:23:5",
                     "'until' is missing");
}

TEST(Wrong, within_of_an_undefined_label)
{
    EXPECT_ONE_ERROR(with_line(23, "  - { id: innocent, within: 1ms, of: clam, until: "
                                   "\"its0.cmdq.occupancy == 0 commands\" }"),
                     "s.yaml:23:38", "undefined label 'clam'; did you mean 'calm'?");
}

// ---- arguments ----

TEST(Wrong, override_that_is_malformed)
{
    for (const char* argument : { "pes", "=3", "platform.pes=", "platform..pes=3", ".pes=3" })
        EXPECT_THAT(errors_of(good(), { argument }),
                    ElementsAre(AllOf(StartsWith(std::string("-C ") + argument + ": error: "),
                                      HasSubstr("is written path=value"))))
            << argument;
}

// ---- orders ----

// Line 18; the keys begin in column 33.
static std::string ordering(const std::string& keys)
{
    return with_line(18, "  - { at: 1us, do: guest.order, " + keys + ", label: storm }");
}

TEST(Wrong, unknown_order)
{
    EXPECT_ONE_ERROR(ordering("domain: dom1, order: brust"), "s.yaml:18:54",
                     "program linux knows no order 'brust'; known: quiet or burst; did you mean "
                     "'burst'?");
}

TEST(Wrong, order_by_number)
{
    EXPECT_ONE_ERROR(ordering("domain: dom1, order: 1"), "s.yaml:18:54", "begins with a letter");
}

TEST(Wrong, order_to_a_program_that_takes_none)
{
    EXPECT_ONE_ERROR(ordering("domain: dom2, order: burst"), "s.yaml:18:54",
                     "program compute takes no orders");
}

TEST(Wrong, order_to_an_unknown_domain)
{
    EXPECT_ONE_ERROR(ordering("domain: dom3, order: burst, args: { commands: 0 }"), "s.yaml:18:41",
                     "unknown domain 'dom3'");
}

TEST(Wrong, order_to_an_unknown_program_is_said_once_at_the_domain)
{
    std::string text = ordering("domain: dom2, order: burst, args: { commands: 7 }");
    text.replace(text.find("compute"), 7, "computer");
    EXPECT_ONE_ERROR(text, "s.yaml:15:28", "unknown program 'computer'");
}

TEST(Wrong, order_without_domain_or_name)
{
    EXPECT_ONE_ERROR(ordering("order: burst"), "s.yaml:18:5",
                     "'domain' is missing (guest.order needs it)");
    EXPECT_ONE_ERROR(ordering("domain: dom1"), "s.yaml:18:5",
                     "'order' is missing (guest.order needs it)");
}

TEST(Wrong, vcpu_that_the_domain_does_not_have)
{
    EXPECT_ONE_ERROR(ordering("domain: dom1, order: quiet, vcpu: 1"), "s.yaml:18:67",
                     "there is no vCPU 1 in dom1, only 0 to 0");
}

TEST(Wrong, unknown_argument)
{
    EXPECT_ONE_ERROR(ordering("domain: dom1, order: burst, args: { comands: 7 }"), "s.yaml:18:69",
                     "unknown key 'comands' in timeline[].args; did you mean 'commands'?");
}

TEST(Wrong, argument_out_of_range)
{
    EXPECT_ONE_ERROR(ordering("domain: dom1, order: burst, args: { commands: 2048 }"),
                     "s.yaml:18:79", "'commands' is 2048, but must be 1 to 2047");
}

TEST(Wrong, argument_without_unit_or_with_the_wrong_one)
{
    EXPECT_ONE_ERROR(ordering("domain: dom1, order: burst, args: { pause: 5 }"), "s.yaml:18:76",
                     "needs a unit");
    EXPECT_ONE_ERROR(ordering("domain: dom1, order: burst, args: { pause: 5KiB }"), "s.yaml:18:76",
                     "'pause' is wrong");
}

TEST(Wrong, argument_that_is_none_of_the_choices)
{
    EXPECT_ONE_ERROR(ordering("domain: dom1, order: burst, args: { kind: invall_ }"),
                     "s.yaml:18:75", "is one of inv or invall, not 'invall_'");
}

TEST(Wrong, arguments_as_a_list)
{
    EXPECT_ONE_ERROR(ordering("domain: dom1, order: burst, args: [100]"), "s.yaml:18:67",
                     "'args' is a map with keys of its own: commands, pause or kind");
}

TEST(Wrong, arguments_of_an_order_without_any)
{
    EXPECT_ONE_ERROR(ordering("domain: dom1, order: quiet, args: { commands: 7 }"), "s.yaml:18:61",
                     "order 'quiet' takes no args");
}

TEST(Wrong, arguments_of_something_else_than_an_order)
{
    EXPECT_ONE_ERROR(
        with_line(18, "  - { at: 1us, do: mark, label: storm, args: { commands: 7 } }"),
        "s.yaml:18:40", "'args' belongs to do: guest.order, not to mark");
}

TEST(Wrong, override_of_nothing)
{
    EXPECT_THAT(
        errors_of(good(), { "nic1.link=gen3x1" }),
        ElementsAre("-C nic1.link=gen3x1: error: nothing is called 'nic1'; did you mean 'nic0'?"));
}

TEST(Wrong, override_of_an_unknown_key)
{
    EXPECT_THAT(errors_of(good(), { "timing.tabel_read=50" }),
                ElementsAre("-C timing.tabel_read=50: error: unknown key 'tabel_read' in timing; "
                            "did you mean 'table_read'?"));
}

TEST(Wrong, override_out_of_range)
{
    EXPECT_THAT(errors_of(good(), { "its0.command_queue=5KiB" }),
                ElementsAre(HasSubstr("must be a multiple of 4KiB")));
}

TEST(Wrong, override_without_unit)
{
    EXPECT_THAT(errors_of(good(), { "dom1.handler=5" }),
                ElementsAre(AllOf(StartsWith("-C dom1.handler=5: "), HasSubstr("needs a unit"))));
}

TEST(Wrong, unknown_variant_argument)
{
    EXPECT_THAT(
        errors_of(good() + "variants: { fair: {}, storm: {} }\n", {}, "fiar"),
        ElementsAre(
            "--variant fiar: error: no such variant; known: fair or storm; did you mean 'fair'?"));
}

TEST(Wrong, unknown_variant_in_only)
{
    EXPECT_ONE_ERROR(
        with_line(
            23,
            "  - { id: innocent, at_end: \"dom2.progress >= 1G/s\", in: during, only: [fiar] }") +
            "variants: { fair: {} }\n",
        "s.yaml:23:73", "unknown variant 'fiar'; did you mean 'fair'?");
}

TEST(Wrong, unknown_variant_in_a_reference)
{
    EXPECT_ONE_ERROR(with_line(23, "  - { id: innocent, at_end: \"dom2.progress >= 90%\", in: "
                                   "during, relative_to: fiar/during }") +
                         "variants: { fair: {} }\n",
                     "s.yaml:23:78", "unknown variant 'fiar'; did you mean 'fair'?");
}

TEST(Wrong, value_of_one_variant_stands_at_its_place_and_names_the_variant)
{
    EXPECT_THAT(errors_of(good() + "variants:\n  a: {}\n  b: { dom1.handler: 5 }\n"),
                ElementsAre(AllOf(StartsWith("s.yaml:26:22: "), HasSubstr("needs a unit"),
                                  HasSubstr("(in variant b)"))));
}
