// SPDX-License-Identifier: Apache-2.0
// `itstorm run`: files, exit status, variants. A C++ function stands for the simulation.
#include "command_support.h"
#include "platform/loader.h"
#include <filesystem>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sstream>

using namespace itstorm;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

namespace fs = std::filesystem;

TEST(Run, passed_is_0_and_leaves_result_and_effective)
{
    const std::string folder = fresh_folder();
    const Ran ran = run(options_for(folder, good()));
    EXPECT_EQ(ran.status, 0) << ran.err;
    const auto json = result(folder + "/out");
    EXPECT_EQ(json["verdicts"][0]["id"], "innocent");
    EXPECT_EQ(json["verdicts"][0]["passed"], true);
    EXPECT_EQ(json["stats"]["pe0.irq_loop.max"]["unit"], "s");
    EXPECT_EQ(json["windows"]["during"]["stats"]["dom2.progress"]["value"], 2e9);
    EXPECT_EQ(json["meta"]["object"]["name"], "fake.so");
    EXPECT_EQ(json["journey"][0]["ps"], 6000);
    EXPECT_TRUE(fs::exists(folder + "/out/effective.yaml"));
    EXPECT_THAT(ran.out, AllOf(HasSubstr("pass  innocent"), HasSubstr("6000 ps")));
}

TEST(Run, failed_expectation_is_1)
{
    const std::string folder = fresh_folder();
    Options options = options_for(folder, good());
    options.overrides = { "hypervisor.storm.detect=inflight",
                          "innocent.at_end=dom2.progress >= 1.5G/s" };
    const Ran ran = run(options);
    EXPECT_EQ(ran.status, 1) << ran.err;
    EXPECT_THAT(ran.out, HasSubstr("FAIL  innocent"));
}

TEST(Run, wrong_scenario_is_2_and_writes_nothing)
{
    const std::string folder = fresh_folder();
    const Ran ran = run(options_for(folder, with_line(5, "  pes: 2us")));
    EXPECT_EQ(ran.status, 2);
    EXPECT_THAT(ran.err, HasSubstr("s.yaml:5:8: error: "));
    EXPECT_FALSE(fs::exists(folder + "/out"));
}

TEST(Run, out_that_cannot_be_a_folder_is_2)
{
    const std::string folder = fresh_folder();
    Options options = options_for(folder, good());
    options.out = folder + "/s.yaml/deeper";
    const Ran ran = run(options);
    EXPECT_EQ(ran.status, 2);
    EXPECT_THAT(ran.err, AllOf(HasSubstr("--out "), HasSubstr("cannot be made")));
}

TEST(Run, object_that_cannot_be_used_is_3)
{
    const std::string folder = fresh_folder();
    std::ostringstream out, err;
    const Backend backend{ [](const ObjectFiles&) -> ObjectTables {
                              throw ObjectError("x.so: not ELF");
                          },
                           simulated, nullptr };
    EXPECT_EQ(run_command(options_for(folder, good()), backend, out, err), 3);
    EXPECT_THAT(err.str(), HasSubstr("x.so: not ELF"));
    EXPECT_FALSE(fs::exists(folder + "/out"));
}

TEST(Run, object_that_is_not_there_is_2)
{
    std::ostringstream out, err;
    const Backend backend{ [](const ObjectFiles&) -> ObjectTables {
                              throw ObjectUnreadable("x.so: cannot be read");
                          },
                           simulated, nullptr };
    EXPECT_EQ(run_command(options_for(fresh_folder(), good()), backend, out, err), 2);
    EXPECT_THAT(err.str(), HasSubstr("x.so: cannot be read"));
}

TEST(Run, fault_is_3_and_is_in_the_result)
{
    const std::string folder = fresh_folder();
    const Ran ran =
        run(options_for(folder, good()), [](const Scenario&, const RunOptions&) -> RunOutput {
            throw ObjectError("guests.so: missing");
        });
    EXPECT_EQ(ran.status, 3);
    EXPECT_EQ(result(folder + "/out")["meta"]["ending"], "fault");
    EXPECT_THAT(ran.out, HasSubstr("guests.so: missing"));
}

