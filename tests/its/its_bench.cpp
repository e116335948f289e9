// SPDX-License-Identifier: Apache-2.0
// ItsBench: see its_bench.h.
#include "its_bench.h"
#include "common/access.h"
#include <cstring>

namespace itstorm {

using sc_core::sc_time;
using sc_core::sc_time_stamp;

LpiAnswer FakeRedistributors::set_lpi(unsigned target, std::uint32_t intid, std::uint64_t serial)
{
    if (lpis_off.count(target) != 0)
        return LpiAnswer::LpisOff;
    if (out_of_range.count(target) != 0)
        return LpiAnswer::OutOfRange;
    const auto limit = credits.find(target);
    if (limit != credits.end() && limit->second == 0)
        return LpiAnswer::WouldBlock;
    if (limit != credits.end())
        --limit->second;
    lpis.push_back({ sc_time_stamp(), target, intid, serial });
    return LpiAnswer::Taken;
}

void FakeRedistributors::map_collection(unsigned, std::uint16_t icid, unsigned target)
{
    mapped.push_back("ICID " + std::to_string(icid) + " to " + std::to_string(target));
}

void FakeRedistributors::map_lpi(std::uint32_t intid, unsigned, std::uint16_t icid)
{
    mapped.push_back("LPI " + std::to_string(intid) + " to ICID " + std::to_string(icid));
}

void FakeRedistributors::invalidate(unsigned target, std::uint32_t intid)
{
    messages.push_back(
        { sc_time_stamp(), "invalidate " + std::to_string(target) + " " + std::to_string(intid) });
}

void FakeRedistributors::invalidate_all(unsigned target)
{
    messages.push_back({ sc_time_stamp(), "invalidate_all " + std::to_string(target) });
}

void FakeRedistributors::clear(unsigned target, std::uint32_t intid)
{
    messages.push_back(
        { sc_time_stamp(), "clear " + std::to_string(target) + " " + std::to_string(intid) });
}

void FakeRedistributors::move(unsigned from, std::uint32_t intid, unsigned to)
{
    messages.push_back({ sc_time_stamp(), "move " + std::to_string(from) + " " +
                                              std::to_string(intid) + " " + std::to_string(to) });
}

void FakeRedistributors::move_all(unsigned from, unsigned to)
{
    messages.push_back(
        { sc_time_stamp(), "move_all " + std::to_string(from) + " " + std::to_string(to) });
}

void FakeRedistributors::sync(unsigned target)
{
    messages.push_back({ sc_time_stamp(), "sync " + std::to_string(target) });
    if (sync_takes != sc_core::SC_ZERO_TIME)
        sc_core::wait(sync_takes);
}

void FakeRedistributors::grant(unsigned target, unsigned more)
{
    credits[target] += more;
    room_[target].notify();
}

ItsSystem::ItsSystem(sc_core::sc_module_name name, const ItsConfig& its_config,
                     std::uint64_t gic_hz, LostBooking lost)
    : sc_module(name), config(its_config), clock(gic_hz), ledger{ lost },
      its("its0", clock, config, ledger)
{
    bus.map(its.socket, its_base, GITS_FRAME_BYTES);
    bus.map(memory.socket, ram_base, ram_bytes);
    pe.bind(bus.initiators);
    function.bind(bus.initiators);
    its.memory.bind(bus.initiators);
    its.redistributors.bind(redistributors);
}

ItsBench::ItsBench(const ItsConfig& its_config, std::uint64_t gic_hz, LostBooking lost)
    : ItsSystem("bench", its_config, gic_hz, lost)
{
    its.probes.command.attach([this](const CommandFact& fact) { commands.push_back(fact); });
    its.probes.ring.attach([this](const RingFact& fact) { ring.push_back(fact); });
    its.probes.overrun.attach([this](const OverrunFact& fact) { overruns.push_back(fact); });
    its.probes.msi_dropped.attach([this](const MsiDroppedFact& fact) { drops.push_back(fact); });
    its.probes.msi_received.attach(
        [this](const MsiReceivedFact& fact) { received.push_back(fact); });
    its.probes.msi_translated.attach(
        [this](const MsiTranslatedFact& fact) { translated.push_back(fact); });
    its.probes.intake.attach([this](const IntakeLevelFact& fact) {
        most_in_inbox = std::max(most_in_inbox, fact.used);
    });
    sc_core::sc_start(sc_core::SC_ZERO_TIME);
}

ItsBench::~ItsBench()
{
    if (books_close) {
        EXPECT_TRUE(commands_balance())
            << "commands: written = executed + skipped + abandoned + in ring";
        EXPECT_TRUE(msis_balance())
            << "MSIs: sent + set by INT = taken + dropped + in flight + with their senders";
    }
}

bool ItsBench::commands_balance() const
{
    return ledger.commands_written == ledger.commands_executed + ledger.commands_skipped +
                                          ledger.commands_abandoned + its.commands_in_ring();
}

bool ItsBench::msis_balance() const
{
    return sent + ledger.set_by_int ==
           redistributors.lpis.size() + ledger.dropped_total() + its.msis_in_flight() + blocked;
}

std::uint64_t ItsBench::read(std::uint64_t offset, unsigned bytes)
{
    std::uint64_t value = 0;
    EXPECT_TRUE(bus_read(pe, its_base + offset, &value, bytes));
    return value;
}

void ItsBench::write(std::uint64_t offset, unsigned bytes, std::uint64_t value)
{
    EXPECT_TRUE(bus_write(pe, its_base + offset, &value, bytes));
}

void ItsBench::start(unsigned ring_pages, bool enabled)
{
    ring_bytes = ring_pages * 4096;
    write(GITS_BASER0, 8, bit(63) | device_table | 2u << 8 | 7u);     // 64 KiB pages, 8 of them
    write(GITS_BASER1, 8, bit(63) | collection_table | 2u << 8 | 0u); // 64 KiB pages, 1
    write(GITS_CBASER, 8, bit(63) | ring_base | (ring_pages - 1));
    write(GITS_CWRITER, 8, 0);
    if (enabled)
        enable();
}

void ItsBench::map_fixture()
{
    for (const its_cmd& command : { its_cmd_mapc(0, 0, true), its_cmd_mapc(1, 1, true),
                                    its_cmd_mapd(5, 5, itt_a, true), its_cmd_mapti(5, 3, 8195, 1),
                                    its_cmd_mapti(5, 4, 8196, 0), its_cmd_mapti(5, 5, 8197, 9) })
        put(command);
    doorbell();
    run();
    ASSERT_EQ(creadr(), cwriter) << "fixture";
}

void ItsBench::put_at(std::uint32_t offset, const its_cmd& command)
{
    std::memcpy(memory.at(ring_base + offset, ITS_CMD_BYTES), &command, ITS_CMD_BYTES);
}

void ItsBench::put(const its_cmd& command)
{
    put_at(cwriter, command);
    cwriter = its_ring_next(cwriter, ring_bytes);
}

CommandFact ItsBench::send(const its_cmd& command)
{
    const std::size_t before = commands.size();
    put(command);
    doorbell();
    run();
    EXPECT_EQ(commands.size(), before + 1);
    return commands.empty() ? CommandFact{} : commands.back();
}

CommandFact ItsBench::retry_with(const its_cmd& command)
{
    const std::size_t before = commands.size();
    const std::uint32_t creadr_now = creadr();
    EXPECT_NE(creadr_now & GITS_CREADR_STALLED, 0u);
    put_at(creadr_now & ~GITS_CREADR_STALLED, command);
    doorbell(GITS_CWRITER_RETRY);
    run();
    EXPECT_EQ(commands.size(), before + 1);
    return commands.empty() ? CommandFact{} : commands.back();
}

tlm::tlm_response_status ItsBench::access(tlm::tlm_command command, std::uint64_t offset,
                                          std::uint32_t device, std::uint64_t data, unsigned bytes,
                                          std::uint64_t serial)
{
    MsiExtension extension;
    extension.tag = { device, 0, serial };
    tlm::tlm_generic_payload trans;
    sc_time delay;
    trans.set_command(command);
    trans.set_address(its_base + offset);
    trans.set_data_ptr(reinterpret_cast<unsigned char*>(&data));
    trans.set_data_length(bytes);
    trans.set_streaming_width(bytes);
    trans.set_extension(&extension);
    function->b_transport(trans, delay);
    trans.clear_extension(&extension);
    return trans.get_response_status();
}

void ItsBench::msi(std::uint32_t device, std::uint32_t event, sc_time when, unsigned count,
                   unsigned bytes)
{
    sc_core::sc_spawn([=] {
        if (when > sc_time_stamp())
            sc_core::wait(when - sc_time_stamp());
        for (unsigned n = 0; n < count; ++n) {
            ++blocked;
            const auto status =
                access(tlm::TLM_WRITE_COMMAND, GITS_TRANSLATER, device, event, bytes, ++sent);
            --blocked;
            EXPECT_EQ(status, tlm::TLM_OK_RESPONSE);
            accepted.push_back({ sc_time_stamp(), device });
        }
    });
}

std::uint64_t ItsBench::word(std::uint64_t pa)
{
    std::uint64_t value = 0;
    std::memcpy(&value, memory.at(pa, 8), 8);
    return value;
}

void ItsBench::set_word(std::uint64_t pa, std::uint64_t value)
{
    std::memcpy(memory.at(pa, 8), &value, 8);
}

std::string refusal(const ItsConfig& config)
{
    try {
        ItsBench bench(config);
    } catch (const std::exception& error) {
        return error.what();
    }
    return "";
}

} // namespace itstorm
