// SPDX-License-Identifier: Apache-2.0
// Run folders: see run_folders.h.
#include "run_folders.h"
#include "old_results.h"
#include "output_file.h"
#include <algorithm>
#include <cerrno>
#include <fstream>

namespace itstorm {

namespace {

namespace fs = std::filesystem;

struct Input {
    std::string what, path;
};

std::vector<Input> inputs_of(const Options& options, const std::vector<Planned>& runs)
{
    std::vector<Input> inputs;
    for (const std::string& file : scenarios_of(options))
        inputs.push_back({ options.files.size() > 1 ? "a scenario" : "the scenario", file });
    for (const std::string& file : options.overlays)
        inputs.push_back({ "an overlay", file });
    for (const Planned& run : runs) {
        const Scenario& scenario = run.loaded->scenario;
        inputs.push_back({ "the hypervisor", scenario.hypervisor });
        for (const std::string& guests : scenario.guests)
            inputs.push_back({ "the guest programs", guests });
        for (const std::string& trace : scenario.traces)
            inputs.push_back({ "a trace that is replayed", trace });
    }
    return inputs;
}

// Whether both are one file, however it is spelled: through a folder, a symbolic or a hard link.
bool is_same_file(const fs::path& a, const fs::path& b)
{
    std::error_code error;
    return fs::equivalent(a, b, error) && !error;
}

// Why `file`, which need not exist, may not be written; empty: it may.
std::string refuse_input(const fs::path& file, const std::vector<Input>& inputs)
{
    const auto input = std::find_if(inputs.begin(), inputs.end(),
                                    [&](const Input& one) { return is_same_file(file, one.path); });
    return input == inputs.end() ? "" : file.string() + ": is " + input->what + ", which is read";
}

std::string refuse_inputs(const std::vector<Planned>& runs, const std::vector<Input>& inputs)
{
    for (const Planned& run : runs)
        for (const std::string& name : output_files) {
            const std::string trouble = refuse_input(run.folder / name, inputs);
            if (!trouble.empty())
                return trouble;
        }
    return "";
}

bool is_output(const fs::path& file, const std::vector<Planned>& runs)
{
    const std::string name = file.filename().string();
    const fs::path folder = fs::absolute(file).parent_path();
    return is_output_name(name) && std::any_of(runs.begin(), runs.end(), [&](const Planned& run) {
               return is_same_file(folder, run.folder);
           });
}

// Removes earlier results. With --variant those of other variants stay, but nothing that compares
// them with this one.
void clear(const Options& options, const fs::path& base, const std::vector<Planned>& runs)
{
    if (options.variant.empty())
        return remove_results(base, true);
    std::error_code error;
    for (const char* file : comparison_files)
        fs::remove(base / file, error);
    for (const Planned& run : runs)
        remove_results(run.folder, false);
}

// Complains about files that no run has written, with which results would be mixed.
std::string refuse_foreign(const Options& options, const fs::path& base,
                           const std::vector<Planned>& runs)
{
    const fs::path foreign = foreign_in(options.variant.empty() ? base : runs[0].folder,
                                        { options.record, options.junit });
    return foreign.empty()
               ? ""
               : foreign.string() + ": was not written by a run, whose folder is "
                                    "replaced whole: remove it, or choose another --out";
}

std::string prepare_folders(const std::vector<Planned>& runs)
{
    for (const Planned& run : runs) {
        const std::string trouble = try_to_make_folder(run.folder);
        if (!trouble.empty())
            return trouble;
    }
    return "";
}

std::string refuse_record(const std::string& file, const std::vector<Planned>& runs,
                          const std::vector<Input>& inputs)
{
    if (file.empty())
        return "";
    if (runs.size() != 1)
        return "records one run: choose one with --variant";
    return refuse_input(file, inputs);
}

// Creates the file of --record. Called once the folders exist, since only then is_output() can
// compare files.
std::string prepare_record(const std::string& file, const std::vector<Planned>& runs)
{
    if (file.empty())
        return "";
    if (is_output(file, runs))
        return file + ": is a file of the results";
    errno = 0;
    return std::ofstream(file, std::ios::trunc).is_open() ? "" : cannot_be_written(file);
}

// Checks that the JUnit file, which is written at the end, can be written.
std::string prepare_junit(const std::string& file)
{
    errno = 0;
    return file.empty() || std::ofstream(file, std::ios::app).is_open() ? ""
                                                                        : cannot_be_written(file);
}

std::string after(const std::string& option, const std::string& trouble)
{
    return trouble.empty() ? "" : option + trouble;
}

} // namespace

fs::path comparison_folder(const Options& options, const std::vector<Planned>& runs)
{
    return options.variant.empty() ? base_folder(options, runs[0].loaded->scenario)
                                   : runs[0].folder;
}

fs::path base_folder(const Options& options, const Scenario& scenario)
{
    const fs::path out = options.out.empty() ? "out" : options.out;
    return options.out.empty() || options.files.size() > 1 ? out / scenario.name : out;
}

std::vector<Planned> plan_runs(const Options& options, const Loaded& loaded)
{
    const fs::path base = base_folder(options, loaded.variants[0].scenario);
    std::vector<Planned> runs;
    const std::string count = std::to_string(loaded.variants.size());
    for (const LoadedVariant& variant : loaded.variants) {
        const std::string& name = variant.scenario.variant;
        const std::string number = std::to_string(runs.size() + 1);
        runs.push_back(
            { &variant, name.empty() ? base : base / name,
              name.empty() ? variant.scenario.name : name + " (" + number + " of " + count + ")" });
    }
    return runs;
}

std::string prepare(const Options& options, const std::vector<Planned>& runs)
{
    const std::vector<Input> inputs = inputs_of(options, runs);
    const std::string out = options.out.empty() ? "" : "--out ";
    const fs::path base = base_folder(options, runs[0].loaded->scenario);
    std::string trouble = after(out, refuse_inputs(runs, inputs));
    if (trouble.empty() && !options.junit.empty())
        trouble = after("--junit ", refuse_input(options.junit, inputs));
    if (trouble.empty())
        trouble = refuse_foreign(options, base, runs);
    if (trouble.empty())
        trouble = after("--record ", refuse_record(options.record, runs, inputs));
    if (trouble.empty())
        clear(options, base, runs);
    if (trouble.empty())
        trouble = after(out, prepare_folders(runs));
    if (trouble.empty())
        trouble = after("--record ", prepare_record(options.record, runs));
    if (trouble.empty())
        trouble = after("--junit ", prepare_junit(options.junit));
    return trouble;
}

} // namespace itstorm
