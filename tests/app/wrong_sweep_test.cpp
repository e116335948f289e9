// SPDX-License-Identifier: Apache-2.0
// Sweeps that are refused before a point runs.
#include "sweep_support.h"
#include <filesystem>
#include <gtest/gtest.h>

using namespace itstorm;

namespace fs = std::filesystem;

TEST(WrongSweepRun, a_scenario_without_one_is_refused)
{
    const Options options = sweep_of(fresh_folder(), "");
    expect_refused(options, "s.yaml: error: has no section 'sweep'");
    EXPECT_FALSE(fs::exists(options.out));
}

TEST(WrongSweepRun, nothing_runs_if_a_value_of_an_axis_is_wrong)
{
    const Options options = sweep_of(
        fresh_folder(), "sweep:\n  axes:\n    - hypervisor.storm.detect: [none, inflihgt]\n");
    expect_refused(options, "s.yaml:26:39: error: 'detect' is one of none or inflight, not "
                            "'inflihgt'; did you mean 'inflight'?");
    EXPECT_FALSE(fs::exists(options.out));
}

TEST(WrongSweepRun, an_axis_with_an_unknown_path_is_refused)
{
    expect_refused(sweep_of(fresh_folder(), "sweep:\n  axes:\n    - nic.vectors: [1, 2]\n"),
                   "s.yaml:26:21: error: nothing is called 'nic'; did you mean 'nic0'? (at "
                   "nic.vectors=1)");
}

TEST(WrongSweepRun, an_axis_and_an_argument_exclude_each_other)
{
    Options options = sweep_of(fresh_folder());
    options.overrides = { "hypervisor.storm.detect=none" };
    expect_refused(options, "'hypervisor.storm.detect' is an axis of the sweep");
}

TEST(WrongSweepRun, an_axis_and_an_argument_that_spells_it_otherwise_exclude_each_other)
{
    Options options = sweep_of(fresh_folder());
    options.overrides = { "hypervisor.storm={detect: none}" };
    expect_refused(options, "'hypervisor.storm.detect' is an axis of the sweep");
}

TEST(WrongSweepRun, a_preset_as_axis_and_as_argument_exclude_each_other)
{
    const std::string folder = fresh_folder();
    Options options = sweep_of(folder, over_presets);
    options.preset = "low";
    const Ran ran = run_sweep(options, never, with_presets(folder, "4"));
    EXPECT_EQ(ran.status, status_invalid);
    EXPECT_EQ(ran.err, "-p low: error: the preset is an axis of the sweep\n");
}

TEST(WrongSweepRun, a_folder_that_cannot_be_created_is_status_2)
{
    Options options = sweep_of(fresh_folder());
    options.out = options.file + "/out";
    expect_refused(options, "/out: cannot be made: Not a directory");
}

TEST(WrongSweepRun, variants_must_be_chosen)
{
    expect_refused(
        sweep_of(fresh_folder(), "variants: { a: {}, b: {} }\nsweep: { repetitions: 2 }\n"),
        "has variants: choose one with --variant, or let the sweep have them as an axis, - "
        "variant: [a, ...]");
}

TEST(WrongSweepRun, a_table_cannot_look_at_other_variants)
{
    Options options = sweep_of(
        fresh_folder(), "variants: { a: {}, b: {} }\nsweep: { repetitions: 2 }\n"
                        "table: [ { stat: dom2.progress, in: during, relative_to: a/during } ]\n");
    options.variant = "b";
    expect_refused(options, "looks at another variant");
}
