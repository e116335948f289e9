// SPDX-License-Identifier: Apache-2.0
// Rows of platform.pci[]: what is behind a function, and what only one kind of device has. Keys of
// one kind have no default in the table, since a function of another kind does not have them.
#include "field_row.h"
#include "fields_parts.h"

namespace itstorm {

using namespace rows;

std::vector<Field> kind_rows()
{
    return {
        choice("platform.pci[].kind", "generator|nic|nvme|buggy|hostile",
               "the device: a plain source of interrupts, a network card, a storage controller, "
               "...")
            .by_default("generator")
            .into<&FunctionConfig::kind>(),
        duration("platform.pci[].service", "time of a command in its channel; without it 10us")
            .only("nvme")
            .at_least(1)
            .assumed("a fast flash drive")
            .into<&NvmeConfig::service_ps>(),
        choice("platform.pci[].service_times", "fixed|exponential",
               "whether all take that long, or as a mean; without it fixed")
            .only("nvme")
            .assumed()
            .into<&NvmeConfig::service>(),
        count("platform.pci[].channels", "commands", "worked on at a time; without it 8")
            .only("nvme")
            .range(1, 4096)
            .assumed()
            .into<&NvmeConfig::channels>(),
    };
}

} // namespace itstorm
