// SPDX-License-Identifier: Apache-2.0
// Wrong scenarios: the timeline, windows, and expectations.
#include "wrong.h"

using namespace itstorm;

// ---- the timeline ----

TEST(Wrong, undefined_label_is_refused)
{
    EXPECT_ONE_ERROR(
        with_line(19, "  - { after: strom, do: storm.stop, device: nic0, label: calm }"),
        "s.yaml:19:14", "undefined label 'strom'; did you mean 'storm'?");
}

TEST(Wrong, undefined_label_of_a_window_is_refused)
{
    EXPECT_ONE_ERROR(with_line(21, "  - { name: during, from: storm, to: clam }"), "s.yaml:21:38",
                     "did you mean 'calm'?");
}

TEST(Wrong, duplicate_label_is_refused)
{
    EXPECT_ONE_ERROR(with_line(19,
                               "  - { after: storm, do: storm.stop, device: nic0, label: storm }\n"
                               "  - { after: storm, delay: 1ms, do: mark, label: calm }"),
                     "s.yaml:19:58", "duplicate label 'storm', first given in line 18");
}

TEST(Wrong, cyclic_labels_are_refused)
{
    EXPECT_ONE_ERROR(
        with_line(
            18,
            "  - { after: calm, do: storm.start, device: nic0, pattern: line_rate, label: storm }"),
        "s.yaml:18:14", "cyclic labels: storm after calm after storm");
}

TEST(Wrong, label_after_itself_is_refused)
{
    EXPECT_ONE_ERROR(with_line(17, "  - { after: ready, do: mark, label: ready }"), "s.yaml:17:14",
                     "cyclic labels: ready after ready");
}

TEST(Wrong, window_that_ends_before_it_starts_is_refused)
{
    EXPECT_ONE_ERROR(with_line(21, "  - { name: during, from: calm, to: storm }"), "s.yaml:21:37",
                     "window 'during' ends before it starts: 'storm' is not after 'calm'");
}

TEST(Wrong, window_without_length_is_refused)
{
    EXPECT_ONE_ERROR(with_line(21, "  - { name: during, from: calm, to: calm }"), "s.yaml:21:37",
                     "has no length");
}

TEST(Wrong, entry_with_no_moment_or_two_is_refused)
{
    EXPECT_ONE_ERROR(with_line(17, "  - { do: mark, label: ready }"), "s.yaml:17:5",
                     "one of 'at', 'when' and 'after'");
    EXPECT_ONE_ERROR(
        with_line(19, "  - { at: 1s, after: storm, do: storm.stop, device: nic0, label: calm }"),
        "s.yaml:19:5", "one of 'at', 'when' and 'after'");
}

TEST(Wrong, key_of_another_action_is_refused)
{
    EXPECT_ONE_ERROR(with_line(19, "  - { after: storm, delay: 2ms, do: storm.stop, device: nic0, "
                                   "vectors: 0, label: calm }"),
                     "s.yaml:19:63",
                     "'vectors' belongs to do: storm.start or msi.send, not to storm.stop");
}

TEST(Wrong, action_without_its_device_is_refused)
{
    EXPECT_ONE_ERROR(with_line(19, "  - { after: storm, delay: 2ms, do: storm.stop, label: calm }"),
                     "s.yaml:19:5", "'device' is missing (storm.stop needs it)");
}

TEST(Wrong, pattern_without_its_rate_is_refused)
{
    EXPECT_ONE_ERROR(
        with_line(
            18,
            "  - { after: ready, do: storm.start, device: nic0, pattern: poisson, label: storm }"),
        "s.yaml:18:5", "'rate' is missing (pattern poisson needs it)");
}

TEST(Wrong, vector_that_the_device_does_not_have_is_refused)
{
    EXPECT_ONE_ERROR(with_line(18, "  - { after: ready, do: storm.start, device: nic0, pattern: "
                                   "line_rate, vectors: [0, 16], label: storm }"),
                     "s.yaml:18:81", "nic0 has vectors 0 to 15, not 16");
}

TEST(Wrong, unknown_device_is_one_error_whatever_its_vectors)
{
    EXPECT_ONE_ERROR(with_line(18, "  - { after: ready, do: storm.start, device: nosuch, pattern: "
                                   "line_rate, vectors: [0, 16], label: storm }"),
                     "s.yaml:18:46", "unknown device 'nosuch'");
}

