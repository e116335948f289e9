// SPDX-License-Identifier: Apache-2.0
// Mappings, errors of commands, and effects of commands: see its_oracle.h.
#include "its_oracle_command.h"
#include <algorithm>

namespace its_oracle {

namespace {

// Error codes: 0x01, the opcode (CLEAR's is 5), what is wrong.
std::uint32_t code(const Command& c, std::uint32_t wrong)
{
    const std::uint32_t op = opcode(c) == clear ? 5 : opcode(c);
    return 0x010000 | op << 8 | wrong;
}

const Tables::Entry* entry_of(const Tables& t, std::uint32_t device, std::uint32_t event)
{
    const Tables::Device* d = find(t.devices, device);
    return d == nullptr ? nullptr : find(d->events, event);
}

const Tables::Entry& entry_of(const Tables& t, const Command& c)
{
    return *entry_of(t, device_of(c), event_of(c));
}

bool is_event_command(const Command& c)
{
    const unsigned op = opcode(c);
    return op == movi || op == int_ || op == clear || op == inv || op == discard;
}

} // namespace

Oracle::Oracle()
{
    for (unsigned pe = 0; pe < pes; pe++)
        tables_.collections[static_cast<std::uint16_t>(pe)] = pe;
}

// ---- accesses of software ----

void Oracle::write_byte(std::uint32_t lpi, std::uint8_t byte)
{
    bytes_[lpi].held.push_back(byte);
}

void Oracle::lpis_off(unsigned pe)
{
    pe_[pe].lpis_on = false;
    pe_[pe].in_memory.swap(possible_.front()[pe]);
}

void Oracle::lpis_on(unsigned pe, unsigned id_bits)
{
    pe_[pe].lpis_on = true;
    pe_[pe].id_bits = id_bits;
    pe_[pe].in_memory.swap(possible_.front()[pe]);
}

void Oracle::set_lpi(unsigned pe, std::uint32_t lpi)
{
    set_pending(possible_.front(), pe, lpi);
}

void Oracle::clear_lpi(unsigned pe, std::uint32_t lpi)
{
    possible_.front()[pe].erase(lpi);
}

// ---- pending ----

// Why the redistributor of this PE ignores the LPI; nullptr: it does not.
const char* Oracle::refusal(unsigned pe, std::uint32_t lpi) const
{
    if (!pe_[pe].lpis_on)
        return "lpis_off";
    return in_range(lpi, pe_[pe].id_bits) ? nullptr : "lpi_out_of_range";
}

void Oracle::set_pending(Pending& pending, unsigned pe, std::uint32_t lpi) const
{
    if (refusal(pe, lpi) == nullptr)
        pending[pe].insert(lpi);
}

// Moves a pending LPI; it stays where it is if the redistributor of the new target ignores it.
void Oracle::move(Pending& pending, unsigned from, unsigned to, std::uint32_t lpi) const
{
    if (from != to && refusal(to, lpi) == nullptr && pending[from].erase(lpi) != 0)
        pending[to].insert(lpi);
}

bool Oracle::observe(const Pending& pending)
{
    if (std::find(possible_.begin(), possible_.end(), pending) == possible_.end())
        return false;
    possible_ = { pending };
    return true;
}

// ---- errors of commands ----

std::uint32_t Oracle::check(const Command& c) const
{
    switch (opcode(c)) {
    case mapd: return device_of(c) >= device_ids ? code(c, 0x01) : 0;
    case mapc:
        if (icid_of(c) >= collection_ids)
            return code(c, 0x03);
        return valid(c) && rdbase(c[2]) >= pes ? code(c, 0x02) : 0;
    case mapti: return check_map(c);
    case invall:
        if (icid_of(c) >= collection_ids)
            return code(c, 0x03);
        return tables_.collections.count(icid_of(c)) == 0 ? code(c, 0x09) : 0;
    case sync: return rdbase(c[2]) >= pes ? code(c, 0xfe) : 0;
    case movall: return rdbase(c[2]) >= pes || rdbase(c[3]) >= pes ? code(c, 0x01) : 0;
    default: return check_event(c);
    }
}

std::uint32_t Oracle::check_map(const Command& c) const
{
    if (device_of(c) >= device_ids)
        return code(c, 0x01);
    if (icid_of(c) >= collection_ids)
        return code(c, 0x03);
    const Tables::Device* device = find(tables_.devices, device_of(c));
    if (device == nullptr)
        return code(c, 0x04);
    if (event_of(c) >= 1u << device->event_bits)
        return code(c, 0x05);
    return in_range(lpi_of(c), lpi_bits) ? 0 : code(c, 0x06);
}

std::uint32_t Oracle::check_event(const Command& c) const
{
    const bool moves = opcode(c) == movi;
    if (device_of(c) >= device_ids)
        return code(c, 0x01);
    if (moves && icid_of(c) >= collection_ids)
        return code(c, 0x03);
    const Tables::Device* device = find(tables_.devices, device_of(c));
    if (device == nullptr)
        return code(c, 0x04);
    if (event_of(c) >= 1u << device->event_bits)
        return code(c, 0x05);
    const Tables::Entry* entry = find(device->events, event_of(c));
    if (entry == nullptr)
        return code(c, 0x07);
    const bool unmapped = tables_.collections.count(entry->icid) == 0;
    if (moves)
        return unmapped || tables_.collections.count(icid_of(c)) == 0 ? code(c, 0x09) : 0;
    return unmapped ? code(c, 0x10) : 0;
}

// ---- effects of commands ----

Oracle::Step Oracle::execute(const Command& c)
{
    Step step{ c, tables_, check(c), false };
    if (step.error != 0)
        return step;
    step.drains = drains(c);
    if (opcode(c) == int_) {
        const Tables::Entry& entry = entry_of(tables_, c);
        count_drop(refusal(tables_.collections.at(entry.icid), entry.lpi));
    }
    note_invalidation(c);
    if (opcode(c) == sync)
        note_sync(static_cast<unsigned>(rdbase(c[2])));
    map(c);
    return step;
}

void Oracle::count_drop(const char* cause)
{
    if (cause != nullptr)
        ++drops_[cause];
}

// Whether messages that were accepted before this command have arrived when it takes effect.
bool Oracle::drains(const Command& c) const
{
    if (opcode(c) == movall)
        return rdbase(c[2]) != rdbase(c[3]);
    if (opcode(c) != movi)
        return opcode(c) == sync || opcode(c) == discard;
    const auto& to = tables_.collections;
    return to.at(entry_of(tables_, c).icid) != to.at(icid_of(c));
}

void Oracle::map(const Command& c)
{
    switch (opcode(c)) {
    case mapd:
        tables_.devices.erase(device_of(c));
        if (valid(c))
            tables_.devices[device_of(c)].event_bits = (c[1] & 0x1f) + 1;
        break;
    case mapc:
        tables_.collections.erase(icid_of(c));
        if (valid(c))
            tables_.collections[icid_of(c)] = static_cast<unsigned>(rdbase(c[2]));
        break;
    case mapti:
        tables_.devices[device_of(c)].events[event_of(c)] = { icid_of(c), lpi_of(c) };
        break;
    case movi: tables_.devices[device_of(c)].events[event_of(c)].icid = icid_of(c); break;
    case discard: tables_.devices[device_of(c)].events.erase(event_of(c)); break;
    default: break;
    }
}

// An INV is for one LPI, an INVALL for all that are mapped to the collection; the SYNC of its PE
// completes both.
void Oracle::note_invalidation(const Command& c)
{
    std::vector<Tables::Entry> entries;
    if (opcode(c) == inv)
        entries.push_back(entry_of(tables_, c));
    if (opcode(c) == invall)
        for (const auto& [id, device] : tables_.devices)
            for (const auto& [event, entry] : device.events)
                if (entry.icid == icid_of(c))
                    entries.push_back(entry);
    for (const Tables::Entry& entry : entries) {
        Bytes& bytes = bytes_[entry.lpi];
        bytes.invalidated[tables_.collections.at(entry.icid)] = bytes.held.size() - 1;
    }
}

void Oracle::note_sync(unsigned pe)
{
    for (auto& [lpi, bytes] : bytes_) {
        const auto done = bytes.invalidated.find(pe);
        if (done == bytes.invalidated.end())
            continue;
        bytes.first = std::max(bytes.first, done->second);
        bytes.invalidated.erase(done);
    }
}

void Oracle::take_effect(const Step& step, Pending& pending) const
{
    const Command& c = step.command;
    if (step.error != 0)
        return;
    if (opcode(c) == movall) {
        const auto from = static_cast<unsigned>(rdbase(c[2]));
        for (const std::uint32_t lpi : std::set<std::uint32_t>(pending[from]))
            move(pending, from, static_cast<unsigned>(rdbase(c[3])), lpi);
    }
    if (!is_event_command(c))
        return;
    const Tables::Entry& entry = entry_of(step.before, c);
    const unsigned pe = step.before.collections.at(entry.icid);
    switch (opcode(c)) {
    case int_: set_pending(pending, pe, entry.lpi); break;
    case clear:
    case discard: pending[pe].erase(entry.lpi); break;
    case movi: move(pending, pe, step.before.collections.at(icid_of(c)), entry.lpi); break;
    default: break;
    }
}

} // namespace its_oracle
