// SPDX-License-Identifier: Apache-2.0
// The rows of platform.pci[] that every function has: who it is, its vectors, its link. What one
// kind of device has: fields_kinds.cpp and fields_faults.cpp.
#include "field_row.h"
#include "fields_parts.h"

namespace itstorm {

using namespace rows;

namespace {

std::vector<Field> function_rows()
{
    return {
        list("platform.pci", "PCI functions"),
        name("platform.pci[].name", "its name").required().into<&FunctionConfig::name>(),
        FieldRow(Kind::Bdf, "platform.pci[].bdf",
                 "bus, device, function: \"0000:01:00.0\"; its number is the Requester ID")
            .required()
            .into<&FunctionConfig::bdf>(),
        number("platform.pci[].device_id",
               "what its MSIs carry to the ITS; without it as platform.msi_map says")
            .range(0, 0xffffffff)
            .into<&FunctionConfig::device_id>(),
        flag("platform.pci[].intx", "whether it has an interrupt pin, wired to an SPI of its own")
            .by_default("false")
            .into<&FunctionConfig::intx>(),
        count("platform.pci[].vectors", "vectors", "MSI-X vectors")
            .range(1, 2048)
            .by_default("32")
            .into<&FunctionConfig::vectors>(),
        name("platform.pci[].its", "the ITS its MSIs go to; the first"),
    };
}

std::vector<Field> link_rows()
{
    return {
        FieldRow(Kind::Link, "platform.pci[].link",
                 "generation and lanes, gen1..gen5 x 1, 2, 4, 8, 16; off: no serialisation")
            .by_default("gen3x4", "gen2x1", "off")
            .derived("lane rate and coding of PCIe")
            .into<&LinkConfig::bytes_per_second>(),
        choice("platform.pci[].when_full", "hold|drop",
               "what becomes of a message while another one waits for the link: it waits in its "
               "pending bit, or is lost")
            .by_default("hold")
            .into<&FunctionConfig::when_full>(),
        bytes("platform.pci[].msi_bytes",
              "one MSI on the wire; without it 24B, or 28B to an address beyond 4GiB")
            .range(20, 64)
            .documented("Intel AN 708: framing of a posted write")
            .into<&LinkConfig::msi_bytes>(),
        count("platform.pci[].posted_credits", "writes",
              "posted writes on the way and not accepted; 0: unlimited")
            .range(0, 4096)
            .by_default("32", "8", "0")
            .assumed()
            .into<&LinkConfig::posted_credits>(),
        duration("platform.pci[].oneway", "last bit on the link to arrival in the memory system")
            .range(0, 1'000'000'000)
            .by_default("300ns", "500ns", "0ns")
            .derived("half of published PCIe round trips")
            .into<&LinkConfig::oneway_ps>(),
    };
}

} // namespace

std::vector<Field> pci_rows()
{
    return joined_rows({ function_rows(), link_rows() });
}

} // namespace itstorm