TEST(Wrong, line_rate_without_a_link_is_refused)
{
    EXPECT_ONE_ERROR(
        with_line(9, "    - { name: nic0, bdf: \"0000:01:00.0\", vectors: 16, link: \"off\" }"),
        "s.yaml:18:73", "nic0 has link: off");
}

TEST(Wrong, condition_that_is_none_is_refused)
{
    EXPECT_ONE_ERROR(with_line(17, "  - { when: \"all_guests.ready\", do: mark, label: ready }"),
                     "s.yaml:17:13", "'when' is written \"statistic op quantity\"");
}

TEST(Wrong, condition_on_a_duration_is_refused)
{
    EXPECT_ONE_ERROR(with_line(17, "  - { when: \"pe0.irq_loop == 1\", do: mark, label: ready }"),
                     "s.yaml:17:13", "neither a level nor a counter");
}

// ---- expectations ----

TEST(Wrong, unknown_statistic_is_refused)
{
    EXPECT_ONE_ERROR(
        with_line(23, "  - { id: innocent, at_end: \"dom2.progres >= 1G/s\", in: during }"),
        "s.yaml:23:29", "unknown statistic 'dom2.progres'; did you mean 'dom2.progress'?");
}

TEST(Wrong, statistic_without_its_suffix_is_refused)
{
    EXPECT_ONE_ERROR(with_line(23, "  - { id: innocent, at_end: \"pe0.irq_loop <= 1us\" }"),
                     "s.yaml:23:29", "'pe0.irq_loop' is a duration: add .count, mean");
}

TEST(Wrong, unknown_suffix_is_refused)
{
    EXPECT_ONE_ERROR(with_line(23, "  - { id: innocent, at_end: \"pe0.irq_loop.p98 <= 1us\" }"),
                     "s.yaml:23:29", "did you mean 'p90'?");
}

TEST(Wrong, wrong_unit_in_an_expectation_is_refused)
{
    EXPECT_ONE_ERROR(
        with_line(23, "  - { id: innocent, at_end: \"pe0.irq_loop.max <= 1KiB\" }"), "s.yaml:23:29",
        "the limit of 'pe0.irq_loop.max': '1KiB' has the unit 'KiB'; allowed: ps, ns, us, ms or s");
}

TEST(Wrong, missing_unit_in_an_expectation_is_refused)
{
    EXPECT_ONE_ERROR(with_line(23, "  - { id: innocent, at_end: \"pe0.irq_loop.max <= 1\" }"),
                     "s.yaml:23:29", "needs a unit");
}

TEST(Wrong, limit_that_counts_other_things_is_refused)
{
    EXPECT_ONE_ERROR(
        with_line(23, "  - { id: innocent, at_end: \"its0.cmdq.occupancy.max <= 3 LPIs\" }"),
        "s.yaml:23:29", "this is counted in commands");
}

TEST(Wrong, count_where_a_window_gives_a_rate_is_refused)
{
    EXPECT_ONE_ERROR(
        with_line(23, "  - { id: innocent, at_end: \"dom2.progress >= 100\", in: during }"),
        "s.yaml:23:29", "needs a unit: /s, k/s, M/s or G/s");
}

TEST(Wrong, unknown_window_is_refused)
{
    EXPECT_ONE_ERROR(
        with_line(23, "  - { id: innocent, at_end: \"dom2.progress >= 1G/s\", in: durign }"),
        "s.yaml:23:58", "unknown window 'durign'; did you mean 'during'?");
}

TEST(Wrong, window_compared_with_the_whole_run_is_refused)
{
    EXPECT_ONE_ERROR(
        with_line(
            23,
            "  - { id: innocent, at_end: \"dom2.progress >= 90%\", in: during, relative_to: run }"),
        "s.yaml:23:78", "compare window with window");
}

TEST(Wrong, within_without_until_is_refused)
{
    EXPECT_ONE_ERROR(with_line(23, "  - { id: innocent, within: 1ms, of: calm }"), "s.yaml:23:5",
                     "'until' is missing");
}

TEST(Wrong, within_of_an_undefined_label_is_refused)
{
    EXPECT_ONE_ERROR(with_line(23, "  - { id: innocent, within: 1ms, of: clam, until: "
                                   "\"its0.cmdq.occupancy == 0 commands\" }"),
                     "s.yaml:23:38", "undefined label 'clam'; did you mean 'calm'?");
}
