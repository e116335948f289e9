// SPDX-License-Identifier: Apache-2.0
// The itstorm command. `main` lives in SystemC's library; it calls sc_main.
#include "cli.h"
#include "objects.h"
#include "provenance.h"
#include "terminal.h"
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <systemc>

namespace itstorm {

namespace {

// SystemC prints its copyright before sc_main; README and LICENSE name it instead.
[[gnu::constructor]] void silence_banner()
{
    setenv("SYSTEMC_DISABLE_COPYRIGHT_MESSAGE", "1", 0);
}

// The folder of the shipped scenarios: ../share/itstorm where the program is installed, else in the
// source tree, above the build folder.
std::string gallery()
{
    std::error_code error;
    auto folder = std::filesystem::read_symlink("/proc/self/exe", error).parent_path();
    const auto installed = folder.parent_path() / "share/itstorm/scenarios";
    if (exists(installed, error))
        return installed.string();
    while (folder.has_relative_path() && !exists(folder / "scenarios/00-smoke.yaml", error))
        folder = folder.parent_path();
    return folder.has_relative_path() ? (folder / "scenarios").string() : "scenarios";
}

} // namespace

} // namespace itstorm

int sc_main(int argc, char** argv)
{
    using namespace itstorm;
    int status = 0;
    auto options = parse_command_line(argc, argv, status);
    if (!options)
        return status;
    options->width = terminal_width();
    if (options->command == Options::Command::List && options->files.empty())
        options->files = { gallery() };
    return run_command(*options, { load_objects, simulate, provenance_of, inspect_object },
                       std::cout, std::cerr);
}
