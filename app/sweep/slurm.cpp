// SPDX-License-Identifier: Apache-2.0
// Slurm: see slurm.h.
#include "sweep/slurm.h"
#include "command_line.h"
#include "output_file.h"
#include "sweep/shard.h"
#include <algorithm>
#include <cstdio>
#include <ostream>

namespace itstorm {

namespace {

namespace fs = std::filesystem;

// The command with the scenario and the options that change it. Its paths are absolute, since the
// nodes work in another folder.
std::string command(const Options& options, const char* name)
{
    const auto whole = [](const std::string& path) { return fs::absolute(path).string(); };
    Words words = { fs::read_symlink("/proc/self/exe").string(), name, whole(options.file) };
    const Words more = scenario_options(options, options.variant, {}, whole);
    words.insert(words.end(), more.begin(), more.end());
    if (options.strict)
        words.emplace_back("--strict");
    return shell_line(words);
}

std::string shards_script(const Options& options, const fs::path& folder)
{
    const std::string count = std::to_string(options.sweep.slurm);
    return "#!/bin/sh\n#SBATCH --job-name=itstorm\n#SBATCH --array=1-" + count +
           "\n#SBATCH --output=" + (folder / "shard-%a.log").string() + "\nexec " +
           command(options, "sweep") + " --out " + shell_word(folder.string()) +
           " --shard \"$SLURM_ARRAY_TASK_ID/" + count +
           "\" --resume -j \"${SLURM_CPUS_PER_TASK:-1}\"\n";
}

std::string merge_script(const Options& options, const fs::path& folder)
{
    std::string databases;
    for (std::size_t n = 1; n <= options.sweep.slurm; ++n)
        databases +=
            " " + shell_word((folder / (Shard{ n, options.sweep.slurm }.stem() + ".db")).string());
    return "#!/bin/sh\n#SBATCH --job-name=itstorm-merge\n#SBATCH --output=" +
           (folder / "merge.log").string() + "\nexec " + command(options, "merge") + databases +
           " --out " + shell_word(folder.string()) + "\n";
}

// Submits a job. Returns its number, as `sbatch --parsable` prints it; empty if sbatch failed,
// which has said why.
std::string submit(const std::string& arguments)
{
    std::string said;
    std::FILE* pipe = ::popen(("sbatch --parsable " + arguments).c_str(), "r");
    if (pipe == nullptr)
        return "";
    char buffer[256];
    while (std::fgets(buffer, sizeof buffer, pipe) != nullptr)
        said += buffer;
    const bool is_good = ::pclose(pipe) == 0;
    return is_good ? said.substr(0, said.find_first_of(";\n")) : "";
}

bool reads_standard_input(const Options& options)
{
    const auto& overlays = options.overlays;
    return options.file == standard_input ||
           std::find(overlays.begin(), overlays.end(), standard_input) != overlays.end();
}

} // namespace

int submit_to_slurm(const Options& options, const fs::path& folder, std::ostream& out,
                    std::ostream& err)
{
    if (reads_standard_input(options)) {
        err << "--slurm: standard input does not reach the nodes; give the scenario as a file\n";
        return status_invalid;
    }
    make_folder(folder);
    const fs::path place = fs::absolute(folder);
    const fs::path shards = place / "shards.sbatch", merge = place / "merge.sbatch";
    write_file(shards.string(), shards_script(options, place));
    write_file(merge.string(), merge_script(options, place));
    const std::string common =
        options.sweep.slurm_options.empty() ? "" : options.sweep.slurm_options + " ";
    const std::string job = submit(common + shell_word(shards.string()));
    const std::string last =
        job.empty()
            ? ""
            : submit(common + "--dependency=afterany:" + job + " " + shell_word(merge.string()));
    if (last.empty()) {
        err << "sbatch failed; what it was given: " << shards.string() << ", " << merge.string()
            << "\n";
        return status_fault;
    }
    out << "job " << job << ": " << options.sweep.slurm << " shards; job " << last
        << " merges them\nresults: " << place.string() << "/\n";
    return status_passed;
}

} // namespace itstorm
