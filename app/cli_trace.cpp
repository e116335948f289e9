// SPDX-License-Identifier: Apache-2.0
#include "cli_trace.h"
#include <filesystem>

namespace itstorm {

namespace {

bool names_signals(const std::string& word)
{
    const std::string ending = std::filesystem::path(word).extension().string();
    return !word.empty() && word[0] != '-' && word.find('/') == std::string::npos &&
           ending != ".yaml" && ending != ".yml";
}

// `signals`: the value of --vcd; CLI11 passes "true" if there is none.
void take_vcd(Options& options, const std::string& signals)
{
    options.vcd = true;
    if (signals != "true")
        options.overrides.push_back("trace.vcd.signals=\"" + signals + "\"");
}

} // namespace

std::vector<std::string> join_vcd(int argc, const char* const* argv)
{
    std::vector<std::string> words(argv + 1, argv + argc);
    for (std::size_t n = 0; n + 1 < words.size(); ++n)
        if (words[n] == "--vcd" && names_signals(words[n + 1])) {
            words[n] += "=" + words[n + 1];
            words.erase(words.begin() + static_cast<std::ptrdiff_t>(n) + 1);
        }
    return words;
}

void add_waveform_and_events(CLI::App& run, Options& options)
{
    run.add_flag("--vcd",
                 "write trace.vcd; --vcd 'queue,pe0.*' chooses its signals by sets and globs")
        ->expected(0, 1)
        ->each([&options](const std::string& signals) { take_vcd(options, signals); })
        ->type_name("");
    run.add_flag_callback(
        "--fst",
        [&options] {
            options.vcd = true;
            options.overrides.push_back("trace.vcd.fst=true");
        },
        "write the waveform as trace.fst, which is much smaller; needs vcd2fst of GTKWave");
    run.add_option("--trace", options.events,
                   "print events as they happen, such as 'its0.cmd.*,pe0.*'; names as of trace")
        ->type_name("GLOB");
}

CLI::App* add_trace_command(CLI::App& app, Options& options)
{
    CLI::App* trace = app.add_subcommand(
        "trace",
        "print the last events of a run that went wrong, or turn them into VCD, CSV or JSON");
    trace->add_option("FILE", options.file, "flight.bin, or the folder that it lies in")
        ->required();
    trace
        ->add_option("GLOB", options.glob,
                     "only events that match, such as 'its0.cmd.*,pe0.*' or its_cmd_executed")
        ->type_name("");
    trace->add_option("--from", options.trace.from, "simulated time of the first, such as 12.5us")
        ->type_name("TIME");
    trace->add_option("--until", options.trace.until, "simulated time of the last")
        ->type_name("TIME");
    trace
        ->add_option("--format", options.trace.format,
                     "text, csv, vcd, or chrome: JSON for Perfetto and speedscope. "
                     "Default: text")
        ->check(CLI::IsMember({ "text", "csv", "vcd", "chrome" }))
        ->type_name("FORMAT");
    trace->add_option("-o,--out", options.out, "the file; without it the terminal")
        ->type_name("FILE");
    return trace;
}

} // namespace itstorm
