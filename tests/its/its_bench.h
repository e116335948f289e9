// SPDX-License-Identifier: Apache-2.0
// One ITS between a memory, a PE that accesses registers, PCI functions that send MSIs and a
// stand-in for the redistributors. The bench records the facts of the ITS's probes; its destructor
// checks that the ledger balances, unless the test breaks the balance on purpose. One bench per
// process.
//
// `map_fixture()` brings the ITS to the state of fixture F1 of the conformance rows:
//   ICID 0 -> PE 0, ICID 1 -> PE 1; device 5 has 32 events, its ITT is itt_a;
//   (5, 3) -> LPI 8195, ICID 1; (5, 4) -> LPI 8196, ICID 0;
//   (5, 5) -> LPI 8197, ICID 9, which is not mapped.
#pragma once
#define SC_INCLUDE_DYNAMIC_PROCESSES
#include "arch/its_cmd.h"
#include "arch/its_regs.h"
#include "arch/its_ring.h"
#include "common/bus.h"
#include "common/memory.h"
#include "its/its.h"
#include <gtest/gtest.h>
#include <map>
#include <set>
#include <tlm_utils/simple_initiator_socket.h>
#include <vector>

namespace itstorm {

constexpr std::uint64_t its_base = 0x2f10'0000;
constexpr std::uint64_t ram_base = 0x8000'0000, ram_bytes = 0x100'0000;
constexpr std::uint64_t device_table = 0x8010'0000;     // 8 pages of 64 KiB: 65536 entries
constexpr std::uint64_t collection_table = 0x8020'0000; // 1 page of 64 KiB: 8192 entries
constexpr std::uint64_t ring_base = 0x8030'0000;
constexpr std::uint64_t itt_a = 0x8040'0000, itt_b = 0x8041'0000;

// The redistributors as the ITS sees them: takes LPIs while there is credit, and records each
// message with its time.
class FakeRedistributors : public LpiTargetIf {
public:
    struct Lpi {
        sc_core::sc_time when;
        unsigned target;
        std::uint32_t intid;
        std::uint64_t serial;
    };
    struct Message {
        sc_core::sc_time when;
        std::string what;
        bool operator==(const Message& other) const
        {
            return when == other.when && what == other.what;
        }
    };

    unsigned targets() const override { return 4; }
    LpiAnswer set_lpi(unsigned target, std::uint32_t intid, std::uint64_t serial) override;
    const sim::Event& lpi_room(unsigned target) override { return room_[target]; }
    unsigned add_its() override { return 0; }
    void map_collection(unsigned its, std::uint16_t icid, unsigned target) override;
    void map_lpi(std::uint32_t intid, unsigned its, std::uint16_t icid) override;
    std::vector<unsigned> others(unsigned, std::uint32_t) override { return reached_besides; }
    void invalidate(unsigned target, std::uint32_t intid) override;
    std::vector<unsigned> others(unsigned) override { return reached_besides; }
    void invalidate_all(unsigned target) override;
    sc_core::sc_time invalidate_all_time(unsigned) override { return invalidate_all_takes; }
    void clear(unsigned target, std::uint32_t intid) override;
    void move(unsigned from, std::uint32_t intid, unsigned to) override;
    void move_all(unsigned from, unsigned to) override;
    sc_core::sc_time move_all_time(unsigned, unsigned) override { return move_all_takes; }
    void sync(unsigned target) override;

    void grant(unsigned target, unsigned credits); // adds credits and notifies lpi_room

    std::vector<Lpi> lpis;
    std::vector<Message> messages;
    std::map<unsigned, unsigned> credits;  // a target without an entry has no limit
    std::vector<std::string> mapped;       // calls of map_collection and map_lpi, in order
    std::vector<unsigned> reached_besides; // other targets that every INV and INVALL reaches
    std::set<unsigned> lpis_off;           // targets that answer LpisOff
    std::set<unsigned> out_of_range;       // targets that answer OutOfRange
    sc_core::sc_time sync_takes, invalidate_all_takes, move_all_takes;

private:
    std::array<sim::Event, 4> room_;
};

// No caches and no fetch ahead: each look-up is a table read, so that a latency does not depend on
// the messages and commands before it.
inline ItsConfig uncached()
{
    ItsConfig config;
    config.command_prefetch = 0;
    config.device_cache_sets = config.event_cache_sets = config.collection_cache_sets = 0;
    return config;
}

// The blocks and their bindings.
struct ItsSystem : sc_core::sc_module {
    ItsSystem(sc_core::sc_module_name name, const ItsConfig& its_config, std::uint64_t gic_hz,
              LostBooking lost);

