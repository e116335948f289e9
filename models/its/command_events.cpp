// SPDX-License-Identifier: Apache-2.0
// CommandExec: commands on an event that is mapped. They follow device table, ITT and collection
// table as an MSI does, and then tell the redistributor.
#include "arch/lpi_table.h"
#include "command_exec.h"

namespace itstorm {

// ITE_INVALID: the entry is valid and names a collection that is not mapped, or an INTID that is no
// LPI.
std::uint32_t CommandExec::find_event(const its_cmd& command, const EventCodes& codes, Event& found)
{
    found.device = static_cast<std::uint32_t>(its_cmd_get(&command, ITS_F_DEVICE_ID));
    found.event = static_cast<std::uint32_t>(its_cmd_get(&command, ITS_F_EVENT_ID));
    if (found.device >= tables_.devices())
        return codes.device_oor;

    const auto dte = read_device(found.device);
    if (!dte)
        return ITS_TABLE_FAULT;
    if (!dte->valid)
        return codes.unmapped_device;
    if (!tables_.event_in_range(*dte, found.event))
        return codes.id_oor;

    const auto ite = read_event(found.device, *dte, found.event);
    if (!ite)
        return ITS_TABLE_FAULT;
    if (!ite->valid)
        return codes.unmapped_interrupt;
    if (ite->icid >= tables_.collections() || !lpi_in_range(ite->intid, config_.lpi_id_bits))
        return codes.ite_invalid;

    found.dte = *dte;
    found.ite = *ite;
    return find_target(ite->icid, codes.ite_invalid, found.target);
}

std::uint32_t CommandExec::inv(const its_cmd& command)
{
    Event event{};
    const EventCodes codes{ ITS_INV_DEVICE_OOR, ITS_INV_UNMAPPED_DEVICE, ITS_INV_ID_OOR,
                            ITS_INV_UNMAPPED_INTERRUPT, ITS_INV_ITE_INVALID };
    if (const auto error = find_event(command, codes, event))
        return error;
    const auto others = redistributors_->others(event.target, event.ite.intid);
    pay(costs_.message + costs_.invalidate_other * static_cast<double>(others.size()));
    remember(event.target, redistributors_->others(event.target, event.ite.intid));
    redistributors_->invalidate(event.target, event.ite.intid);
    return ITS_OK;
}

// As an MSI, but for its serial: nobody sent it. It takes its turn among the MSIs for its target.
std::uint32_t CommandExec::interrupt(const its_cmd& command)
{
    Event event{};
    const EventCodes codes{ ITS_INT_DEVICE_OOR, ITS_INT_UNMAPPED_DEVICE, ITS_INT_ID_OOR,
                            ITS_INT_UNMAPPED_INTERRUPT, ITS_INT_ITE_INVALID };
    if (const auto error = find_event(command, codes, event))
        return error;
    pay(costs_.message);
    const LpiAnswer answer = translator_.send(turn_, event.target, event.ite.intid, 0);
    ledger_.book(&Ledger::set_by_int);
    if (answer != LpiAnswer::Taken)
        drops_.drop({ event.device, event.event, 0 }, cause_of(answer));
    return ITS_OK;
}

// Choice: an MSI in translation may set the bit again after CLEAR, as one that comes later would.
std::uint32_t CommandExec::clear(const its_cmd& command)
{
    Event event{};
    const EventCodes codes{ ITS_CLEAR_DEVICE_OOR, ITS_CLEAR_UNMAPPED_DEVICE, ITS_CLEAR_ID_OOR,
                            ITS_CLEAR_UNMAPPED_INTERRUPT, ITS_CLEAR_ITE_INVALID };
    if (const auto error = find_event(command, codes, event))
        return error;
    pay(costs_.message);
    redistributors_->clear(event.target, event.ite.intid);
    return ITS_OK;
}

// Choice: DISCARD waits, between writing the entry and clearing the LPI, for every MSI accepted
// before: one that has read the old entry would make the LPI pending for ever.
std::uint32_t CommandExec::discard(const its_cmd& command)
{
    Event event{};
    const EventCodes codes{ ITS_DISCARD_DEVICE_OOR, ITS_DISCARD_UNMAPPED_DEVICE, ITS_DISCARD_ID_OOR,
                            ITS_DISCARD_UNMAPPED_INTERRUPT, ITS_DISCARD_ITE_INVALID };
    if (const auto error = find_event(command, codes, event))
        return error;
    if (!store(event, {}))
        return ITS_TABLE_FAULT;
    translator_.drain();
    pay(costs_.message);
    redistributors_->clear(event.target, event.ite.intid);
    return ITS_OK;
}

// MOVI has no code for an impossible entry: its collection counts as not mapped.
//
// Choice: between two targets it waits as DISCARD does, so that nothing becomes pending at the old
// one afterwards.
std::uint32_t CommandExec::movi(const its_cmd& command)
{
    const auto device = its_cmd_get(&command, ITS_F_DEVICE_ID);
    const auto icid = static_cast<std::uint16_t>(its_cmd_get(&command, ITS_F_ICID));
    if (device < tables_.devices() && icid >= tables_.collections())
        return ITS_MOVI_COLLECTION_OOR;

    Event event{};
    const EventCodes codes{ ITS_MOVI_DEVICE_OOR, ITS_MOVI_UNMAPPED_DEVICE, ITS_MOVI_ID_OOR,
                            ITS_MOVI_UNMAPPED_INTERRUPT, ITS_MOVI_UNMAPPED_COLLECTION };
    if (const auto error = find_event(command, codes, event))
        return error;
    unsigned to = 0;
    if (const auto error = find_target(icid, ITS_MOVI_UNMAPPED_COLLECTION, to))
        return error;

    if (!store(event, { true, icid, event.ite.intid }))
        return ITS_TABLE_FAULT;
    if (to != event.target) {
        translator_.drain();
        pay(costs_.message + costs_.message); // to the old target and to the new one
        redistributors_->move(event.target, event.ite.intid, to);
    }
    redistributors_->map_lpi(event.ite.intid, its_number(), icid);
    return ITS_OK;
}

} // namespace itstorm
