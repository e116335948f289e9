// SPDX-License-Identifier: Apache-2.0
// An ITS with real redistributors, under MSIs and random commands at the same time: the ledger
// balances at every moment, and the guarantees of SYNC hold in every order of events (Arm IHI 0069,
// "SYNC").
#define SC_INCLUDE_DYNAMIC_PROCESSES
#include "arch/gicd_regs.h"
#include "arch/gicr_regs.h"
#include "arch/its_regs.h"
#include "arch/its_ring.h"
#include "arch/sysreg.h"
#include "common/access.h"
#include "common/bus.h"
#include "common/memory.h"
#include "its/its.h"
#include "redistributor/redistributors.h"
#include <cstring>
#include <gtest/gtest.h>
#include <random>
#include <set>

namespace itstorm {

namespace {

using sc_core::sc_time;
using sc_core::wait;

constexpr std::uint64_t its_base = 0x1000'0000, gicr_base = 0x2000'0000, gicd_base = 0x3000'0000;
constexpr std::uint64_t ram_base = 0x8000'0000;
constexpr std::uint64_t device_table = ram_base, collection_table = ram_base + 0x10'0000;
constexpr std::uint64_t ring_base = ram_base + 0x20'0000, itts = ram_base + 0x30'0000;
constexpr std::uint64_t config_table = ram_base + 0x40'0000, pending_tables = ram_base + 0x50'0000;
constexpr unsigned targets = 2, devices = 2, events = 8;

sc_time ns(std::uint64_t n)
{
    return sc_time::from_value(n * 1000);
}

std::uint32_t intid_of(std::uint32_t device, std::uint32_t event)
{
    return 8192 + device * events + event;
}

struct Lines : IrqLinesIf {
    void irq(bool) override {}
    void virq(bool) override {}
};

struct Machine : sc_core::sc_module {
    Machine(sc_core::sc_module_name name, const ItsConfig& its_config,
            const RedistributorConfig& gic_config)
        : sc_module(name), its("its0", clock, its_config, ledger),
          gic("gic", clock, gic_config, ledger)
    {
        bus.map(its.socket, its_base, GITS_FRAME_BYTES);
        bus.map(gic.frames, gicr_base, targets * std::uint64_t{ GICR_STRIDE });
        bus.map(gic.distributor, gicd_base, GICD_FRAME_BYTES);
        bus.map(memory.socket, ram_base, 16u << 20);
        for (auto* socket : { &software, &functions })
            socket->bind(bus.initiators);
        its.memory.bind(bus.initiators);
        its.redistributors.bind(gic);
        gic.memory.bind(bus.initiators);
        for (unsigned n = 0; n < targets; ++n)
            gic.lines(n).bind(lines);
    }

    const Clock clock{ 1'000'000'000 };
    Ledger ledger;
    Bus bus{ "bus" };
    Memory memory{ "memory", ram_base, 16u << 20 };
    Its its;
    Redistributors gic;
    Lines lines;
    tlm_utils::simple_initiator_socket<Machine> software{ "software" }, functions{ "functions" };
};

ItsConfig skipping()
{
    ItsConfig config;
    config.event_cache_sets = 2; // hits, misses and evictions
    config.error_mode = ErrorMode::Skip;
    return config;
}

RedistributorConfig two_targets()
{
    RedistributorConfig config;
    config.targets = targets;
    config.lpi_credits = 1;
    config.property_read =
        900; // lanes wait for credit while they hold the entries that they have read
    return config;
}

struct Storm : testing::Test {
    Machine m{ "machine", skipping(), two_targets() };
    std::mt19937 random{ 11 };
    std::uint32_t cwriter = 0;
    std::uint64_t at_senders = 0;
    bool over = false;
    std::set<std::pair<unsigned, std::uint32_t>> pending; // target, INTID

    Storm()
    {
        RedistributorProbes& probes = m.gic.probes;
        probes.lpi_stored.attach(
            [this](const LpiStoredFact& f) { pending.emplace(f.target, f.intid); });
        probes.lpi_cleared.attach([this](const LpiClearedFact& f) {
            pending.erase({ f.target, f.intid });
        });
        probes.acknowledged.attach([this](const AcknowledgedFact& f) {
            pending.erase({ f.target, f.intid });
        });
        probes.lpi_moved.attach([this](const LpiMovedFact& f) {
            pending.erase({ f.from, f.intid });
            pending.emplace(f.to, f.intid);
        });
    }