TEST(Run, limit_is_4)
{
    const auto limited = [](const Scenario& s, const RunOptions& o) {
        RunOutput output = simulated(s, o);
        output.ending = Ending::LimitReached;
        return output;
    };
    EXPECT_EQ(run(options_for(fresh_folder(), good()), limited).status, 4);
}

TEST(Run, interrupted_is_130_with_results_so_far)
{
    const std::string folder = fresh_folder();
    const auto interrupted = [](const Scenario& s, const RunOptions& o) {
        RunOutput output = simulated(s, o);
        output.ending = Ending::Interrupted;
        return output;
    };
    EXPECT_EQ(run(options_for(folder, good()), interrupted).status, 130);
    EXPECT_EQ(result(folder + "/out")["meta"]["ending"], "interrupted");
    EXPECT_EQ(result(folder + "/out")["stats"]["dom2.progress"]["value"], 6e6);
}

// The output of a run whose window was cut short, however the run ended.
RunOutput cut_short(const Scenario& scenario, const RunOptions& options)
{
    RunOutput output = simulated(scenario, options);
    output.windows["during"].incomplete = "'calm' did not happen";
    return output;
}

TEST(Run, an_expectation_in_a_window_that_was_cut_short_neither_passes_nor_fails)
{
    const std::string folder = fresh_folder();
    const Ran ran = run(options_for(folder, good()), cut_short);
    EXPECT_EQ(ran.status, 1); // it ended by itself, and an expectation failed
    const auto json = result(folder + "/out");
    EXPECT_EQ(json["verdicts"][0]["outcome"], "undecided");
    EXPECT_TRUE(json["verdicts"][0]["passed"].is_null());
    EXPECT_EQ(json["windows"]["during"]["incomplete"], "'calm' did not happen");
    EXPECT_THAT(ran.out, AllOf(HasSubstr("undecided  innocent"), Not(HasSubstr("pass  "))));
}

TEST(Run, undecided_does_not_change_the_status_of_a_limit)
{
    const auto limited = [](const Scenario& s, const RunOptions& o) {
        RunOutput output = cut_short(s, o);
        output.ending = Ending::LimitReached;
        return output;
    };
    EXPECT_EQ(run(options_for(fresh_folder(), good()), limited).status, 4);
}

TEST(Run, the_same_twice_is_the_same_bytes)
{
    const std::string folder = fresh_folder();
    Options options = options_for(folder, good());
    run(options);
    options.out = folder + "/again";
    run(options);
    for (const char* file : { "/result.json", "/effective.yaml" }) {
        EXPECT_FALSE(read_whole(folder + "/out" + file).empty());
        EXPECT_EQ(read_whole(folder + "/out" + file), read_whole(folder + "/again" + file));
        EXPECT_THAT(read_whole(folder + "/out" + file), Not(HasSubstr(folder)));
    }
}

TEST(Run, what_an_earlier_run_left_is_removed)
{
    const std::string folder = fresh_folder();
    const Options options = options_for(folder, good());
    fs::create_directories(folder + "/out");
    write_text(folder + "/out/trace.vcd", "old");
    run(options);
    EXPECT_FALSE(fs::exists(folder + "/out/trace.vcd"));
}

TEST(Run, a_folder_with_something_else_in_it_is_refused_and_stays)
{
    const std::string folder = fresh_folder();
    const Options options = options_for(folder, good());
    for (const char* name : { "/out/notes.txt", "/out/fair/notes.txt" }) {
        EXPECT_EQ(run(options).status, 0);
        fs::create_directories(folder + "/out/fair");
        write_text(folder + name, "mine");
        const Ran ran = run(options);
        EXPECT_EQ(ran.status, 2);
        EXPECT_THAT(ran.err, HasSubstr(folder + name + ": was not written by a run"));
        EXPECT_TRUE(fs::exists(folder + "/out/result.json"));
        fs::remove(folder + name);
    }
    EXPECT_EQ(run(options).status, 0);
}