    const ItsConfig config;
    const Clock clock;
    Ledger ledger;
    Bus bus{ "bus" };
    Memory memory{ "memory", ram_base, ram_bytes };
    Its its;
    FakeRedistributors redistributors;
    tlm_utils::simple_initiator_socket<ItsSystem> pe{ "pe" }, function{ "function" };
};

// ItsSystem with the operations that tests need. The constructor elaborates; time is zero then.
class ItsBench : public ItsSystem {
public:
    explicit ItsBench(const ItsConfig& its_config = uncached(),
                      std::uint64_t gic_hz = 1'000'000'000, LostBooking lost = {});
    ~ItsBench() override;

    // Registers, offsets from the ITS base.
    std::uint64_t read(std::uint64_t offset, unsigned bytes);
    void write(std::uint64_t offset, unsigned bytes, std::uint64_t value);
    std::uint32_t creadr() { return static_cast<std::uint32_t>(read(GITS_CREADR, 8)); }
    void disable() { write(GITS_CTLR, 4, 0); }
    void enable() { write(GITS_CTLR, 4, GITS_CTLR_ENABLED); }

    // Bring-up: tables and ring of `ring_pages`, enabled.
    void start(unsigned ring_pages = 1, bool enabled = true);
    void map_fixture();

    // The ring. put() writes a command at `cwriter` and advances it; doorbell() writes CWRITER.
    void put(const its_cmd& command);
    void put_at(std::uint32_t offset, const its_cmd& command);
    void doorbell(std::uint64_t flags = 0) { write(GITS_CWRITER, 8, cwriter | flags); }
    // One command and its doorbell; runs until no event is left and returns the command's fact.
    CommandFact send(const its_cmd& command);
    // Overwrites the command on which the ring is stalled, writes Retry, and does as send().
    CommandFact retry_with(const its_cmd& command);

    // A function's thread sends `count` MSIs, from `when` on, each as soon as the one before has
    // been accepted.
    void msi(std::uint32_t device, std::uint32_t event, sc_core::sc_time when = {},
             unsigned count = 1, unsigned bytes = 4);
    // One access by a function; returns the response. A thread must call it if it may wait.
    tlm::tlm_response_status access(tlm::tlm_command command, std::uint64_t offset,
                                    std::uint32_t device, std::uint64_t data, unsigned bytes,
                                    std::uint64_t serial = 0);

    std::uint64_t word(std::uint64_t pa);
    void set_word(std::uint64_t pa, std::uint64_t value);
    void run() { sc_core::sc_start(); } // until no event is left
    void run(sc_core::sc_time duration) { sc_core::sc_start(duration); }
    sc_core::sc_time cycles(std::uint64_t n) const { return clock.cycles(n); }
    std::uint64_t dropped(Drop cause) const
    {
        return ledger.dropped[static_cast<std::size_t>(cause)];
    }

    bool commands_balance() const;
    bool msis_balance() const;

    std::uint32_t cwriter = 0, ring_bytes = 4096;
    std::uint64_t sent = 0;    // calls of b_transport with an MSI
    std::uint64_t blocked = 0; // of these, not yet returned
    bool books_close = true;   // false: the test breaks the balance

    struct Accepted {
        sc_core::sc_time when;
        std::uint32_t device;
    };
    std::vector<Accepted> accepted; // b_transport has returned
    std::vector<CommandFact> commands;
    std::vector<RingFact> ring;
    std::vector<OverrunFact> overruns;
    std::vector<MsiDroppedFact> drops;
    std::vector<MsiReceivedFact> received;
    std::vector<MsiTranslatedFact> translated;
    std::uint32_t most_in_inbox = 0;
};

// What the constructor of an ITS says against this configuration; "" if it builds it.
std::string refusal(const ItsConfig& config);

} // namespace itstorm
