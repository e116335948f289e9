// SPDX-License-Identifier: Apache-2.0
// `itstorm sweep` and `merge` with a simulation that is a function: files, order, resume, shards.
#include "app_support.h"
#include "command.h"
#include <csignal>
#include <filesystem>
#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sstream>
#include <unistd.h>

using namespace itstorm;
using testing::HasSubstr;
using testing::Not;

namespace {

namespace fs = std::filesystem;

struct Ran {
    int status;
    std::string out, err;
};

const char* const sweep = "table: [ { stat: dom2.progress, in: during } ]\n"
                          "sweep:\n"
                          "  axes:\n"
                          "    - hypervisor.storm.max_in_flight: [1, 2, 3]\n"
                          "    - hypervisor.storm.detect: [none, inflight]\n"
                          "  repetitions: 2\n";

// What the fake hypervisor was told.
std::uint64_t in_flight(const Scenario& scenario)
{
    return scenario.soc.hypervisor_knobs[1];
}

RunOutput simulated(const Scenario& scenario, const RunOptions&)
{
    RunOutput output;
    output.end_ps = 1000;
    const double progress = 5e8 * static_cast<double>(in_flight(scenario)) +
                            (scenario.soc.hypervisor_knobs[0] ? 0.5 : 0) +
                            (scenario.soc.seed == 1 ? 0 : 1);
    output.windows["during"] = { { { "dom2.progress", progress, "cycles/s", "work" } }, "" };
    return output;
}

using Simulate = std::function<RunOutput(const Scenario&, const RunOptions&)>;

Ran run(Options options, const Simulate& simulate = simulated, const std::string& presets = "")
{
    std::ostringstream out, err;
    const auto objects = [&presets](const ObjectFiles&) {
        ObjectTables tables = fake_tables();
        tables.presets = presets;
        return tables;
    };
    const Backend backend{ objects, simulate, [](const Scenario&) { return Provenance(); } };
    const int status = run_command(options, backend, out, err);
    return { status, out.str(), err.str() };
}

Options options_for(const std::string& folder, const std::string& more = sweep)
{
    write_text(folder + "/s.yaml", good() + more);
    Options options;
    options.command = Options::Command::Sweep;
    options.file = folder + "/s.yaml";
    options.out = folder + "/out";
    options.sweep.jobs = 2;
    return options;
}

std::string csv(const Options& options)
{
    return read_whole(options.out + "/sweep.csv");
}

std::size_t rows(const Options& options)
{
    const std::string text = csv(options);
    return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) - 1;
}

} // namespace

TEST(Sweep, every_point_has_its_row_in_order)
{
    const Options options = options_for(fresh_folder());
    const Ran ran = run(options);
    EXPECT_EQ(ran.status, status_passed) << ran.err;
    EXPECT_THAT(csv(options),
                testing::StartsWith(
                    "point,repetition,seed,hypervisor.storm.max_in_flight,hypervisor.storm.detect,"
                    "ending,passed,innocent,dom2.progress in during (cycles/s)\n"
                    "0,0,1,1,none,finished,false,failed,500000000\n"
                    "1,1,"));
    EXPECT_THAT(csv(options), HasSubstr("\n2,0,1,1,inflight,finished,false,failed,500000000.5\n"));
    EXPECT_THAT(csv(options), HasSubstr("\n8,0,1,3,none,finished,true,passed,1500000000\n"));
    EXPECT_EQ(rows(options), 12u);
}

TEST(Sweep, rows_do_not_depend_on_how_many_run_at_a_time_or_on_who_ends_first)
{
    const auto slow_first = [](const Scenario& scenario, const RunOptions& options) {
        usleep(in_flight(scenario) == 1 ? 100'000 : 1'000);
        return simulated(scenario, options);
    };
    Options options = options_for(fresh_folder());
    options.sweep.jobs = 1;
    run(options);
    const std::string one = csv(options);
    options.sweep.jobs = 5;
    options.sweep.again = true;
    run(options, slow_first);
    EXPECT_EQ(csv(options), one);
}

TEST(Sweep, the_spread_has_mean_and_interval_of_the_repetitions)
{
    const Options options = options_for(fresh_folder());
    run(options);
    // 5e8 and 5e8 + 1: mean 5e8 + 0.5, t(0.975, 1) = 12.706 times 0.5
    EXPECT_THAT(read_whole(options.out + "/spread.csv"),
                HasSubstr("\n0,1,none,2,0,500000000.5,6.353102"));
}

