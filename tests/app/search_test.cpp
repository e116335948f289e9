// SPDX-License-Identifier: Apache-2.0
// `itstorm search`. The simulation is a C++ function of one knob.
#include "command_support.h"
#include "sweep/varied.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace itstorm;
using testing::HasSubstr;
using testing::Not;

namespace {

std::uint64_t burst(const Scenario& scenario)
{
    return scenario.soc.hypervisor_knobs[2];
}

using Holds = std::function<bool(const Scenario&)>;

// Searches the knob; the expectation `innocent` (1G/s) holds where `holds` says so.
Ran search(const Options& options, const Holds& holds)
{
    const auto simulate = [&](const Scenario& scenario, const RunOptions&) {
        RunOutput output;
        const double progress = holds(scenario) ? 2e9 : 5e8;
        output.windows["during"] = { { { "dom2.progress", progress, "cycles/s", "work" } }, "" };
        return output;
    };
    return run(options, simulate);
}

Options search_between(const std::string& from, const std::string& to)
{
    Options options = options_for(fresh_folder(), good());
    options.command = Options::Command::Search;
    options.sweep.knob = "hypervisor.host.burst";
    options.sweep.from = from;
    options.sweep.to = to;
    return options;
}

} // namespace

TEST(Search, the_last_value_that_holds_is_found)
{
    const Ran ran = search(search_between("1", "1000"),
                           [](const Scenario& scenario) { return burst(scenario) <= 77; });
    EXPECT_EQ(ran.status, status_passed) << ran.err;
    EXPECT_THAT(ran.out, HasSubstr("innocent holds up to 77 and does not from 78 on"));
}

TEST(Search, the_first_value_that_holds_is_found)
{
    Options options = search_between("1", "1000");
    options.sweep.tolerance = 0.0001;
    const Ran ran = search(options, [](const Scenario& scenario) { return burst(scenario) > 600; });
    EXPECT_THAT(ran.out, HasSubstr("innocent does not hold up to 600 and does from 601 on"));
}

TEST(Search, the_answer_is_within_the_tolerance)
{
    Options options = search_between("1", "1000");
    options.sweep.tolerance = 0.5;
    const auto holds = [](const Scenario& scenario) { return burst(scenario) <= 77; };
    EXPECT_THAT(search(options, holds).out, HasSubstr("holds up to 64 and does not from 126 on"));
}

TEST(Search, factors_are_tried_instead_of_distances)
{
    Options options = search_between("1", "1000");
    options.sweep.is_log = true;
    const auto holds = [](const Scenario& scenario) { return burst(scenario) <= 3; };
    const Ran ran = search(options, holds);
    EXPECT_THAT(ran.out, HasSubstr("          32  does not hold"));
    EXPECT_THAT(ran.out, HasSubstr("holds up to 3 and does not from 4 on"));
}

TEST(Search, only_multiples_are_tried_if_asked_for)
{
    Options options = search_between("64", "1000");
    options.sweep.multiple_of = "64";
    const auto holds = [](const Scenario& scenario) {
        return burst(scenario) % 64 != 0 || burst(scenario) <= 200;
    };
    EXPECT_THAT(search(options, holds).out, HasSubstr("holds up to 192 and does not from 256 on"));
}

TEST(Search, an_expectation_that_does_not_change_is_named)
{
    const Ran ran = search(search_between("1", "1000"), [](const Scenario&) { return true; });
    EXPECT_EQ(ran.status, status_failed);
    EXPECT_THAT(ran.out, HasSubstr("innocent holds everywhere from 1 to 1000 (5 runs)"));
}

TEST(Search, an_expectation_that_is_not_monotonic_is_named)
{
    const Ran ran = search(search_between("1", "1000"), [](const Scenario& scenario) {
        return burst(scenario) <= 100 || burst(scenario) >= 600;
    });
    EXPECT_THAT(ran.out, HasSubstr("warning: not monotonic, it changes 2 times: 1..251 501..750"));
    EXPECT_THAT(ran.out, HasSubstr("holds up to 100 and does not from 101 on"));
}

TEST(Search, seeds_that_disagree_are_named)
{
    Options options = search_between("1", "1000");
    options.sweep.seeds = 2;
    const Ran ran = search(options, [](const Scenario& scenario) {
        return burst(scenario) <= (scenario.soc.seed == 1 ? 200u : 100u);
    });
    EXPECT_THAT(ran.out, HasSubstr("holds up to 100 and does not from 101 on"));
    EXPECT_THAT(ran.out, HasSubstr("holds in 1 of 2"));
    EXPECT_THAT(ran.out, HasSubstr("warning: seeds disagree"));
}

TEST(Search, the_answer_does_not_depend_on_how_many_run_at_a_time)
{
    const auto holds = [](const Scenario& scenario) { return burst(scenario) <= 333; };
    Options options = search_between("1", "1000");
    options.sweep.jobs = 1;
    const std::string one = search(options, holds).out;
    const std::string table = read_whole(options.out + "/search.csv");
    options.sweep.jobs = 4;
    EXPECT_EQ(search(options, holds).out, one);
    EXPECT_EQ(read_whole(options.out + "/search.csv"), table);
    EXPECT_THAT(table, HasSubstr("\n1,0,1,passed,2000000000\n"));
}

