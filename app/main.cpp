// The itstorm command. `main` lives in SystemC's library; it calls sc_main.
#include "cli.h"
#include "objects.h"
#include "provenance.h"
#include "terminal.h"
#include <cstdlib>
#include <iostream>
#include <systemc>

namespace itstorm {

namespace {

// SystemC prints its copyright before sc_main; README and LICENSE name it instead.
[[gnu::constructor]] void silence_banner()
{
    setenv("SYSTEMC_DISABLE_COPYRIGHT_MESSAGE", "1", 0);
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
    return run_command(*options, { load_objects, simulate, provenance_of, inspect_object },
                       std::cout, std::cerr);
}
