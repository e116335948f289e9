// SPDX-License-Identifier: Apache-2.0
#include "its_stream.h"
#include "its_oracle_command.h"

namespace its_oracle {
namespace {

constexpr unsigned devices = 3, events = 4, collections = 5;
constexpr unsigned lpis_per_event = 2;
constexpr unsigned narrow_pe = 3, narrow_bits = 14; // INTID bits there; lpi_bits at other PEs
constexpr std::uint8_t open_mask = 0xf8;
constexpr std::uint8_t enabled_a0 = 0xa3; // configuration byte: priority 0xa0, enabled

// Outside the device table, and an INTID outside the LPIs; an ICID outside the collection table.
constexpr std::uint32_t beyond_16_bits = 70000, beyond_collections = 9000;

// Each event has two LPIs that no other event has. Those of device 2 need more than narrow_bits.
std::uint32_t lpi_for(std::uint32_t device, std::uint32_t event, unsigned which)
{
    return first_lpi + (device == 2 ? 20000 : 0) + (device * events + event) * lpis_per_event +
           which;
}

std::vector<std::uint32_t> all_lpis()
{
    std::vector<std::uint32_t> lpis;
    for (std::uint32_t device = 0; device < devices; device++)
        for (std::uint32_t event = 0; event < events; event++)
            for (unsigned which = 0; which < lpis_per_event; which++)
                lpis.push_back(lpi_for(device, event, which));
    return lpis;
}

std::string text(const Pending& pending)
{
    std::string all;
    for (unsigned pe = 0; pe < pes; pe++)
        for (const std::uint32_t lpi : pending[pe])
            all += " " + std::to_string(lpi) + "@" + std::to_string(pe);
    return all.empty() ? " none" : all;
}

// ---- commands ----

std::uint64_t rdbase_field(std::uint64_t pe)
{
    return pe << 16;
}

std::uint64_t valid_bit(bool is_valid)
{
    return static_cast<std::uint64_t>(is_valid) << 63;
}

Command map_device(std::uint64_t device, std::uint64_t itt, bool is_valid)
{
    return { mapd | device << 32, 1, itt | valid_bit(is_valid), 0 }; // 1: two bits of EventID
}

Command map_collection(std::uint64_t icid, std::uint64_t pe, bool is_valid)
{
    return { mapc, 0, icid | rdbase_field(pe) | valid_bit(is_valid), 0 };
}

Command on_event(unsigned opcode, Message at, std::uint64_t icid = 0, std::uint64_t lpi = 0)
{
    return { opcode | static_cast<std::uint64_t>(at.device) << 32, lpi << 32 | at.event, icid, 0 };
}

Command invalidate_all(std::uint64_t icid)
{
    return { invall, 0, icid, 0 };
}

Command move_all(std::uint64_t from, std::uint64_t to)
{
    return { movall, 0, rdbase_field(from), rdbase_field(to) };
}

Command synchronise(std::uint64_t pe)
{
    return { sync, 0, rdbase_field(pe), 0 };
}

} // namespace

Stream::Stream(std::uint64_t seed)
    : random_(seed), machine_(machine_config(seed)), lpis_(all_lpis())
{
    machine_.lpis_off(narrow_pe);
    machine_.lpis_on(narrow_pe, narrow_bits);
    oracle_.lpis_off(narrow_pe);
    oracle_.lpis_on(narrow_pe, narrow_bits);
}

std::string Stream::run()
{
    map_all_events();
    for (unsigned n = 0; n < 60 && wrong_.empty(); n++)
        step();
    deliver_all();
    if (wrong_.empty())
        wrong_ = machine_.books();
    return wrong_;
}

// ---- chance ----

Message Stream::any_event()
{
    return { one_in(60) ? beyond_16_bits : below(devices), one_in(40) ? events : below(events) };
}

std::uint64_t Stream::any_icid()
{
    return one_in(60) ? beyond_collections : below(collections);
}

std::uint8_t Stream::any_byte()
{
    static const std::uint8_t bytes[] = { 0xa3, 0xa2, 0xa3, 0xa2, 0x23, 0x83, 0x82, 0xfb };
    return bytes[below(sizeof bytes)];
}

// One draw per statement, so that a seed gives the same stream with every compiler.
Command Stream::any_command()
{
    const Message at = any_event();
    switch (below(14)) {
    case 0: return map_device(at.device, machine_.zeroed_itt(), !one_in(4));
    case 1: {
        const bool is_valid = !one_in(4);
        const unsigned to = pe_or_none();
        return map_collection(any_icid(), to, is_valid);
    }
    case 2:
    case 3: {
        const std::uint32_t lpi =
            one_in(40) ? beyond_16_bits : lpi_for(at.device, at.event, below(lpis_per_event));
        return on_event(mapti, at, any_icid(), lpi);
    }
    case 4: return on_event(movi, at, any_icid());
    case 5: {
        const unsigned from = any_pe();
        return move_all(from, pe_or_none());
    }
    case 6: return on_event(discard, at);
    case 7: return on_event(clear, at);
    case 8: return on_event(inv, at);
    case 9: return invalidate_all(any_icid());
    case 10: return synchronise(pe_or_none());
    default: return on_event(int_, at);
    }
}

// Draws a PE, now and then one that does not exist.
unsigned Stream::pe_or_none()
{
    return one_in(30) ? pes : any_pe();
}

// ---- steps ----

void Stream::step()
{
    switch (below(16)) {
    case 0:
    case 1:
    case 2: mix(); break;
    case 3:
    case 4:
    case 5:
    case 6: reconfigure(); break;
    case 7:
    case 8: migrate(); break;
    case 9:
    case 10: trigger(); break;
    case 11: change_redistributor(); break;
    default: acknowledge(any_pe()); break;
    }
}

// Maps and enables every event, in the order of commands that a driver uses at its start.
void Stream::map_all_events()
{
    std::vector<Command> commands;
    for (std::uint32_t device = 0; device < devices; device++) {
        commands.push_back(map_device(device, machine_.zeroed_itt(), true));
        for (std::uint32_t event = 0; event < events; event++)
            commands.push_back(
                on_event(mapti, { device, event }, below(collections), lpi_for(device, event, 0)));
    }
    for (const std::uint32_t lpi : lpis_)
        write(lpi, enabled_a0);
    for (unsigned icid = 0; icid < pes; icid++) // ICID n leads to PE n: its_machine.h
        commands.push_back(invalidate_all(icid));
    for (unsigned pe = 0; pe < pes; pe++)
        commands.push_back(synchronise(pe));
    batch(commands, {});
}

// Commands and messages together, drawn independently of what is mapped.
void Stream::mix()
{
    std::vector<Command> commands;
    std::vector<Message> messages;
    for (unsigned n = below(6) + 1; n > 0; n--)
        commands.push_back(any_command());
    for (unsigned n = one_in(3) ? below(2) + 1 : 0; n > 0; n--)
        messages.push_back(any_event());
    if (one_in(4)) {
        const std::uint8_t byte = any_byte();
        write(any_lpi(), byte);
    }
    batch(commands, messages);
}

// What a driver does to change the configuration of a mapped LPI: it writes the byte, then sends
// INV or INVALL, then SYNC. Now and then another command comes between INV and SYNC.
void Stream::reconfigure()
{
    const Message at = any_event();
    const auto device = oracle_.tables().devices.find(at.device);
    if (device == oracle_.tables().devices.end() || device->second.events.count(at.event) == 0)
        return;
    const auto& entry = device->second.events.at(at.event);
    const auto to = oracle_.tables().collections.find(entry.icid);
    if (to == oracle_.tables().collections.end())
        return;
    write(entry.lpi, any_byte());
    std::vector<Command> commands{ one_in(3) ? invalidate_all(entry.icid) : on_event(inv, at),
                                   synchronise(to->second) };
    if (one_in(3))
        commands.insert(commands.begin() + 1, any_command());
    if (one_in(2))
        commands.push_back(on_event(int_, at));
    batch(commands, {});
}

// Moves one event with MOVI, or a collection with MAPC and (mostly) MOVALL; then SYNC at both PEs.
void Stream::migrate()
{
    std::vector<Command> commands;
    const unsigned from = any_pe(), to = any_pe();
    if (one_in(2)) {
        const Message at = any_event();
        commands.push_back(on_event(movi, at, any_icid()));
        if (one_in(2))
            commands.push_back(on_event(int_, at));
    } else {
        commands.push_back(map_collection(from, to, true));
        if (!one_in(3))
            commands.push_back(move_all(from, to));
    }
    commands.push_back(synchronise(from));
    commands.push_back(synchronise(to));
    batch(commands, {});
}

void Stream::trigger()
{
    if (one_in(2))
        batch({ on_event(int_, any_event()), synchronise(any_pe()) }, {});
    else
        batch({}, { any_event() });
}

void Stream::change_redistributor()
{
    const unsigned pe = any_pe();
    const std::uint32_t lpi = any_lpi();
    if (machine_.has_direct_lpis() && one_in(2)) {
        const bool set = one_in(2);
        note("%s %u at PE%u", set ? "SETLPIR" : "CLRLPIR", lpi, pe);
        set ? machine_.set_lpi(pe, lpi) : machine_.clear_lpi(pe, lpi);
        set ? oracle_.set_lpi(pe, lpi) : oracle_.clear_lpi(pe, lpi);
    } else if (one_in(2)) {
        static const std::uint8_t masks[] = { open_mask, open_mask, 0x90, 0 };
        set_mask(pe, masks[below(sizeof masks)]);
    } else if (lpis_off_[pe] || one_in(4)) {
        lpis_off_[pe] = !lpis_off_[pe];
        switch_lpis(pe);
    }
    compare_pending();
}

// ---- one operation, on the models and on the oracle ----

void Stream::switch_lpis(unsigned pe)
{
    const unsigned id_bits = pe == narrow_pe ? narrow_bits : lpi_bits;
    note("LPIs %s at PE%u", lpis_off_[pe] ? "off" : "on", pe);
    if (lpis_off_[pe]) {
        machine_.lpis_off(pe);
        oracle_.lpis_off(pe);
    } else {
        machine_.lpis_on(pe, id_bits);
        oracle_.lpis_on(pe, id_bits);
    }
}

void Stream::set_mask(unsigned pe, std::uint8_t pmr)
{
    note("PMR of PE%u = 0x%x", pe, pmr);
    machine_.set_mask(pe, pmr);
    oracle_.set_mask(pe, pmr);
}

void Stream::write(std::uint32_t lpi, std::uint8_t byte)
{
    note("byte of %u = 0x%x", lpi, byte);
    machine_.write_byte(lpi, byte);
    oracle_.write_byte(lpi, byte);
}

bool Stream::acknowledge(unsigned pe)
{
    const bool irq = machine_.irq(pe);
    const std::uint32_t intid = machine_.acknowledge(pe);
    note("IAR1 of PE%u: %u", pe, intid);
    complain(oracle_.acknowledge(pe, intid, machine_.running_priority(pe)));
    if (irq != (intid != none))
        complain("IRQ and IAR1 of PE" + std::to_string(pe) + " disagree");
    if (!one_in(3))
        end(pe);
    compare_pending();
    return intid != none || !oracle_.active(pe).empty();
}

void Stream::end(unsigned pe)
{
    const auto active = oracle_.active(pe);
    if (active.empty() || !wrong_.empty())
        return;
    note("EOIR1 of PE%u = %u", pe, active.back());
    machine_.end(pe, active.back());
    oracle_.end(pe);
}

// Opens every priority mask, then acknowledges and ends until no LPI is left.
void Stream::deliver_all()
{
    for (unsigned pe = 0; pe < pes && wrong_.empty(); pe++) {
        set_mask(pe, open_mask);
        while (wrong_.empty() && acknowledge(pe))
            end(pe);
    }
}

void Stream::batch(const std::vector<Command>& commands, const std::vector<Message>& messages)
{
    for (const Command& c : commands)
        note("  %016lx %016lx %016lx %016lx", c[0], c[1], c[2], c[3]);
    for (const Message& m : messages)
        note("  message (%u, %u)", m.device, m.event);
    const int lead_ns = static_cast<int>(below(1200)) - 400; // see Machine::batch
    machine_.batch(commands, messages, commands.empty() || messages.empty() ? 0 : lead_ns);
    oracle_.batch(commands, messages);
    if (machine_.errors() != oracle_.errors())
        complain("models and oracle refuse different commands");
    if (const auto drops = machine_.drops(); !oracle_.raced() && drops != oracle_.drops())
        complain("models and oracle drop messages for different causes");
    compare_pending();
}

void Stream::compare_pending()
{
    Pending pending;
    for (unsigned pe = 0; pe < pes; pe++)
        for (const std::uint32_t lpi : lpis_)
            if (machine_.pending(pe, lpi))
                pending[pe].insert(lpi);
    if (!oracle_.observe(pending))
        complain("these LPIs are pending:" + text(pending) +
                 "; the oracle allows, for instance:" + text(oracle_.pending()));
}

void Stream::complain(const std::string& what)
{
    if (wrong_.empty())
        wrong_ = what;
}

} // namespace its_oracle