TEST(Sweep, points_that_fail_are_recorded_and_stop_no_other)
{
    const auto dies = [](const Scenario& scenario, const RunOptions& options) {
        if (in_flight(scenario) == 1)
            raise(SIGKILL);
        if (in_flight(scenario) == 2)
            throw std::runtime_error("a broken model");
        return simulated(scenario, options);
    };
    const Options options = options_for(fresh_folder());
    const Ran ran = run(options, dies);
    EXPECT_EQ(ran.status, status_fault);
    EXPECT_EQ(rows(options), 12u);
    EXPECT_THAT(csv(options), HasSubstr("\n0,0,0,1,none,fault,false,,\n"));
    EXPECT_THAT(csv(options), HasSubstr("\n8,0,1,3,none,finished,true,passed,1500000000\n"));
    EXPECT_THAT(ran.out, HasSubstr("point 0: fault: its process died: Killed"));
}

TEST(Sweep, numbers_of_a_point_that_was_cut_short_are_left_out)
{
    const auto limited = [](const Scenario& scenario, const RunOptions& options) {
        RunOutput output = simulated(scenario, options);
        output.ending = Ending::LimitReached;
        output.windows["during"].incomplete = "cut";
        return output;
    };
    const Options options = options_for(fresh_folder());
    EXPECT_EQ(run(options, limited).status, status_limit);
    EXPECT_THAT(csv(options), HasSubstr("\n0,0,1,1,none,limit_reached,false,undecided,\n"));
}

TEST(Sweep, a_finished_one_is_not_overwritten_by_chance)
{
    Options options = options_for(fresh_folder());
    run(options);
    const std::string before = csv(options);
    const Ran again = run(options);
    EXPECT_EQ(again.status, status_invalid);
    EXPECT_THAT(again.err, HasSubstr("--resume goes on with it, --again begins anew"));
    EXPECT_EQ(csv(options), before);
}

TEST(Sweep, resume_runs_only_what_is_missing)
{
    Options options = options_for(fresh_folder());
    run(options);
    const std::string whole = csv(options);
    options.sweep.resume = true;
    const auto never = [](const Scenario&, const RunOptions&) -> RunOutput { std::abort(); };
    EXPECT_EQ(run(options, never).status, status_passed);
    EXPECT_EQ(csv(options), whole);
}

TEST(Sweep, resume_refuses_results_of_another_scenario)
{
    const std::string folder = fresh_folder();
    Options options = options_for(folder);
    run(options);
    write_text(folder + "/s.yaml", good() + std::string(sweep) + "# changed\n");
    options.sweep.resume = true;
    const Ran ran = run(options);
    EXPECT_EQ(ran.status, status_invalid);
    EXPECT_THAT(ran.err, HasSubstr("is of another sweep, different in: scenario"));
}

// Folder with two presets that differ in storm.max_in_flight, which the scenario leaves open.
std::string with_presets(const std::string& folder, const std::string& high)
{
    write_text(folder + "/low.yaml", "preset: 1\nhypervisor: { storm: { max_in_flight: 2 } }\n");
    write_text(folder + "/high.yaml",
               "preset: 1\nhypervisor: { storm: { max_in_flight: " + high + " } }\n");
    return folder;
}

const char* const over_presets = "table: [ { stat: dom2.progress, in: during } ]\n"
                                 "sweep: { axes: [ { preset: [low, high] } ] }\n";

TEST(Sweep, a_preset_is_an_axis)
{
    const std::string folder = fresh_folder();
    const Options options = options_for(folder, over_presets);
    const Ran ran = run(options, simulated, with_presets(folder, "4"));
    EXPECT_EQ(ran.status, status_passed) << ran.err;
    EXPECT_THAT(csv(options), HasSubstr("\n0,0,1,low,finished,true,passed,1000000000\n"));
    EXPECT_THAT(csv(options), HasSubstr("\n1,0,1,high,finished,true,passed,2000000000\n"));
}

TEST(Sweep, resume_refuses_results_of_a_preset_that_has_changed)
{
    const std::string folder = fresh_folder();
    Options options = options_for(folder, over_presets);
    run(options, simulated, with_presets(folder, "4"));
    options.sweep.resume = true;
    EXPECT_EQ(run(options, simulated, folder).status, status_passed);
    const Ran ran = run(options, simulated, with_presets(folder, "5"));
    EXPECT_EQ(ran.status, status_invalid);
    EXPECT_THAT(ran.err, HasSubstr("is of another sweep, different in: presets"));
}

TEST(Sweep, resume_refuses_results_of_an_overlay_that_has_changed)
{
    const std::string folder = fresh_folder();
    Options options = options_for(folder);
    options.overlays = { folder + "/over.yaml" };
    write_text(folder + "/over.yaml", "seed: 1\n");
    run(options);
    write_text(folder + "/over.yaml", "seed: 2\n");
    options.sweep.resume = true;
    const Ran ran = run(options);
    EXPECT_EQ(ran.status, status_invalid);
    EXPECT_THAT(ran.err, HasSubstr("is of another sweep, different in: arguments"));
}