TEST(Run, its_table_is_kept_as_text_csv_and_markdown)
{
    const std::string folder = fresh_folder();
    const std::string table = "table: [ { stat: dom2.progress, in: during } ]\n";
    const Ran ran = run(options_for(folder, good() + table + two_variants));
    const std::string text = read_whole(folder + "/out/table.txt");
    EXPECT_THAT(text, HasSubstr("dom2.progress in during  2 G cycles/s  1 G cycles/s\n"));
    EXPECT_THAT(ran.out, HasSubstr(text));
    EXPECT_THAT(read_whole(folder + "/out/table.csv"),
                HasSubstr("slow,dom2.progress,during,,1000000000,cycles/s\n"));
    EXPECT_THAT(read_whole(folder + "/out/table.md"),
                HasSubstr("| dom2.progress in during | 2 G cycles/s | 1 G cycles/s |\n"));
}

TEST(Run, without_a_table_it_shows_what_moved_in_the_run_and_its_windows)
{
    const std::string folder = fresh_folder();
    const Ran ran = run(options_for(folder, good()));
    EXPECT_THAT(ran.out,
                AllOf(HasSubstr("domains\n  dom2.progress     6000000 cycles  2 G cycles/s\n"),
                      HasSubstr("pe0.irq_loop.max          1.5 us             -\n")));
    EXPECT_THAT(ran.out, HasSubstr(read_whole(folder + "/out/table.txt")));
}

TEST(Run, says_its_seed_and_how_fast_simulated_time_passed)
{
    const std::string folder = fresh_folder();
    Options options = options_for(folder, good());
    options.overrides = { "seed=77" };
    EXPECT_THAT(run(options).out,
                testing::ContainsRegex("base, seed 77: finished at 3 ms in .*s \\(.*s/s\\)"));
}

// ---- what may not be written ----

namespace {

// Expects status 2 with this reason, and that the scenario is still there.
void expect_refused(const Options& options, const std::string& scenario, const std::string& why)
{
    const Ran ran = run(options);
    EXPECT_EQ(ran.status, 2);
    EXPECT_THAT(ran.err, HasSubstr(why));
    EXPECT_EQ(read_whole(scenario), good());
}

} // namespace

TEST(Record, the_scenario_is_not_overwritten_whatever_it_is_called)
{
    const std::string folder = fresh_folder(), file = folder + "/s.yaml";
    Options options = options_for(folder, good());
    fs::create_symlink(file, folder + "/symbolic.csv");
    fs::create_hard_link(file, folder + "/hard.csv");
    fs::create_directory(folder + "/sub");
    for (const char* name : { "/s.yaml", "/symbolic.csv", "/hard.csv", "/sub/../s.yaml" }) {
        options.record = folder + name;
        expect_refused(options, file, "is the scenario, which is read");
    }
    EXPECT_FALSE(fs::exists(folder + "/out"));
}

TEST(Record, a_trace_that_is_replayed_is_not_overwritten)
{
    const std::string folder = fresh_folder(), trace = "time,function,vector\n1us,nic0,0\n";
    write_text(folder + "/t.csv", trace);
    Options options = options_for(
        folder,
        with_line(18, "  - { after: ready, do: trace.replay, trace: t.csv, label: storm }"));
    options.record = folder + "/t.csv";
    const Ran ran = run(options);
    EXPECT_EQ(ran.status, 2);
    EXPECT_THAT(ran.err, HasSubstr("is a trace that is replayed, which is read"));
    EXPECT_EQ(read_whole(folder + "/t.csv"), trace);
}

TEST(Record, a_file_of_the_results_is_refused)
{
    const std::string folder = fresh_folder();
    Options options = options_for(folder, good());
    options.record = folder + "/out/series.csv";
    expect_refused(options, folder + "/s.yaml", "is a file of the results");
}