TEST(Search, a_run_that_ends_in_a_fault_ends_it)
{
    const Ran ran = search(search_between("1", "1000"), [](const Scenario& scenario) -> bool {
        if (burst(scenario) > 500)
            throw std::runtime_error("broken");
        return true;
    });
    EXPECT_EQ(ran.status, status_fault);
    EXPECT_THAT(ran.out, HasSubstr("hypervisor.host.burst=501: fault: broken"));
}

TEST(WrongSearch, arguments_are_refused_before_anything_runs)
{
    const auto never = [](const Scenario&) -> bool { std::abort(); };
    Options options = search_between("1", "1000");
    const auto error = [&] {
        const Ran ran = search(options, never);
        EXPECT_EQ(ran.status, status_invalid);
        return ran.err;
    };
    options.sweep.expectation = "inocent";
    EXPECT_EQ(error(), "--expect inocent: error: no such expectation; did you mean 'innocent'?\n");
    options.sweep.expectation = "";
    options.sweep.to = "1k/s";
    EXPECT_EQ(error(), "--to 1k/s: error: measures something else than --from\n");
    options.sweep.to = "1";
    EXPECT_EQ(error(), "--to 1: error: must be more than --from\n");
    options.sweep.to = "many";
    EXPECT_EQ(error(), "--to many: error: is no quantity; only numbers can be searched\n");
    options.sweep.to = "5000";
    EXPECT_THAT(error(), HasSubstr("--to 5000: error: 'burst' is 5000, but must be 1 to 1024"));
    options.sweep.to = "1000";
    options.sweep.multiple_of = "some";
    EXPECT_THAT(error(), HasSubstr("--multiple-of some: error: is no quantity"));
    options.sweep.multiple_of = "4KiB";
    EXPECT_EQ(error(), "--multiple-of 4KiB: error: measures something else than --from, or "
                       "nothing\n");
    options.sweep.multiple_of = "";
    options.sweep.knob = "hypervisor.host.brust";
    EXPECT_EQ(error(), "--knob hypervisor.host.brust: error: unknown key 'brust' in "
                       "hypervisor.host; did you mean 'burst'?\n");
    options.sweep.knob = "host.burst";
    EXPECT_EQ(error(), "--knob host.burst: error: nothing is called 'host'; did you mean "
                       "'hypervisor.host.burst'?\n");
    options.sweep.knob = "nosuch";
    EXPECT_EQ(error(), "--knob nosuch: error: nothing is called 'nosuch'; 'itstorm params' lists "
                       "what can be set\n");
}

namespace {

std::string refusal(const Options& options)
{
    const Ran ran = search(options, [](const Scenario&) -> bool { std::abort(); });
    EXPECT_EQ(ran.status, status_invalid);
    return ran.err;
}

} // namespace

TEST(WrongSearch, a_knob_that_changes_nothing_is_refused)
{
    Options options = search_between("1", "1000");
    for (const char* knob : { "name", "summary", "takes", "trace.vcd.from" }) {
        options.sweep.knob = knob;
        EXPECT_EQ(refusal(options), "--knob " + options.sweep.knob + ": error: '" +
                                        options.sweep.knob +
                                        "' changes nothing that is simulated; 'itstorm params' "
                                        "lists what can be searched\n");
    }
    options.sweep.knob = "sweep.repetitions";
    EXPECT_THAT(refusal(options), HasSubstr("is of the sweep, not of the machine"));
    options.sweep.knob = "";
    EXPECT_THAT(refusal(options), HasSubstr("--knob : error: an empty path names nothing"));
}

TEST(WrongSearch, an_argument_for_the_sweep_is_refused)
{
    Options options = search_between("1", "1000");
    options.overrides = { "sweep.repetitions=3" };
    EXPECT_EQ(refusal(options), "-C sweep.repetitions=3: error: a search does not look at the "
                                "sweep; --seeds repeats its runs\n");
}

TEST(WrongSearch, an_argument_that_sets_the_searched_knob_is_refused_however_it_is_spelled)
{
    const std::pair<const char*, const char*> pairs[] = {
        { "hypervisor.host.burst", "hypervisor.host.burst=7" },
        { "hypervisor.host.burst", "hypervisor.host={burst: 7}" },
        { "dom1.ram", "domains.dom1.ram=64MiB" },
        { "platform.its.its0.event_bits", "its0.event_bits=9" },
    };
    for (const auto& [knob, argument] : pairs) {
        Options options = search_between("1", "1000");
        options.sweep.knob = knob;
        options.overrides = { argument };
        EXPECT_EQ(refusal(options), std::string("-C ") + argument + ": error: '" + knob +
                                        "' is what is searched: --from and --to say where\n");
    }
}

TEST(WrongSearch, an_argument_for_a_list_sets_what_its_elements_say)
{
    EXPECT_TRUE(argument_sets("domains=[{name: dom1, ram: 64MiB}]", "dom1.ram"));
    EXPECT_TRUE(argument_sets("platform={its: [{name: its0, event_bits: 9}]}",
                              "platform.its.its0.event_bits"));
    EXPECT_FALSE(argument_sets("domains=[{name: dom2, ram: 64MiB}]", "dom1.ram"));
    EXPECT_FALSE(argument_sets("domains=[{name: dom1, vcpus: 2}]", "dom1.ram"));
}