TEST(Sweep, of_a_scenario_without_one_is_refused)
{
    Options options = options_for(fresh_folder(), "");
    const Ran ran = run(options);
    EXPECT_EQ(ran.status, status_invalid);
    EXPECT_THAT(ran.err, HasSubstr("s.yaml: error: has no section 'sweep'"));
    EXPECT_FALSE(fs::exists(options.out));
    options.overrides = { "sweep.repetitions=3" };
    EXPECT_EQ(run(options).status, status_passed);
    EXPECT_EQ(rows(options), 3u);
}

TEST(Sweep, shards_join_to_the_same_table)
{
    const std::string folder = fresh_folder();
    Options options = options_for(folder);
    run(options);
    const std::string whole = csv(options), spread = read_whole(options.out + "/spread.csv");
    Options parts = options_for(folder);
    parts.out = folder + "/parts";
    for (std::size_t n = 1; n <= 3; ++n) {
        parts.sweep.shard = { n, 3 };
        EXPECT_EQ(run(parts).status, status_passed);
        parts.sweep.databases.push_back(parts.out + "/shard-" + std::to_string(n) + "-of-3.db");
    }
    EXPECT_FALSE(fs::exists(parts.out + "/sweep.csv"));
    parts.command = Options::Command::Merge;
    EXPECT_EQ(run(parts).status, status_passed);
    EXPECT_EQ(csv(parts), whole);
    EXPECT_EQ(read_whole(parts.out + "/spread.csv"), spread);
}

TEST(Sweep, a_merge_says_what_is_missing)
{
    Options options = options_for(fresh_folder());
    options.sweep.shard = { 2, 3 };
    run(options);
    options.command = Options::Command::Merge;
    options.sweep.databases = { options.out + "/shard-2-of-3.db" };
    const Ran ran = run(options);
    EXPECT_EQ(ran.status, status_failed);
    EXPECT_THAT(ran.out, HasSubstr("4 points, 1 not passed; 8 are missing"));
}

TEST(Sweep, a_variant_can_be_an_axis)
{
    const Options options = options_for(
        fresh_folder(), "variants: { calm: {}, hot: { hypervisor.storm.max_in_flight: 4 } }\n"
                        "sweep: { axes: [ { variant: [calm, hot] } ] }\n"
                        "table: [ { stat: dom2.progress, in: during } ]\n");
    EXPECT_EQ(run(options).status, status_passed);
    EXPECT_THAT(csv(options), HasSubstr("\n1,0,1,hot,finished,true,passed,2000000000\n"));
}

TEST(WrongSweepRun, nothing_runs_if_a_value_of_an_axis_is_wrong)
{
    const auto never = [](const Scenario&, const RunOptions&) -> RunOutput { std::abort(); };
    const std::string folder = fresh_folder();
    const Options options =
        options_for(folder, "sweep:\n  axes:\n    - hypervisor.storm.detect: [none, inflihgt]\n");
    const Ran ran = run(options, never);
    EXPECT_EQ(ran.status, status_invalid);
    EXPECT_THAT(ran.err, HasSubstr("s.yaml:26:39: error: 'detect' is one of none or inflight, not "
                                   "'inflihgt'; did you mean 'inflight'?"));
    EXPECT_FALSE(fs::exists(options.out));
}

TEST(WrongSweepRun, an_axis_that_nothing_is_called_is_wrong)
{
    const Options options =
        options_for(fresh_folder(), "sweep:\n  axes:\n    - nic.vectors: [1, 2]\n");
    EXPECT_THAT(run(options).err, HasSubstr("s.yaml:26:21: error: nothing is called 'nic'; did you "
                                            "mean 'nic0'? (at nic.vectors=1)"));
}

TEST(WrongSweepRun, an_axis_and_an_argument_exclude_each_other)
{
    Options options = options_for(fresh_folder());
    options.overrides = { "hypervisor.storm.detect=none" };
    EXPECT_THAT(run(options).err, HasSubstr("'hypervisor.storm.detect' is an axis of the sweep"));
}

TEST(WrongSweepRun, an_axis_and_an_argument_that_spells_it_otherwise_exclude_each_other)
{
    Options options = options_for(fresh_folder());
    for (const char* argument : { "hypervisor.storm={detect: none}" }) {
        options.overrides = { argument };
        EXPECT_THAT(run(options).err,
                    HasSubstr("'hypervisor.storm.detect' is an axis of the sweep"));
    }
}

TEST(WrongSweepRun, a_preset_as_axis_and_as_argument_exclude_each_other)
{
    const std::string folder = fresh_folder();
    fs::create_directories(folder + "/presets");
    for (const char* name : { "one", "other" })
        write_text(folder + "/presets/" + name + ".yaml", "preset: 1\nsummary: x\n");
    Options options = options_for(folder, "sweep: { axes: [ { preset: [one, other] } ] }\n"
                                          "table: [ { stat: dom2.progress, in: during } ]\n");
    options.preset = "one";
    const Ran ran = run(options, simulated, folder + "/presets");
    EXPECT_EQ(ran.status, status_invalid);
    EXPECT_EQ(ran.err, "-p one: error: the preset is an axis of the sweep\n");
}