TEST(Out, a_folder_whose_result_is_the_scenario_is_refused)
{
    const std::string folder = fresh_folder();
    Options options = options_for(folder, good());
    fs::create_directory(folder + "/out");
    options.file = folder + "/out/effective.yaml";
    write_text(options.file, good());
    expect_refused(options, options.file, "effective.yaml: is the scenario, which is read");
}

TEST(Variants, each_runs_in_a_process_and_folder_of_its_own)
{
    const std::string folder = fresh_folder();
    const Ran ran = run(options_for(folder, good() + two_variants));
    EXPECT_EQ(ran.status, 0) << ran.err << ran.out;
    EXPECT_EQ(result(folder + "/out/fair")["meta"]["variant"], "fair");
    EXPECT_EQ(result(folder + "/out/slow")["windows"]["during"]["stats"]["dom2.progress"]["value"],
              1e9);
}

TEST(Variants, an_expectation_across_them_is_judged_and_written)
{
    const std::string folder = fresh_folder();
    const std::string text = good() + "  - { id: share, at_end: \"dom2.progress >= 90%\", in: "
                                      "during, relative_to: fair/during, only: [slow] }\n";
    const Ran ran = run(options_for(folder, text + two_variants));
    EXPECT_EQ(ran.status, 1);
    const auto json = result(folder + "/out/slow");
    EXPECT_EQ(json["verdicts"][1]["id"], "share");
    EXPECT_EQ(json["verdicts"][1]["passed"], false);
    EXPECT_EQ(json["verdicts"][1]["value"], 0.5);
    EXPECT_TRUE(json["skipped"].empty());
    EXPECT_THAT(ran.out, HasSubstr("FAIL  share"));
}

TEST(Variants, compared_with_one_that_was_cut_short_it_is_undecided)
{
    const std::string folder = fresh_folder();
    const std::string text = good() + "  - { id: share, at_end: \"dom2.progress >= 40%\", in: "
                                      "during, relative_to: fair/during, only: [slow] }\n";
    const auto fair_is_cut = [](const Scenario& s, const RunOptions& o) {
        return s.variant == "fair" ? cut_short(s, o) : simulated(s, o);
    };
    const Ran ran = run(options_for(folder, text + two_variants), fair_is_cut);
    const auto json = result(folder + "/out/slow");
    EXPECT_EQ(json["verdicts"][1]["outcome"], "undecided");
    EXPECT_EQ(json["verdicts"][1]["value"], 0.5);
    EXPECT_THAT(ran.out, HasSubstr("undecided  share: fair/during is incomplete"));
}

TEST(Variants, compared_with_one_that_died_it_is_undecided)
{
    const std::string folder = fresh_folder();
    const std::string text = good() + "  - { id: share, at_end: \"dom2.progress >= 40%\", in: "
                                      "during, relative_to: fair/during, only: [slow] }\n";
    const auto fair_dies = [](const Scenario& s, const RunOptions& o) {
        if (s.variant == "fair")
            raise(SIGKILL);
        return simulated(s, o);
    };
    EXPECT_EQ(run(options_for(folder, text + two_variants), fair_dies).status, 3);
    EXPECT_EQ(result(folder + "/out/slow")["verdicts"][1]["outcome"], "undecided");
}

TEST(Variants, one_alone_says_what_it_could_not_judge)
{
    const std::string folder = fresh_folder();
    const std::string text = good() + "  - { id: share, at_end: \"dom2.progress >= 90%\", in: "
                                      "during, relative_to: fair/during, only: [slow] }\n";
    Options options = options_for(folder, text + two_variants);
    options.variant = "slow";
    const Ran ran = run(options);
    EXPECT_EQ(ran.status, 0) << ran.err;
    EXPECT_EQ(result(folder + "/out/slow")["skipped"][0], "share");
    EXPECT_THAT(ran.out, HasSubstr("skip  share"));
}

