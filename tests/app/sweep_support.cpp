// SPDX-License-Identifier: Apache-2.0
#include "sweep_support.h"
#include <algorithm>
#include <cstdlib>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace itstorm {

const char* const two_axes = "table: [ { stat: dom2.progress, in: during } ]\n"
                             "sweep:\n"
                             "  axes:\n"
                             "    - hypervisor.storm.max_in_flight: [1, 2, 3]\n"
                             "    - hypervisor.storm.detect: [none, inflight]\n"
                             "  repetitions: 2\n";

const char* const over_presets = "table: [ { stat: dom2.progress, in: during } ]\n"
                                 "sweep: { axes: [ { preset: [low, high] } ] }\n";

std::string with_presets(const std::string& folder, const std::string& high)
{
    write_text(folder + "/low.yaml", "preset: 1\nhypervisor: { storm: { max_in_flight: 2 } }\n");
    write_text(folder + "/high.yaml",
               "preset: 1\nhypervisor: { storm: { max_in_flight: " + high + " } }\n");
    return folder;
}

Options sweep_of(const std::string& folder, const std::string& more)
{
    Options options = options_for(folder, good() + more);
    options.command = Options::Command::Sweep;
    options.sweep.jobs = 2;
    return options;
}

std::uint64_t in_flight(const Scenario& scenario)
{
    return scenario.soc.hypervisor_knobs[1];
}

RunOutput simulated_point(const Scenario& scenario, const RunOptions&)
{
    RunOutput output;
    output.end_ps = 1000;
    const double progress = 5e8 * static_cast<double>(in_flight(scenario)) +
                            (scenario.soc.hypervisor_knobs[0] ? 0.5 : 0) +
                            (scenario.soc.seed == 1 ? 0 : 1);
    output.windows["during"] = { { { "dom2.progress", progress, "cycles/s", "work" } }, "" };
    return output;
}

RunOutput never(const Scenario&, const RunOptions&)
{
    std::abort();
}

Ran run_sweep(const Options& options, const Simulate& simulate, const std::string& presets)
{
    return run(options, simulate, presets);
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

void expect_refused(const Options& options, const std::string& why, const std::string& presets)
{
    const std::string before = csv(options);
    const Ran ran = run_sweep(options, never, presets);
    EXPECT_EQ(ran.status, status_invalid);
    EXPECT_THAT(ran.err, testing::HasSubstr(why));
    EXPECT_EQ(csv(options), before);
}

} // namespace itstorm