TEST(WrongDatabase, a_file_that_is_none_is_the_users_error_and_stays_as_it_is)
{
    const std::string folder = fresh_folder();
    Options options = options_for(folder);
    options.command = Options::Command::Merge;
    const std::string text = folder + "/text.db", empty = folder + "/empty.db";
    write_text(text, "no database at all, but long enough to have a head\n");
    write_text(empty, "");
    const std::pair<std::string, std::string> wrong[] = {
        { text, ": is no database of a sweep\n" },
        { empty, ": is empty: no database of a sweep\n" },
        { folder, ": is a directory\n" },
        { folder + "/none.db", ": cannot be read: No such file or directory\n" },
    };
    for (const auto& [path, message] : wrong) {
        options.sweep.databases = { path };
        const Ran ran = run(options);
        EXPECT_EQ(ran.status, status_invalid) << path;
        EXPECT_EQ(ran.err, path + message);
    }
    EXPECT_EQ(read_whole(empty), "");
}

TEST(WrongDatabase, in_the_place_of_the_results_is_not_gone_on_with)
{
    Options options = options_for(fresh_folder());
    fs::create_directories(options.out);
    write_text(options.out + "/sweep.db", "mine, and certainly no database\n");
    options.sweep.resume = true;
    const Ran ran = run(options);
    EXPECT_EQ(ran.status, status_invalid);
    EXPECT_THAT(ran.err, HasSubstr("is no database of a sweep; --again begins anew"));
}

TEST(WrongDatabase, a_shard_is_not_where_the_result_goes)
{
    Options options = options_for(fresh_folder());
    run(options);
    const std::string before = csv(options);
    options.command = Options::Command::Merge;
    options.sweep.databases = { options.out + "/sweep.db" };
    const Ran ran = run(options);
    EXPECT_EQ(ran.status, status_invalid);
    EXPECT_THAT(ran.err, HasSubstr("sweep.db: is where the result goes; -o names another folder"));
    EXPECT_EQ(csv(options), before);
}

TEST(WrongDatabase, a_folder_that_cannot_be_made_is_the_users_error)
{
    Options options = options_for(fresh_folder());
    options.out = options.file + "/out";
    const Ran ran = run(options);
    EXPECT_EQ(ran.status, status_invalid);
    EXPECT_THAT(ran.err, HasSubstr("/out: cannot be made: Not a directory"));
}

TEST(WrongSweepRun, variants_must_be_chosen)
{
    const Options options =
        options_for(fresh_folder(), "variants: { a: {}, b: {} }\nsweep: { repetitions: 2 }\n");
    EXPECT_THAT(run(options).err, HasSubstr("has variants: choose one with --variant, or let the "
                                            "sweep have them as an axis, - variant: [a, ...]"));
}

TEST(WrongSweepRun, a_table_cannot_look_at_other_variants)
{
    Options options = options_for(
        fresh_folder(), "variants: { a: {}, b: {} }\nsweep: { repetitions: 2 }\n"
                        "table: [ { stat: dom2.progress, in: during, relative_to: a/during } ]\n");
    options.variant = "b";
    EXPECT_THAT(run(options).err, HasSubstr("looks at another variant"));
}

TEST(WrongSweepRun, a_variant_cannot_change_the_sweep)
{
    const auto errors = errors_of(good() + "variants:\n  a: { sweep.repetitions: 3 }\n");
    ASSERT_EQ(errors.size(), 1u);
    EXPECT_EQ(errors[0], "s.yaml:25:8: error: a variant cannot change the sweep");
}

TEST(Sweep, an_argument_changes_the_repetitions)
{
    Options options = options_for(fresh_folder());
    options.overrides = { "sweep.repetitions=1" };
    run(options);
    EXPECT_EQ(rows(options), 6u);
}

TEST(Sweep, a_plain_run_takes_no_notice_of_it)
{
    Options options = options_for(fresh_folder());
    options.command = Options::Command::Run;
    const Ran ran = run(options);
    EXPECT_EQ(ran.status, status_failed);
    EXPECT_THAT(read_whole(options.out + "/effective.yaml"), Not(HasSubstr("sweep")));
}

TEST(Sweep, check_looks_at_it)
{
    Options options = options_for(fresh_folder(), "sweep: { axes: [ { nic0.vectors: [0] } ] }\n");
    options.command = Options::Command::Check;
    const Ran ran = run(options);
    EXPECT_EQ(ran.status, status_invalid);
    EXPECT_THAT(ran.err, HasSubstr("(at nic0.vectors=0)"));
}
