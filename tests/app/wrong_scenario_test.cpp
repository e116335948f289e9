// SPDX-License-Identifier: Apache-2.0
// Wrong scenarios: the file as such, keys and values, overrides.
#include "wrong.h"
#include "yaml_tree.h"
#include <filesystem>

using namespace itstorm;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

TEST(Wrong, the_good_one_is_good)
{
    EXPECT_THAT(errors_of(good()), IsEmpty());
}

// ---- the file ----

TEST(Wrong, duplicate_key_is_refused)
{
    EXPECT_ONE_ERROR(with_line(5, "  pes: 2\n  pes: 3"), "s.yaml:6:3",
                     "duplicate key 'pes', first given in line 5");
}

TEST(Wrong, tab_is_refused)
{
    EXPECT_ONE_ERROR(with_line(5, "\tpes: 2"), "s.yaml:5:1", "a tab");
}

TEST(Wrong, tab_behind_a_value_is_refused)
{
    EXPECT_ONE_ERROR(with_line(5, "  pes: 2\t# two"), "s.yaml:5:9", "a tab");
}

TEST(Wrong, anchor_is_refused)
{
    EXPECT_ONE_ERROR(with_line(5, "  pes: &n 2"), "s.yaml:5:8", "anchors");
}

TEST(Wrong, alias_is_refused)
{
    EXPECT_THAT(errors_of(with_line(5, "  pes: &n 2\n  list_registers: *n")),
                ElementsAre(AllOf(StartsWith("s.yaml:5:8: "), HasSubstr("anchors")),
                            AllOf(StartsWith("s.yaml:6:19: "), HasSubstr("aliases"))));
}

TEST(Wrong, tag_is_refused)
{
    EXPECT_ONE_ERROR(with_line(5, "  pes: !!int 2"), "s.yaml:5:8", "tags");
}

TEST(Wrong, two_documents_are_refused)
{
    EXPECT_ONE_ERROR(good() + "---\nscenario: 1\n", "s.yaml:24:1", "a second document");
}

TEST(Wrong, text_that_is_not_utf8_is_refused)
{
    EXPECT_ONE_ERROR(with_line(2, "name: b\xe4se"), "s.yaml:2:8", "not UTF-8");
}

TEST(Wrong, broken_syntax_is_refused)
{
    const auto errors = errors_of(with_line(5, "  pes: [2"));
    ASSERT_EQ(errors.size(), 1u);
    EXPECT_THAT(errors[0], AllOf(StartsWith("s.yaml:"), HasSubstr("not YAML")));
}

TEST(Wrong, empty_file_is_refused)
{
    EXPECT_THAT(errors_of(""), ElementsAre("s.yaml: error: is empty"));
    EXPECT_THAT(errors_of("# nothing but words\n"), ElementsAre("s.yaml: error: is empty"));
}

TEST(Wrong, file_that_is_no_map_is_refused)
{
    EXPECT_ONE_ERROR("- 1\n", "s.yaml:1:1", "a scenario is a map");
}

TEST(Wrong, a_directory_is_refused)
{
    const Loaded loaded = load_scenario({ fresh_folder(), {}, "" }, fake_tables());
    ASSERT_EQ(loaded.errors.sorted().size(), 1u);
    EXPECT_THAT(loaded.errors.sorted()[0].message, HasSubstr("is a directory"));
}

TEST(Wrong, file_that_does_not_exist_is_refused)
{
    const Loaded loaded = load_scenario({ fresh_folder() + "/none.yaml", {}, "" }, fake_tables());
    ASSERT_EQ(loaded.errors.sorted().size(), 1u);
    EXPECT_THAT(loaded.errors.sorted()[0].text(),
                HasSubstr("none.yaml: error: cannot be read: No such file"));
}

TEST(Wrong, other_version_is_refused)
{
    EXPECT_ONE_ERROR(with_line(1, "scenario: 2"), "s.yaml:1:11", "must be 1 to 1");
}

// ---- keys and values ----

TEST(Wrong, misspelt_key_is_refused)
{
    EXPECT_ONE_ERROR(with_line(3, "limits: { sim_tiem: 20ms }"), "s.yaml:3:11",
                     "unknown key 'sim_tiem' in limits; did you mean 'sim_time'?");
}

