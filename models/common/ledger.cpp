// SPDX-License-Identifier: Apache-2.0
// Names of the drop causes; which member is which line of the books.
#include "ledger.h"

namespace itstorm {

const char* drop_name(Drop cause)
{
    switch (cause) {
    case Drop::FunctionFull: return "function_full";
    case Drop::ForgedId: return "forged_id";
    case Drop::IommuBlocked: return "iommu_blocked";
    case Drop::IommuFault: return "iommu_fault";
    case Drop::BusError: return "bus_error";
    case Drop::NotDoorbell: return "not_doorbell";
    case Drop::ItsDisabled: return "its_disabled";
    case Drop::TableInvalid: return "table_invalid";
    case Drop::DeviceOutOfRange: return "device_out_of_range";
    case Drop::UnmappedDevice: return "unmapped_device";
    case Drop::EventOutOfRange: return "event_out_of_range";
    case Drop::UnmappedEvent: return "unmapped_event";
    case Drop::CollectionOutOfRange: return "collection_out_of_range";
    case Drop::UnmappedCollection: return "unmapped_collection";
    case Drop::BadTarget: return "bad_target";
    case Drop::LpisOff: return "lpis_off";
    case Drop::LpiOutOfRange: return "lpi_out_of_range";
    case Drop::TableFault: return "table_fault";
    case Drop::Count: break;
    }
    return "unknown";
}

namespace {

struct Row {
    BookLine name;
    std::uint64_t Ledger::*line;
};

constexpr Row rows[] = {
    { BookLine::Sent, &Ledger::msis_sent },
    { BookLine::SetByInt, &Ledger::set_by_int },
    { BookLine::MergedInDevice, &Ledger::merged_in_device },
    { BookLine::MergedInRedistributor, &Ledger::merged_in_redistributor },
    { BookLine::Acknowledged, &Ledger::acknowledged },
    { BookLine::Cleared, &Ledger::cleared },
    { BookLine::Written, &Ledger::commands_written },
    { BookLine::Executed, &Ledger::commands_executed },
    { BookLine::Skipped, &Ledger::commands_skipped },
    { BookLine::Abandoned, &Ledger::commands_abandoned },
};

} // namespace

bool Ledger::loses(std::uint64_t Ledger::*line)
{
    for (const Row& row : rows)
        if (row.line == line)
            return lost.is(row.name);
    return false;
}

} // namespace itstorm