    void write(std::uint64_t address, unsigned bytes, std::uint64_t value)
    {
        EXPECT_TRUE(bus_write(m.software, address, &value, bytes));
    }
    void bring_up()
    {
        write(gicd_base + GICD_CTLR, 4, 3);
        std::memset(m.memory.at(config_table, 65536), 0xa3, 65536);
        for (unsigned n = 0; n < targets; ++n) {
            const std::uint64_t rd = gicr_base + n * std::uint64_t{ GICR_STRIDE };
            write(rd + GICR_WAKER, 4, 0);
            write(rd + GICR_PROPBASER, 8, config_table | 15);
            write(rd + GICR_PENDBASER, 8, (pending_tables + n * 0x1'0000) | bit(62));
            write(rd + GICR_CTLR, 4, 1);
            m.gic.cpu_interface(n).write(ICC_PMR_EL1, 0xff);
            m.gic.cpu_interface(n).write(ICC_IGRPEN1_EL1, 1);
        }
        write(its_base + GITS_BASER0, 8, bit(63) | device_table);
        write(its_base + GITS_BASER1, 8, bit(63) | collection_table);
        write(its_base + GITS_CBASER, 8, bit(63) | ring_base);
        write(its_base + GITS_CTLR, 4, GITS_CTLR_ENABLED);
        for (std::uint16_t icid = 0; icid < targets; ++icid)
            put(its_cmd_mapc(icid, icid, true));
        for (std::uint32_t device = 0; device < devices; ++device)
            put(its_cmd_mapd(device, 3, itts + device * 256, true));
        finish_ring();
    }
    void put(const its_cmd& command)
    {
        while (its_ring_full(creadr(), cwriter, 4096)) {
            submit();
            wait(ns(500));
        }
        std::memcpy(m.memory.at(ring_base + cwriter, 32), &command, 32);
        cwriter = its_ring_next(cwriter, 4096);
    }
    void submit() { write(its_base + GITS_CWRITER, 8, cwriter); }
    std::uint32_t creadr()
    {
        std::uint64_t value = 0;
        EXPECT_TRUE(bus_read(m.software, its_base + GITS_CREADR, &value, 8));
        return static_cast<std::uint32_t>(value);
    }
    void finish_ring() // polls as Linux does, until CREADR is past the last command
    {
        submit();
        while (creadr() != cwriter)
            wait(ns(50));
    }
    // INVALL of every collection: the next LPI has to read its configuration, so that a
    // redistributor stores it long after it has accepted it.
    void forget_configurations()
    {
        for (std::uint16_t icid = 0; icid < targets; ++icid)
            put(its_cmd_invall(icid));
    }
    void sync_all()
    {
        for (unsigned n = 0; n < targets; ++n)
            put(its_cmd_sync(n));
        finish_ring();
    }

    void send(std::uint32_t device, std::uint32_t event)
    {
        MsiExtension extension;
        extension.tag = { device, 0, ++m.ledger.msis_sent };
        tlm::tlm_generic_payload trans;
        sc_time delay;
        trans.set_command(tlm::TLM_WRITE_COMMAND);
        trans.set_address(its_base + GITS_TRANSLATER);
        trans.set_data_ptr(reinterpret_cast<unsigned char*>(&event));
        trans.set_data_length(4);
        trans.set_extension(&extension);
        ++at_senders;
        m.functions->b_transport(trans, delay);
        --at_senders;
        trans.clear_extension(&extension);
    }
    // Until `over`: a function that sends MSIs at random times, a PE that acknowledges at random
    // times.
    void start_function(std::uint32_t device, unsigned pause_ns)
    {
        sc_core::sc_spawn([this, device, pause_ns] {
            while (!over) {
                send(device, random() % events);
                wait(ns(random() % pause_ns));
            }
        });
    }
    void start_pe(unsigned n, unsigned pause_ns)
    {
        sc_core::sc_spawn([this, n, pause_ns] {
            while (!over) {
                std::uint64_t intid = 0;
                m.gic.cpu_interface(n).read(ICC_IAR1_EL1, intid);
                if (intid < 0x10000 && intid >= 8192)
                    m.gic.cpu_interface(n).write(ICC_EOIR1_EL1, intid);
                wait(ns(1 + random() % pause_ns));
            }
        });
    }
    // Runs `software` while functions send MSIs and PEs acknowledge; ends both when it returns.
    void run_under_storm(unsigned pe_pause_ns, std::function<void()> software)
    {
        sc_core::sc_spawn([this, pe_pause_ns, software] {
            bring_up();
            for (std::uint32_t device = 0; device < devices; ++device)
                start_function(device, 120);
            for (unsigned n = 0; n < targets; ++n)
                start_pe(n, pe_pause_ns);
            software();
            over = true;
        });
        sc_core::sc_start();
        EXPECT_TRUE(over) << "software waits for ever";
    }

    its_cmd random_command()
    {
        const std::uint32_t device = random() % devices, event = random() % (events + 1);
        switch (random() % 10) {
        case 0:
        case 1:
        case 2: return its_cmd_mapti(device, event, intid_of(device, event), random() % targets);
        case 3: return its_cmd_movi(device, event, random() % targets);
        case 4: return its_cmd_discard(device, event);
        case 5: return its_cmd_clear(device, event);
        case 6: return its_cmd_inv(device, event);
        case 7: return its_cmd_invall(random() % (targets + 1));
        case 8: return its_cmd_int(device, event);
        default: return its_cmd_sync(random() % targets);
        }
    }
    void expect_books_closed()
    {
        const Ledger& l = m.ledger;
        ASSERT_EQ(l.msis_sent + l.set_by_int,
                  l.acknowledged + l.merged_in_redistributor + l.cleared + l.dropped_total() +
                      m.its.msis_in_flight() + m.gic.lpis_in_flight() + at_senders);
        ASSERT_EQ(l.commands_written, l.commands_executed + l.commands_skipped +
                                          l.commands_abandoned + m.its.commands_in_ring());
    }
};

TEST_F(Storm, the_ledger_balances_at_every_moment)
{
    run_under_storm(400, [this] {
        for (unsigned n = 0; n < 3000; ++n) {
            put(random_command());
            if (random() % 4 == 0)
                submit();
            wait(ns(random() % 700));
            expect_books_closed();
        }
        finish_ring();
    });
    expect_books_closed();
    EXPECT_GT(m.ledger.set_by_int, 50u);
    EXPECT_GT(m.ledger.cleared, 20u);
    EXPECT_GT(m.ledger.commands_skipped, 50u);
    EXPECT_GT(m.ledger.merged_in_redistributor, 50u);
    EXPECT_GT(m.ledger.acknowledged, 500u);
}

TEST_F(Storm, after_discard_and_sync_the_lpi_is_not_pending_and_stays_so)
{
    unsigned cleared = 0;
    run_under_storm(10'000, [&] {
        for (unsigned n = 0; n < 300; ++n) {
            const std::uint32_t event = random() % events, intid = intid_of(0, event);
            const unsigned target = random() % targets;
            put(its_cmd_mapti(0, event, intid, static_cast<std::uint16_t>(target)));
            finish_ring();
            wait(ns(random() % 3000));
            const std::uint64_t before = m.ledger.cleared;
            forget_configurations();
            put(its_cmd_discard(0, event));
            sync_all();
            cleared += m.ledger.cleared != before;
            wait(ns(random() % 500));
            for (unsigned t = 0; t < targets; ++t)
                ASSERT_EQ(pending.count({ t, intid }), 0u) << "round " << n;
        }
    });
    EXPECT_GT(cleared, 20u); // the LPI was often pending
}

TEST_F(Storm, after_movi_and_sync_nothing_is_pending_at_the_old_target)
{
    unsigned moved = 0;
    m.gic.probes.lpi_moved.attach([&](const LpiMovedFact&) { ++moved; });
    run_under_storm(10'000, [&] {
        for (std::uint32_t event = 0; event < events; ++event)
            put(its_cmd_mapti(0, event, intid_of(0, event), 0));
        finish_ring();
        std::array<unsigned, events> target{};
        for (unsigned n = 0; n < 300; ++n) {
            const std::uint32_t event = random() % events;
            const unsigned old = target[event];
            target[event] = 1 - old;
            forget_configurations();
            put(its_cmd_movi(0, event, static_cast<std::uint16_t>(target[event])));
            sync_all();
            wait(ns(random() % 500));
            ASSERT_EQ(pending.count({ old, intid_of(0, event) }), 0u) << "round " << n;
        }
    });
    EXPECT_GT(moved, 20u);
}

} // namespace

} // namespace itstorm
