// SPDX-License-Identifier: Apache-2.0
// See list_register_reference.h.
#include "list_register_reference.h"
#include <algorithm>

namespace itstorm::reference {

namespace {

constexpr std::uint32_t nothing = 1023, first_special = 1020, first_lpi = 8192;

bool special(std::uint32_t vintid)
{
    return vintid >= first_special && vintid <= nothing;
}

} // namespace

Machine::Machine(unsigned list_registers, unsigned pri_bits, unsigned pre_bits)
    : priority_bits(pri_bits), preemption_bits(pre_bits), entries(list_registers)
{
    set_point(0, 0);
    set_point(1, 0);
}

void Machine::load(unsigned n, const Entry& entry)
{
    entries[n] = entry;
    const unsigned step = 1u << (8 - priority_bits);
    entries[n].priority = entry.priority / step * step;
    entries[n].eoi = entry.eoi && !entry.hw;
    entries[n].pintid = entry.hw ? entry.pintid : 0;
}

void Machine::set_priority_mask(unsigned value)
{
    const unsigned step = 1u << (8 - priority_bits);
    priority_mask = value / step * step;
}

// The smallest point is the one that splits off what preemption bits there are.
void Machine::set_point(unsigned group, unsigned value)
{
    point[group] = std::max(value, 7 - preemption_bits + group);
}

void Machine::set_active_levels(unsigned group, std::uint32_t levels)
{
    for (unsigned level = 0; level < 1u << preemption_bits; level++) {
        const auto key = std::make_pair(level << (8 - preemption_bits), group);
        if ((levels >> level & 1u) != 0)
            active_.insert(key);
        else
            active_.erase(key);
    }
}

std::uint32_t Machine::active_levels(unsigned group) const
{
    std::uint32_t levels = 0;
    for (const auto& [priority, g] : active_)
        if (g == group)
            levels += 1u << (priority >> (8 - preemption_bits));
    return levels;
}

unsigned Machine::group_part(unsigned priority, unsigned group) const
{
    const unsigned bits = group == 0 || common_point ? point[0] + 1 : point[1];
    return priority >> bits << bits;
}

// Pending and not active, group enabled, lowest priority number; ties: lowest index.
const Entry* Machine::candidate() const
{
    const Entry* best = nullptr;
    for (const Entry& e : entries)
        if (e.pending && !e.active && enabled[e.group1] &&
            (best == nullptr || e.priority < best->priority))
            best = &e;
    return on ? best : nullptr;
}

std::uint32_t Machine::highest(unsigned group) const
{
    const Entry* best = candidate();
    return best != nullptr && best->group1 == (group == 1) ? best->vintid : nothing;
}

unsigned Machine::running() const
{
    return active_.empty() ? 255 : active_.begin()->first;
}

bool Machine::signals(unsigned group) const
{
    const Entry* best = candidate();
    if (best == nullptr || best->group1 != (group == 1) || best->priority >= priority_mask)
        return false;
    return active_.empty() ||
           group_part(best->priority, group) < group_part(active_.begin()->first, group);
}

std::uint32_t Machine::acknowledge(unsigned group)
{
    if (!signals(group))
        return nothing;
    Entry& taken = entries[static_cast<std::size_t>(candidate() - entries.data())];
    taken.pending = false;
    taken.active = !special(taken.vintid);
    if (taken.active)
        active_.insert({ group_part(taken.priority, group), group });
    return taken.vintid;
}

Entry* Machine::active(std::uint32_t vintid)
{
    for (Entry& e : entries)
        if (e.active && e.vintid == vintid)
            return &e;
    return nullptr;
}

std::uint32_t Machine::release(Entry& entry)
{
    entry.active = false;
    return entry.hw && entry.pintid < first_special ? entry.pintid : nothing;
}

void Machine::count_end(std::uint32_t vintid)
{
    if (vintid < first_lpi)
        end_count = (end_count + 1) % 32;
}

std::uint32_t Machine::end(unsigned group, std::uint32_t vintid)
{
    if (special(vintid) || active_.empty())
        return nothing;
    const unsigned dropped = active_.begin()->first;
    active_.erase(active_.begin());
    Entry* entry = active(vintid);
    if (entry == nullptr) {
        count_end(vintid);
        return nothing;
    }
    if (split && vintid < first_lpi)
        return nothing;
    const bool matches =
        entry->group1 == (group == 1) && group_part(entry->priority, group) == dropped;
    return matches ? release(*entry) : nothing;
}

std::uint32_t Machine::deactivate(std::uint32_t vintid)
{
    if (!split || special(vintid) || vintid >= first_lpi)
        return nothing;
    if (Entry* entry = active(vintid); entry != nullptr)
        return release(*entry);
    count_end(vintid);
    return nothing;
}

std::uint32_t Machine::eisr() const
{
    std::uint32_t bits = 0;
    for (std::size_t n = 0; n < entries.size(); n++)
        if (!entries[n].valid() && !entries[n].hw && entries[n].eoi)
            bits += 1u << n;
    return bits;
}

std::uint32_t Machine::elrsr() const
{
    std::uint32_t bits = 0;
    for (std::size_t n = 0; n < entries.size(); n++)
        if (!entries[n].valid() && (entries[n].hw || !entries[n].eoi))
            bits += 1u << n;
    return bits;
}

std::uint32_t Machine::misr() const
{
    const auto valid =
        std::count_if(entries.begin(), entries.end(), [](const Entry& e) { return e.valid(); });
    const bool none_pending = std::none_of(entries.begin(), entries.end(),
                                           [](const Entry& e) { return e.pending && !e.active; });
    std::uint32_t bits = eisr() != 0 ? 0x01 : 0;
    bits += wants_u && valid <= 1 ? 0x02 : 0;
    bits += wants_lrenp && end_count != 0 ? 0x04 : 0;
    bits += wants_np && none_pending ? 0x08 : 0;
    bits += wants_enabled[0] && enabled[0] ? 0x10 : 0;
    bits += wants_disabled[0] && !enabled[0] ? 0x20 : 0;
    bits += wants_enabled[1] && enabled[1] ? 0x40 : 0;
    bits += wants_disabled[1] && !enabled[1] ? 0x80 : 0;
    return bits;
}

} // namespace itstorm::reference
