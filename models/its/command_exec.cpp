// SPDX-License-Identifier: Apache-2.0
// CommandExec: see command_exec.h. The table of commands, and those that map, invalidate a
// collection, or synchronise.
#include "command_exec.h"
#include "arch/lpi_table.h"
#include "common/kernel_thread.h"
#include "common/simulated_time.h"

namespace itstorm {

const CommandExec::Row CommandExec::rows[] = {
    { ITS_OP_MAPD, &CommandExec::mapd },     { ITS_OP_MAPC, &CommandExec::mapc },
    { ITS_OP_MAPTI, &CommandExec::mapti },   { ITS_OP_MAPI, &CommandExec::mapi },
    { ITS_OP_MOVI, &CommandExec::movi },     { ITS_OP_DISCARD, &CommandExec::discard },
    { ITS_OP_INT, &CommandExec::interrupt }, { ITS_OP_CLEAR, &CommandExec::clear },
    { ITS_OP_INV, &CommandExec::inv },       { ITS_OP_INVALL, &CommandExec::invall },
    { ITS_OP_SYNC, &CommandExec::sync },     { ITS_OP_MOVALL, &CommandExec::movall },
};

CommandExec::CommandExec(const Clock& clock, const ItsConfig& config, ItsTables& tables,
                         TableWalk& walk, Translator& translator,
                         sc_core::sc_port<LpiTargetIf>& redistributors, Ledger& ledger,
                         Drops& drops)
    : costs_(clock, config), config_(config), tables_(tables), walk_(walk), translator_(translator),
      redistributors_(redistributors), ledger_(ledger), drops_(drops), service_(config)
{
}

std::uint32_t CommandExec::execute(const its_cmd& command)
{
    const auto opcode = static_cast<unsigned>(its_cmd_get(&command, ITS_F_OPCODE));
    for (const Row& row : rows)
        if (row.opcode == opcode)
            return (this->*row.handler)(command);
    return its_err_unknown(opcode);
}

void CommandExec::settle()
{
    if (owed_ == sc_core::SC_ZERO_TIME)
        return;
    const sc_core::sc_time owed = owed_;
    owed_ = sc_core::SC_ZERO_TIME;
    sim::wait(service_(owed));
}

void CommandExec::pay(sc_core::sc_time cost)
{
    owe(cost);
    settle();
}

// An entry that is not cached now may be cached when its read would begin.
std::optional<its_dte> CommandExec::read_device(std::uint32_t device)
{
    if (const auto hit = walk_.cached_device(device))
        return hit;
    settle();
    return walk_.device(device);
}

std::optional<DevicePlace> CommandExec::find_place(std::uint32_t device)
{
    if (const auto known = walk_.cached_place(device))
        return known;
    settle();
    return walk_.place(device);
}

std::optional<its_ite> CommandExec::read_event(std::uint32_t device, const its_dte& dte,
                                               std::uint32_t event)
{
    if (const auto hit = walk_.cached_event(device, event))
        return hit;
    settle();
    return walk_.event(device, dte, event);
}

std::optional<its_cte> CommandExec::read_collection(std::uint32_t icid)
{
    if (const auto hit = walk_.cached_collection(icid))
        return hit;
    settle();
    return walk_.collection(icid);
}

// V=0 ignores Size and ITT_addr. Choice: a device that has no entry because its level-1 entry is
// invalid is out of range.
std::uint32_t CommandExec::mapd(const its_cmd& command)
{
    const auto device = static_cast<std::uint32_t>(its_cmd_get(&command, ITS_F_DEVICE_ID));
    const bool valid = its_cmd_get(&command, ITS_F_VALID) != 0;
    const auto event_bits = static_cast<std::uint8_t>(its_cmd_get(&command, ITS_F_SIZE) + 1);
    if (device >= tables_.devices())
        return ITS_MAPD_DEVICE_OOR;
    if (valid && event_bits > config_.event_bits)
        return ITS_MAPD_ITTSIZE_OOR;
    const auto place = find_place(device);
    if (!place)
        return ITS_TABLE_FAULT;
    if (!place->exists)
        return ITS_MAPD_DEVICE_OOR;

    pay(costs_.table_write);
    const its_dte dte{ valid, event_bits, its_cmd_itt_address(&command) };
    const bool stored = tables_.store_device(*place, dte);
    walk_.drop_device(device);
    return stored ? ITS_OK : ITS_TABLE_FAULT;
}

// V=0 ignores RDbase.
std::uint32_t CommandExec::mapc(const its_cmd& command)
{
    const auto icid = static_cast<std::uint32_t>(its_cmd_get(&command, ITS_F_ICID));
    const bool valid = its_cmd_get(&command, ITS_F_VALID) != 0;
    const std::uint64_t rdbase = its_cmd_get(&command, ITS_F_RDBASE);
    if (icid >= tables_.collections())
        return ITS_MAPC_COLLECTION_OOR;
    if (valid && rdbase >= redistributors_->targets())
        return ITS_MAPC_PROCNUM_OOR;

    pay(costs_.table_write);
    const bool stored = tables_.store_collection(icid, { valid, rdbase });
    walk_.drop_collection(icid);
    if (stored && valid)
        redistributors_->map_collection(its_number(), static_cast<std::uint16_t>(icid),
                                        static_cast<unsigned>(rdbase));
    return stored ? ITS_OK : ITS_TABLE_FAULT;
}

std::uint32_t CommandExec::mapti(const its_cmd& command)
{
    const auto intid = static_cast<std::uint32_t>(its_cmd_get(&command, ITS_F_PINTID));
    return map_event(command, intid,
                     { ITS_MAPTI_DEVICE_OOR, ITS_MAPTI_COLLECTION_OOR, ITS_MAPTI_UNMAPPED_DEVICE,
                       ITS_MAPTI_ID_OOR, ITS_MAPTI_PHYSICALID_OOR });
}

// The INTID is the EventID.
std::uint32_t CommandExec::mapi(const its_cmd& command)
{
    const auto intid = static_cast<std::uint32_t>(its_cmd_get(&command, ITS_F_EVENT_ID));
    return map_event(command, intid,
                     { ITS_MAPI_DEVICE_OOR, ITS_MAPI_COLLECTION_OOR, ITS_MAPI_UNMAPPED_DEVICE,
                       ITS_MAPI_ID_OOR, ITS_MAPI_PHYSICALID_OOR });
}

// The collection need not be mapped yet. Choice (P-REMAP): a valid entry is overwritten, old
// pending state is left alone.
std::uint32_t CommandExec::map_event(const its_cmd& command, std::uint32_t intid,
                                     const MapCodes& codes)
{
    const auto device = static_cast<std::uint32_t>(its_cmd_get(&command, ITS_F_DEVICE_ID));
    const auto event = static_cast<std::uint32_t>(its_cmd_get(&command, ITS_F_EVENT_ID));
    const auto icid = static_cast<std::uint16_t>(its_cmd_get(&command, ITS_F_ICID));
    if (device >= tables_.devices())
        return codes.device_oor;
    if (icid >= tables_.collections())
        return codes.collection_oor;

    const auto dte = read_device(device);
    if (!dte)
        return ITS_TABLE_FAULT;
    if (!dte->valid)
        return codes.unmapped_device;
    if (!tables_.event_in_range(*dte, event))
        return codes.id_oor;
    if (!lpi_in_range(intid, config_.lpi_id_bits))
        return codes.physical_id_oor;

    if (!store({ device, event, *dte, {}, 0 }, { true, icid, intid }))
        return ITS_TABLE_FAULT;
    redistributors_->map_lpi(intid, its_number(), icid);
    return ITS_OK;
}

// One write; cached copies of the entry are dropped.
bool CommandExec::store(const Event& event, const its_ite& ite)
{
    pay(costs_.table_write);
    const bool stored = tables_.store_event(event.dte, event.event, ite);
    walk_.drop_event(event.device, event.event);
    return stored;
}

// The redistributor of a collection.
std::uint32_t CommandExec::find_target(std::uint32_t icid, std::uint32_t unmapped_code,
                                       unsigned& target)
{
    const auto cte = read_collection(icid);
    if (!cte)
        return ITS_TABLE_FAULT;
    if (!cte->valid || cte->rdbase >= redistributors_->targets())
        return unmapped_code;
    target = static_cast<unsigned>(cte->rdbase);
    return ITS_OK;
}

std::uint32_t CommandExec::invall(const its_cmd& command)
{
    const auto icid = static_cast<std::uint32_t>(its_cmd_get(&command, ITS_F_ICID));
    if (icid >= tables_.collections())
        return ITS_INVALL_COLLECTION_OOR;

    unsigned target = 0;
    if (const auto error = find_target(icid, ITS_INVALL_UNMAPPED_COLLECTION, target))
        return error;
    const auto others = redistributors_->others(target);
    pay(costs_.message + costs_.invalidate_other * static_cast<double>(others.size()));
    pay(redistributors_->invalidate_all_time(target));
    remember(target, redistributors_->others(target));
    redistributors_->invalidate_all(target);
    return ITS_OK;
}

// The collection table does not change. Choice: MOVALL waits as MOVI does, so that no LPI becomes
// pending at the old target afterwards.
std::uint32_t CommandExec::movall(const its_cmd& command)
{
    const std::uint64_t from = its_cmd_get(&command, ITS_F_RDBASE);
    const std::uint64_t to = its_cmd_get(&command, ITS_F_RDBASE_TO);
    if (from >= redistributors_->targets() || to >= redistributors_->targets())
        return ITS_MOVALL_PROCNUM_OOR;
    if (from == to)
        return ITS_OK;

    settle();
    translator_.drain();
    const auto source = static_cast<unsigned>(from), destination = static_cast<unsigned>(to);
    owe(costs_.message + costs_.message);
    pay(redistributors_->move_all_time(source, destination));
    redistributors_->move_all(source, destination);
    return ITS_OK;
}

// It also waits for all that INV and INVALL have reached on the way through this target.
//
// Choice: every MSI accepted before is waited for, whatever its target; which target it has is
// known only when translated.
std::uint32_t CommandExec::sync(const its_cmd& command)
{
    const std::uint64_t rdbase = its_cmd_get(&command, ITS_F_RDBASE);
    if (rdbase >= redistributors_->targets())
        return ITS_SYNC_TARGET_BAD;

    settle();
    translator_.drain();
    pay(costs_.sync_round_trip);
    const auto target = static_cast<unsigned>(rdbase);
    std::set<unsigned> others;
    others.swap(invalidated_[target]);
    const sim::Crossing crossing; // they may be somebody else's
    redistributors_->sync(target);
    for (const unsigned other : others)
        redistributors_->sync(other);
    return ITS_OK;
}

// For the SYNC of this target.
void CommandExec::remember(unsigned target, const std::vector<unsigned>& others)
{
    if (!others.empty())
        invalidated_[target].insert(others.begin(), others.end());
}

unsigned CommandExec::its_number()
{
    if (!its_number_)
        its_number_ = redistributors_->add_its();
    return *its_number_;
}

} // namespace itstorm