TEST(Wrong, misspelt_key_in_a_list_is_refused)
{
    EXPECT_ONE_ERROR(with_line(15, "  - { name: dom2, program: compute, pim: [1] }"),
                     "s.yaml:15:37", "unknown key 'pim' in domains[]; did you mean 'pin'?");
}

TEST(Wrong, key_of_another_program_is_refused)
{
    EXPECT_ONE_ERROR(with_line(15, "  - { name: dom2, program: compute, handler: 1us }"),
                     "s.yaml:15:37", "unknown key 'handler'");
}

TEST(Wrong, missing_key_is_refused)
{
    EXPECT_ONE_ERROR(with_line(10, "    - { name: disk0 }"), "s.yaml:10:7", "'bdf' is missing");
}

TEST(Wrong, missing_unit_is_refused)
{
    EXPECT_ONE_ERROR(with_line(3, "limits: { sim_time: 20 }"), "s.yaml:3:21",
                     "needs a unit: ps, ns, us, ms or s");
}

TEST(Wrong, wrong_unit_is_refused)
{
    EXPECT_ONE_ERROR(with_line(7, "    - { name: its0, command_queue: 4us }"), "s.yaml:7:36",
                     "allowed: B, KiB, MiB or GiB");
}

TEST(Wrong, unit_where_a_count_belongs_is_refused)
{
    EXPECT_ONE_ERROR(with_line(5, "  pes: 2us"), "s.yaml:5:8", "this is a plain number");
}

TEST(Wrong, missing_value_is_refused)
{
    EXPECT_ONE_ERROR(with_line(5, "  pes:"), "s.yaml:5:3", "'pes' has no value");
}

TEST(Wrong, scalar_where_a_map_belongs_is_refused)
{
    EXPECT_ONE_ERROR(with_line(3, "limits: 20ms"), "s.yaml:3:9",
                     "'limits' is a map with keys of its own");
}

TEST(Wrong, value_out_of_range_is_refused)
{
    EXPECT_ONE_ERROR(with_line(5, "  pes: 2\n  list_registers: 17"), "s.yaml:6:19",
                     "must be 1 to 16");
}

TEST(Wrong, unknown_choice_is_refused)
{
    EXPECT_ONE_ERROR(with_line(12, "  storm: { detect: inflght }"), "s.yaml:12:20",
                     "one of none or inflight, not 'inflght'; did you mean 'inflight'?");
}

TEST(Wrong, knob_of_the_object_out_of_range_is_refused)
{
    EXPECT_ONE_ERROR(with_line(12, "  storm: { max_in_flight: 65 }"), "s.yaml:12:27",
                     "must be 1 to 64");
}

TEST(Wrong, unknown_knob_of_the_object_is_refused)
{
    EXPECT_ONE_ERROR(with_line(12, "  strom: { detect: none }"), "s.yaml:12:3",
                     "unknown key 'strom' in hypervisor; did you mean 'storm'?");
}

TEST(Wrong, unknown_knob_in_a_group_of_the_object_is_refused)
{
    EXPECT_ONE_ERROR(with_line(12, "  storm: { detct: none }"), "s.yaml:12:12",
                     "did you mean 'detect'?");
}

TEST(Wrong, timing_below_zero_is_refused)
{
    EXPECT_ONE_ERROR(with_line(3, "timing: { table_read: -1 }"), "s.yaml:3:23", "is negative");
}

TEST(Wrong, every_error_is_told_at_once)
{
    std::string text = with_line(3, "limits: { sim_tiem: 20ms, wall_time: 5 }");
    text += "  - { id: second, at_end: \"dom3.progress >= 1G/s\", in: during }\n";
    EXPECT_THAT(errors_of(text), ElementsAre(StartsWith("s.yaml:3:11:"), StartsWith("s.yaml:3:38:"),
                                             StartsWith("s.yaml:24:27:")));
}

// ---- arguments ----

TEST(Wrong, override_that_is_malformed_is_refused)
{
    for (const char* argument : { "pes", "=3", "platform.pes=", "platform..pes=3", ".pes=3" })
        EXPECT_THAT(errors_of(good(), { argument }),
                    ElementsAre(AllOf(StartsWith(std::string("-C ") + argument + ": error: "),
                                      HasSubstr("is written path=value"))))
            << argument;
}