TEST(Variants, of_an_earlier_run_do_not_stay_beside_those_of_this_one)
{
    const std::string folder = fresh_folder();
    run(options_for(folder, good() + "variants: { old: {}, fair: {} }\n"));
    EXPECT_TRUE(fs::exists(folder + "/out/old/result.json"));
    run(options_for(folder, good() + two_variants));
    EXPECT_FALSE(fs::exists(folder + "/out/old"));
    EXPECT_TRUE(fs::exists(folder + "/out/fair/result.json"));
}

TEST(Variants, one_alone_replaces_its_own_folder_and_takes_the_table_of_all_away)
{
    const std::string folder = fresh_folder();
    const std::string table = "table: [ { stat: dom2.progress } ]\n";
    Options options = options_for(folder, good() + table + two_variants);
    run(options);
    EXPECT_TRUE(fs::exists(folder + "/out/table.txt"));
    options.variant = "slow";
    EXPECT_EQ(run(options).status, 0);
    EXPECT_TRUE(fs::exists(folder + "/out/fair/result.json"));
    EXPECT_FALSE(fs::exists(folder + "/out/table.txt"));
    EXPECT_TRUE(fs::exists(folder + "/out/slow/table.txt"));
}

TEST(Variants, the_worst_status_counts)
{
    const auto limited = [](const Scenario& s, const RunOptions& o) {
        RunOutput output = simulated(s, o);
        output.ending = s.variant == "fair" ? Ending::LimitReached : Ending::Finished;
        return output;
    };
    EXPECT_EQ(run(options_for(fresh_folder(), good() + two_variants), limited).status, 4);
}

TEST(Variants, a_process_that_dies_is_a_fault_that_names_the_signal)
{
    const auto dying = [](const Scenario& s, const RunOptions& o) {
        if (s.variant == "slow")
            raise(SIGKILL);
        return simulated(s, o);
    };
    const Ran ran = run(options_for(fresh_folder(), good() + two_variants), dying);
    EXPECT_EQ(ran.status, 3);
    EXPECT_THAT(ran.out, HasSubstr("its process died: Killed"));
}

TEST(Check, says_fine_and_writes_nothing)
{
    const std::string folder = fresh_folder();
    Options options = options_for(folder, good() + two_variants);
    options.command = Options::Command::Check;
    const Ran ran = run(options);
    EXPECT_EQ(ran.status, 0);
    EXPECT_THAT(ran.out, HasSubstr("s.yaml: fine, 2 variants"));
    EXPECT_FALSE(fs::exists(folder + "/out"));
}

TEST(Check, prints_every_error_with_its_place)
{
    const std::string folder = fresh_folder();
    Options options = options_for(folder, with_line(3, "limits: { sim_tiem: 20ms, wall_time: 5 }"));
    options.command = Options::Command::Check;
    const Ran ran = run(options);
    EXPECT_EQ(ran.status, 2);
    EXPECT_THAT(ran.err,
                AllOf(HasSubstr("s.yaml:3:11: error: "), HasSubstr("s.yaml:3:38: error: ")));
}

TEST(Params, lists_language_object_and_programs)
{
    const Ran ran = run(command(Options::Command::Params));
    EXPECT_EQ(ran.status, 0);
    EXPECT_THAT(ran.out, HasSubstr("timing.table_read = 100 server, 75 embedded, 0 ideal  [GIC "
                                   "cycles, 0 to 1000000]  (derived: "));
    EXPECT_THAT(ran.out, HasSubstr("hypervisor.storm.detect = inflight  [none or inflight]"));
    EXPECT_THAT(ran.out, HasSubstr("domains[].handler = 1us"));
    EXPECT_THAT(ran.out, HasSubstr("# Order linux.quiet: stops\n"));
    EXPECT_THAT(ran.out, HasSubstr("# Order linux.burst: sends commands\n"
                                   "timeline[].args.commands = 100  [commands, 1 to 2047]\n"
                                   "    in one burst\n"
                                   "timeline[].args.pause = 5us"));
    EXPECT_THAT(ran.out, Not(HasSubstr("self_test")));
}
