// SPDX-License-Identifier: Apache-2.0
// The rows of `platform`, except its PCI functions: PEs, interrupt controller, memory, ITSs, and
// how Requester IDs become DeviceIDs.
#include "field_row.h"
#include "fields_parts.h"

namespace itstorm {

using namespace rows;

namespace {

void set_pes(Target& t, const Value& v)
{
    store<&SocConfig::pes>(t, v);
    store<&RedistributorConfig::targets>(t, v);
}

void set_lpi_id_bits(Target& t, const Value& v)
{
    store<&SocConfig::lpi_id_bits>(t, v);
    store<&RedistributorConfig::lpi_id_bits>(t, v);
}

std::vector<Field> machine_rows()
{
    return {
        choice("platform.profile", "server|embedded|ideal",
               "which column of defaults: GIC-600 class, GIC-500 class, all costs zero")
            .by_default("server")
            .into<&Scenario::profile>(),
        count("platform.pes", "PEs", "processing elements")
            .range(1, 512)
            .by_default("1")
            .with(set_pes),
        count("platform.list_registers", "list registers", "list registers of each CPU interface")
            .range(1, 16)
            .by_default("4", "4", "16")
            .assumed("usual builds")
            .into<&RedistributorConfig::list_registers>(),
        count("platform.lpi_id_bits", "bits", "width of physical INTIDs")
            .range(14, 24)
            .by_default("16")
            .documented("GICD_TYPER.IDbits")
            .with(set_lpi_id_bits),
        flag("platform.direct_lpi", "build GICR_SETLPIR and GICR_CLRLPIR")
            .by_default("false")
            .documented("GICR_TYPER.DirectLPI; GIC-600: 0 with an ITS")
            .into<&RedistributorConfig::direct_lpi>(),
        flag("platform.lpis_can_be_disabled",
             "GICR_CTLR.EnableLPIs can be cleared; false: it stays set, CES reads 0")
            .by_default("true")
            .assumed("GICR_CTLR.CES; implementation defined")
            .into<&RedistributorConfig::lpis_can_be_disabled>(),
        count("platform.spis", "SPIs", "shared peripheral interrupts; a multiple of 32, or 988")
            .range(0, 988)
            .by_default("96")
            .documented("GICD_TYPER.ITLinesNumber")
            .into<&RedistributorConfig::spis>(),
        count("platform.security_states", "Security states",
              "1: GICD_CTLR.DS; 2: hypervisor and guests are the Non-secure side")
            .range(1, 2)
            .by_default("1")
            .into<&RedistributorConfig::security_states>(),
        bytes("platform.ram", "memory for hypervisor and guests")
            .range(64ull << 20, 1ull << 40)
            .by_default("4GiB")
            .into<&SocConfig::ram_bytes>(),
    };
}

std::vector<Field> its_rows()
{
    return {
        list("platform.its", "list of ITSs"),
        name("platform.its[].name", "its name in statistics").required().into<&ItsInstance::name>(),
        bytes("platform.its[].command_queue",
              "command ring that the hypervisor sets up; a multiple of 4KiB")
            .range(4096, 1 << 20)
            .by_default("64KiB")
            .documented("Linux: 64 KiB; Xen: 1 MiB")
            .into<&ItsInstance::cmdq_bytes>(),
        count("platform.its[].device_bits", "bits", "width of DeviceIDs")
            .range(1, 20)
            .by_default("16")
            .documented("GIC-600 TRM: up to 20")
            .into<&ItsConfig::device_bits>(),
        count("platform.its[].event_bits", "bits", "width of EventIDs")
            .range(1, 16)
            .by_default("16")
            .documented("GIC-600 TRM: up to 16")
            .into<&ItsConfig::event_bits>(),
        count("platform.its[].icid_bits", "bits", "width of collection numbers")
            .range(1, 16)
            .by_default("16")
            .documented("GIC-600 TRM: 14")
            .into<&ItsConfig::icid_bits>(),
        choice("platform.its[].error_mode", "stall|skip",
               "what a bad command does: the ring stops on it, or goes on behind it")
            .by_default("stall")
            .into<&ItsConfig::error_mode>(),
        choice("platform.its[].creadr", "completion|fetch",
               "CREADR passes a command that is complete, or one that has been fetched")
            .by_default("completion")
            .assumed()
            .into<&ItsConfig::creadr>(),
        flag("platform.its[].indirect", "whether its device table may have two levels")
            .by_default("true")
            .documented("GIC-600 TRM")
            .into<&ItsConfig::indirect>(),
        flag("platform.its[].umsi",
             "whether GITS_STATUSR and GITS_UMSIR report messages without a mapping")
            .by_default("false")
            .into<&ItsConfig::umsi>(),
        flag("platform.its[].inv", "whether clearing GITS_CTLR.Enabled invalidates its caches")
            .by_default("false")
            .into<&ItsConfig::inv>(),
    };
}

std::vector<Field> msi_map_rows()
{
    return {
        list("platform.msi_map",
             "ranges of Requester IDs and the DeviceIDs they get; a Requester ID outside of them "
             "is its own DeviceID"),
        FieldRow(Kind::Bdf, "platform.msi_map[].bdf", "the first Requester ID")
            .required()
            .into<&MsiMapEntry::requester>(),
        number("platform.msi_map[].device_id", "the first DeviceID")
            .range(0, 0xffffffff)
            .required()
            .into<&MsiMapEntry::device_id>(),
        count("platform.msi_map[].length", "functions", "how many of them")
            .range(1, 65536)
            .by_default("1")
            .into<&MsiMapEntry::length>(),
    };
}

} // namespace

std::vector<Field> platform_rows()
{
    return joined_rows({ machine_rows(), its_rows(), msi_map_rows() });
}

} // namespace itstorm
