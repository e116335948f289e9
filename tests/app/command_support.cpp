// SPDX-License-Identifier: Apache-2.0
#include "command_support.h"
#include <sstream>

namespace itstorm {

RunOutput simulated(const Scenario& scenario, const RunOptions&)
{
    RunOutput output;
    output.end_ps = 3'000'000'000;
    const double progress = scenario.soc.hypervisor_knobs[0] ? 1e9 : 2e9;
    output.stats = { { "dom2.progress", 6e6, "cycles", "work" },
                     { "pe0.irq_loop.max", 1.5e-6, "s", "loop" } };
    output.windows["during"] = { { { "dom2.progress", progress, "cycles/s", "work" } }, "" };
    output.journey = { { "link", 6000, {} } };
    return output;
}

RunOutput cut_short(const Scenario& scenario, const RunOptions& options)
{
    RunOutput output = simulated(scenario, options);
    output.windows["during"].incomplete = "'calm' did not happen";
    return output;
}

Ran run(const Options& options, const Simulate& simulate, const std::string& presets)
{
    std::ostringstream out, err;
    const auto objects = [&](const ObjectFiles&) {
        ObjectTables tables = fake_tables();
        tables.presets = presets;
        return tables;
    };
    const Backend backend{ objects, simulate, [](const Scenario&) {
                              return Provenance{ "0", "fake.so", "hash", "gcc" };
                          } };
    const int status = run_command(options, backend, out, err);
    return { status, out.str(), err.str() };
}

Options command(Options::Command command)
{
    Options options;
    options.command = command;
    return options;
}

Options options_for(const std::string& folder, const std::string& text)
{
    write_text(folder + "/s.yaml", text);
    Options options;
    options.file = folder + "/s.yaml";
    options.out = folder + "/out";
    return options;
}

nlohmann::json result(const std::string& folder)
{
    return nlohmann::json::parse(read_whole(folder + "/result.json"));
}

} // namespace itstorm
