// SPDX-License-Identifier: Apache-2.0
// Names of the drop causes; which booking a seeded fault loses.
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

struct Uncounted {
    Fault fault;
    std::uint64_t Ledger::*line;
};

constexpr Uncounted uncounted[] = {
    { Fault::SentUncounted, &Ledger::msis_sent },
    { Fault::IntUncounted, &Ledger::set_by_int },
    { Fault::DeviceMergeUncounted, &Ledger::merged_in_device },
    { Fault::MergeUncounted, &Ledger::merged_in_redistributor },
    { Fault::AckUncounted, &Ledger::acknowledged },
    { Fault::ClearUncounted, &Ledger::cleared },
    { Fault::WrittenUncounted, &Ledger::commands_written },
    { Fault::ExecuteUncounted, &Ledger::commands_executed },
    { Fault::SkipUncounted, &Ledger::commands_skipped },
    { Fault::AbandonUncounted, &Ledger::commands_abandoned },
};

} // namespace

bool Ledger::loses(std::uint64_t Ledger::*line)
{
    for (const Uncounted& row : uncounted)
        if (row.line == line)
            return fault.fires(row.fault);
    return false;
}

} // namespace itstorm
