// SPDX-License-Identifier: Apache-2.0
// Oracle: see its_oracle.h.
#include "its_oracle.h"
#include <algorithm>
#include <tuple>

namespace its_oracle {

namespace {

constexpr std::uint32_t device_ids = 65536, collection_ids = 8192, first_lpi = 8192;
constexpr unsigned lpi_bits = 16;

// Opcodes.
constexpr unsigned movi = 0x01, int_ = 0x03, clear = 0x04, sync = 0x05, mapd = 0x08, mapc = 0x09,
                   mapti = 0x0a, inv = 0x0c, invall = 0x0d, movall = 0x0e, discard = 0x0f;

unsigned opcode(const Command& c)
{
    return c[0] & 0xff;
}

std::uint32_t device_of(const Command& c)
{
    return static_cast<std::uint32_t>(c[0] >> 32);
}

std::uint32_t event_of(const Command& c)
{
    return static_cast<std::uint32_t>(c[1]);
}

std::uint32_t lpi_of(const Command& c) // MAPTI
{
    return static_cast<std::uint32_t>(c[1] >> 32);
}

std::uint16_t icid_of(const Command& c)
{
    return static_cast<std::uint16_t>(c[2]);
}

bool valid(const Command& c)
{
    return (c[2] >> 63) != 0;
}

std::uint64_t rdbase(std::uint64_t word)
{
    return word >> 16 & 0xfffffffff;
}

// Error codes: 0x01, the opcode (CLEAR's is 5), what is wrong.
std::uint32_t code(const Command& c, std::uint32_t wrong)
{
    const std::uint32_t op = opcode(c) == clear ? 5 : opcode(c);
    return 0x010000 | op << 8 | wrong;
}

bool in_range(std::uint32_t lpi, unsigned bits)
{
    return lpi >= first_lpi && bits >= 14 && lpi < 1u << bits;
}

template <class Map, class Key>
auto find(Map& map, const Key& key) -> decltype(&map.begin()->second)
{
    const auto found = map.find(key);
    return found == map.end() ? nullptr : &found->second;
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

// ---- software's own acts ----

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

// Why the redistributor of this PE does not take the LPI; nullptr: it does.
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

// What the new place does not take stays.
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

// ---- what is wrong with a command ----

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

// ---- what a command does ----

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

// Messages accepted before have arrived when it takes effect.
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

// INV of one, INVALL of all that are mapped to the collection: completed by the SYNC of its PE.
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

// ---- a batch ----

void Oracle::batch(const std::vector<Command>& commands, const std::vector<Message>& messages)
{
    errors_.clear();
    drops_.clear();
    raced_ = !commands.empty() && !messages.empty();
    std::vector<Step> steps;
    for (const Command& command : commands) {
        steps.push_back(execute(command));
        errors_.push_back(steps.back().error);
    }
    std::vector<std::set<Arrival>> choices;
    for (const Message& message : messages)
        choices.push_back(arrivals(message, steps));
    std::set<Pending> outcomes;
    try_all(choices, {}, steps, outcomes);
    possible_.assign(outcomes.begin(), outcomes.end());
}

bool Oracle::Arrival::operator<(const Arrival& other) const
{
    return std::tie(before, pe, lpi) < std::tie(other.before, other.pe, other.lpi);
}

// It reads its device and event before command `a` of the batch, its collection before `b`, and
// arrives before `c`. A command that drains lets nothing pass that has read before it.
std::set<Oracle::Arrival> Oracle::arrivals(const Message& message, const std::vector<Step>& steps)
{
    std::set<Arrival> all;
    const auto tables = [&](std::size_t n) -> const Tables& {
        return n < steps.size() ? steps[n].before : tables_;
    };
    const auto lost = [&](std::size_t n, const char* cause) {
        all.insert({ n, pes, 0 });
        if (!raced_)
            count_drop(cause);
    };
    for (std::size_t a = 0; a <= steps.size(); a++) {
        const Tables::Device* device = find(tables(a).devices, message.device);
        if (message.device >= device_ids || device == nullptr) {
            lost(a, device == nullptr && message.device < device_ids ? "unmapped_device"
                                                                     : "device_out_of_range");
            continue;
        }
        if (message.event >= 1u << device->event_bits) {
            lost(a, "event_out_of_range");
            continue;
        }
        const Tables::Entry* entry = find(device->events, message.event);
        if (entry == nullptr) {
            lost(a, "unmapped_event");
            continue;
        }
        std::size_t last = a;
        while (last < steps.size() && !steps[last].drains)
            ++last;
        for (std::size_t b = a; b <= last; b++) {
            const unsigned* pe = find(tables(b).collections, entry->icid);
            const char* cause = pe == nullptr ? "unmapped_collection" : refusal(*pe, entry->lpi);
            if (cause != nullptr)
                lost(b, cause);
            for (std::size_t c = b; cause == nullptr && c <= last; c++)
                all.insert({ c, *pe, entry->lpi });
        }
    }
    return all;
}

void Oracle::try_all(const std::vector<std::set<Arrival>>& choices, std::vector<Arrival> chosen,
                     const std::vector<Step>& steps, std::set<Pending>& outcomes) const
{
    if (chosen.size() < choices.size()) {
        for (const Arrival& arrival : choices[chosen.size()]) {
            chosen.push_back(arrival);
            try_all(choices, chosen, steps, outcomes);
            chosen.pop_back();
        }
        return;
    }
    Pending pending = possible_.front();
    for (std::size_t n = 0; n <= steps.size(); n++) {
        for (const Arrival& arrival : chosen)
            if (arrival.before == n && arrival.pe < pes)
                pending[arrival.pe].insert(arrival.lpi);
        if (n < steps.size())
            take_effect(steps[n], pending);
    }
    outcomes.insert(pending);
}

// ---- delivery ----

std::vector<std::uint8_t> Oracle::bytes_in_use(std::uint32_t lpi) const
{
    const Bytes* bytes = find(bytes_, lpi);
    if (bytes == nullptr)
        return { 0 };
    return { bytes->held.begin() + static_cast<std::ptrdiff_t>(bytes->first), bytes->held.end() };
}

// Only a priority number below this is signalled.
std::uint8_t Oracle::threshold(unsigned pe) const
{
    const auto& active = pe_[pe].active;
    return active.empty() ? pe_[pe].pmr : std::min(pe_[pe].pmr, active.back().second);
}

bool Oracle::may_be_silent(std::uint32_t lpi, std::uint8_t threshold) const
{
    const auto bytes = bytes_in_use(lpi);
    return std::any_of(bytes.begin(), bytes.end(), [&](std::uint8_t byte) {
        return (byte & 1) == 0 || (byte & 0xf8) >= threshold;
    });
}

// Whatever byte is in use for it, it is better than `other` at this priority.
bool Oracle::must_precede(std::uint32_t lpi, std::uint32_t other, std::uint8_t priority) const
{
    const auto bytes = bytes_in_use(lpi);
    return std::all_of(bytes.begin(), bytes.end(), [&](std::uint8_t byte) {
        const std::uint8_t own = byte & 0xf8;
        return (byte & 1) != 0 && (own < priority || (own == priority && lpi < other));
    });
}

std::string Oracle::acknowledge(unsigned pe, std::uint32_t intid, std::uint8_t priority)
{
    std::set<std::uint32_t>& pending = possible_.front()[pe];
    if (intid == none) {
        for (const std::uint32_t lpi : pending)
            if (!may_be_silent(lpi, threshold(pe)))
                return "nothing is delivered, although LPI " + std::to_string(lpi) +
                       " is pending, enabled and above the mask";
        return "";
    }
    if (pending.erase(intid) == 0)
        return "LPI " + std::to_string(intid) + " is delivered and was not pending here";
    const auto bytes = bytes_in_use(intid);
    const auto in_use = [&](std::uint8_t b) { return (b & 1) != 0 && (b & 0xf8) == priority; };
    if (std::none_of(bytes.begin(), bytes.end(), in_use))
        return "LPI " + std::to_string(intid) + " is delivered by a byte that is out of use";
    if (priority >= threshold(pe))
        return "LPI " + std::to_string(intid) + " is delivered although it is masked";
    for (const std::uint32_t lpi : pending)
        if (must_precede(lpi, intid, priority))
            return "LPI " + std::to_string(intid) + " is delivered before the better " +
                   std::to_string(lpi);
    pe_[pe].active.emplace_back(intid, priority);
    return "";
}

void Oracle::end(unsigned pe)
{
    pe_[pe].active.pop_back();
}

std::vector<std::uint32_t> Oracle::active(unsigned pe) const
{
    std::vector<std::uint32_t> intids;
    for (const auto& [intid, priority] : pe_[pe].active)
        intids.push_back(intid);
    return intids;
}

} // namespace its_oracle
