// SPDX-License-Identifier: Apache-2.0
// convert_to_fst(): see fst_file.h.
#include "fst_file.h"
#include <cstdlib>
#include <filesystem>
#include <spawn.h>
#include <sstream>
#include <stdexcept>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace itstorm {

namespace {

namespace fs = std::filesystem;

constexpr const char* converter = "vcd2fst";

// Whether it ended without complaint.
bool run_converter(const std::string& from, const std::string& to)
{
    std::string name = converter, input = from, output = to;
    char* const arguments[] = { name.data(), input.data(), output.data(), nullptr };
    pid_t child = -1;
    if (posix_spawnp(&child, converter, nullptr, nullptr, arguments, environ) != 0)
        return false;
    int status = -1;
    return waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

} // namespace

bool can_make_fst()
{
    const char* path = std::getenv("PATH");
    std::istringstream folders(path == nullptr ? "" : path);
    for (std::string folder; std::getline(folders, folder, ':');)
        if (access((fs::path(folder) / converter).c_str(), X_OK) == 0)
            return true;
    return false;
}

void convert_to_fst(const std::string& stem)
{
    std::error_code error;
    const std::string dump = stem + ".vcd";
    if (!fs::exists(dump, error))
        return;
    if (!run_converter(dump, stem + ".fst"))
        throw std::runtime_error(dump + " is whole, but vcd2fst did not make an FST of it");
    fs::remove(dump, error);
}

} // namespace itstorm
