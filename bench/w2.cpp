// SPDX-License-Identifier: Apache-2.0
// W2: a flood of commands through the physical ring. The machine is an ITS with its redistributors
// and memory; beside it a task stands for software that keeps the ring full: it writes 60 % MAPTI,
// 20 MOVI, 15 INV and 5 SYNC, finds the ring full, waits for room, and refills. Every access of a
// command takes its own time, as in any run; occupancy statistics are attached.
//
// usage: bench_w2 [--commands N] [--ring BYTES] [--devices N] [--no-unit]
#include "arch/gicr_regs.h"
#include "arch/its_cmd.h"
#include "arch/its_regs.h"
#include "arch/its_ring.h"
#include "command_line.h"
#include "common/access.h"
#include "common/bus.h"
#include "common/event_queue.h"
#include "common/memory.h"
#include "common/simulated_time.h"
#include "common/task.h"
#include "its/its.h"
#include "observe/cmdq_observer.h"
#include "observe/ledger_check.h"
#include "redistributor/redistributors.h"
#include "unit.h"
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <random>
#include <stdexcept>

namespace itstorm {

namespace {

constexpr double bar = 0.5;
constexpr std::uint64_t unit_resumptions = 4'000'000;
constexpr std::uint64_t gic_hz = 1'000'000'000;
constexpr unsigned targets = 16, events_log2 = 5;

// Addresses. 4096 devices of 32 events each take 4096 x 256 bytes of ITT.
constexpr std::uint64_t its_base = 0x1000'0000, gicr_base = 0x2000'0000;
constexpr std::uint64_t ram_base = 0x8000'0000, ram_bytes = 64u << 20;
constexpr std::uint64_t device_table = ram_base, collection_table = ram_base + 0x10'0000;
constexpr std::uint64_t ring_base = ram_base + 0x20'0000, itt_base = ram_base + 0x40'0000;
constexpr std::uint64_t config_table = ram_base + 0x100'0000;
constexpr std::uint64_t pending_tables = ram_base + 0x110'0000;

struct Options {
    std::uint64_t commands = 1'000'000;
    std::uint32_t ring_bytes = 1u << 20;
    std::uint32_t devices = 16;
    bool unit = true;
};

Options parse(int argc, char** argv)
{
    Options options;
    for (int n = 1; n < argc; n++) {
        const std::string name = argv[n];
        if (name == "--no-unit")
            options.unit = false;
        else if (name == "--commands" && n + 1 < argc)
            options.commands = number(argv[++n], ~0ull);
        else if (name == "--ring" && n + 1 < argc)
            options.ring_bytes = static_cast<std::uint32_t>(number(argv[++n], 1u << 20));
        else if (name == "--devices" && n + 1 < argc)
            options.devices = static_cast<std::uint32_t>(number(argv[++n], 4096));
        else
            throw std::runtime_error(
                "usage: bench_w2 [--commands N] [--ring BYTES] [--devices N] [--no-unit]");
    }
    if (options.ring_bytes % ITS_RING_PAGE_BYTES != 0)
        throw std::runtime_error("--ring is a multiple of 4096");
    return options;
}

struct DeafLines : IrqLinesIf {
    void irq(bool) override {}
    void virq(bool) override {}
};

// ---- the machine ----

RedistributorConfig redistributor_config()
{
    RedistributorConfig config;
    config.targets = targets;
    return config;
}

struct Machine : sc_core::sc_module {
    explicit Machine(sc_core::sc_module_name name) : sc_module(name)
    {
        bus.map(its.socket, its_base, GITS_FRAME_BYTES);
        bus.map(redistributors.frames, gicr_base, targets * std::uint64_t{ GICR_STRIDE });
        bus.map(memory.socket, ram_base, ram_bytes);
        software.bind(bus.initiators);
        its.memory.bind(bus.initiators);
        its.redistributors.bind(redistributors);
        redistributors.memory.bind(bus.initiators);
        distributor.bind(redistributors.distributor);
        for (unsigned n = 0; n < targets; n++)
            redistributors.lines(n).bind(lines);
    }

    const Clock clock{ gic_hz };
    Ledger ledger;
    Bus bus{ "bus" };
    Memory memory{ "memory", ram_base, ram_bytes };
    Its its{ "its0", clock, ItsConfig{}, ledger };
    Redistributors redistributors{ "redistributors", clock, redistributor_config(), ledger };
    DeafLines lines;
    tlm_utils::simple_initiator_socket<Machine> software{ "software" },
        distributor{ "distributor" };
};

// ---- the flood ----

class W2 {
public:
    explicit W2(const Options& options)
        : options_(options), cmdq_(stats_, "its0"), unit_("unit"),
          producer_(sim::Rank(sim::Kind::Pe, 0), "producer", [this] { run_software(); })
    {
        machine_.its.probes.ring.attach([this](const RingFact& fact) { cmdq_.on(fact); });
        machine_.its.probes.command.attach([this](const CommandFact& fact) {
            cmdq_.on(fact);
            errors_ += fact.error != 0;
        });
        machine_.its.probes.overrun.attach([this](const OverrunFact& fact) { cmdq_.on(fact); });
    }

    void run()
    {
        sc_core::sc_start(sc_core::SC_ZERO_TIME);
        bring_up();
        if (options_.unit)
            before_ = unit_.measure(unit_resumptions);
        flood();
        if (options_.unit)
            after_ = unit_.measure(unit_resumptions);
        check();
    }

    // Prints the ratio first, since only that compares between machines.
    void print() const
    {
        const auto commands = static_cast<double>(options_.commands);
        if (options_.unit)
            print_ratio();
        std::printf("%-28s %.3f M/s, %.3f M/s of processor time\n", "commands per second",
                    speed_.per_second / 1e6, speed_.per_cpu_second / 1e6);
        if (stalls_ == 0)
            std::printf("%-28s none\n", "full stalls");
        else
            std::printf("%-28s %llu, %.1f commands and %.0f ns of real time each\n", "full stalls",
                        static_cast<unsigned long long>(stalls_), commands / stalls_,
                        1e9 * commands / speed_.per_second / stalls_);
        std::printf("%-28s %.2f\n", "steps of time per command",
                    static_cast<double>(steps_) / commands);
        std::printf("%-28s %.1f ms, %.0f ns a command, ring full for %.1f %% of it\n", "simulated",
                    simulated_s_ * 1e3, simulated_s_ * 1e9 / commands, 100 * full_share_);
        std::printf("%-28s %llu commands, ring of %u KiB, %u devices x %u events, %u targets\n",
                    "W2", static_cast<unsigned long long>(options_.commands),
                    options_.ring_bytes / 1024, options_.devices, 1u << events_log2, targets);
    }

private:
    // Registers and tables, as a driver sets them up.
    void write(std::uint64_t address, unsigned bytes, std::uint64_t value)
    {
        if (!bus_write(machine_.software, address, &value, bytes))
            throw std::runtime_error("a bus error");
    }
    std::uint32_t creadr()
    {
        std::uint64_t value = 0;
        if (!bus_read(machine_.software, its_base + GITS_CREADR, &value, 8))
            throw std::runtime_error("a bus error");
        return static_cast<std::uint32_t>(value);
    }

    void bring_up()
    {
        for (unsigned n = 0; n < targets; n++) {
            const std::uint64_t rd = gicr_base + n * std::uint64_t{ GICR_STRIDE };
            write(rd + GICR_WAKER, 4, 0);
            write(rd + GICR_PROPBASER, 8, config_table | 15);
            write(rd + GICR_PENDBASER, 8, (pending_tables + n * 0x1'0000) | bit(62));
            write(rd + GICR_CTLR, 4, GICR_CTLR_ENABLE_LPIS);
        }
        write(its_base + GITS_BASER0, 8, bit(63) | device_table | 2u << 8 | 7u);
        write(its_base + GITS_BASER1, 8, bit(63) | collection_table | 2u << 8);
        write(its_base + GITS_CBASER, 8,
              bit(63) | ring_base | (options_.ring_bytes / ITS_RING_PAGE_BYTES - 1));
        write(its_base + GITS_CWRITER, 8, 0);
        write(its_base + GITS_CTLR, 4, GITS_CTLR_ENABLED);
        play({ targets + options_.devices * (1 + events), &W2::mapping });
    }

    void flood()
    {
        stats_.open("flood");
        const std::uint64_t steps = sim::queue().steps();
        const sc_core::sc_time begin = sim::now();
        stalls_ = 0;
        const Stopwatch watch;
        play({ options_.commands, &W2::any });
        speed_ = watch.speed(options_.commands);
        steps_ = sim::queue().steps() - steps;
        simulated_s_ = (sim::now() - begin).to_seconds();
        stats_.close("flood");
        for (const Scalar& scalar : stats_.window("flood"))
            if (scalar.name == "its0.cmdq.occupancy.full_share")
                full_share_ = scalar.value;
    }

    void check() const
    {
        const std::string books =
            check_ledger(machine_.ledger,
                         machine_.its.msis_in_flight() + machine_.redistributors.lpis_in_flight(),
                         machine_.its.commands_in_ring());
        if (!books.empty())
            throw std::runtime_error("the ledger does not close\n" + books);
        if (errors_ != 0)
            throw std::runtime_error(std::to_string(errors_) + " commands in error");
        if (stalls_ == 0 && options_.commands >= its_ring_slots(options_.ring_bytes))
            throw std::runtime_error("the ring was never full");
    }

    // ---- software ----

    struct Work {
        std::uint64_t commands;
        its_cmd (W2::*next)(std::uint64_t n);
    };

    void play(const Work& work)
    {
        work_ = work;
        go_.notify(sc_core::SC_ZERO_TIME);
        sim::run_until_idle(sc_core::sc_time(1000, sc_core::SC_SEC));
    }

    void run_software()
    {
        for (;;) {
            sim::wait(go_);
            for (std::uint64_t n = 0; n < work_.commands;)
                n = fill(n);
        }
    }

    // Writes commands from the n-th on until the ring is full or all are written; then waits for
    // room. Returns the next one.
    std::uint64_t fill(std::uint64_t n)
    {
        std::uint32_t room = its_ring_free(creadr(), cwriter_, options_.ring_bytes);
        for (; room != 0 && n < work_.commands; room--, n++)
            put((this->*work_.next)(n));
        write(its_base + GITS_CWRITER, 8, cwriter_);
        if (n < work_.commands) {
            ++stalls_;
            wait_for_room();
        }
        return n;
    }

    // Reads CREADR every microsecond, as drivers do.
    void wait_for_room()
    {
        while (its_ring_full(creadr(), cwriter_, options_.ring_bytes))
            sim::wait(sc_core::sc_time(1, sc_core::SC_US));
    }

    void put(const its_cmd& command)
    {
        std::memcpy(machine_.memory.at(ring_base + cwriter_, ITS_CMD_BYTES), &command,
                    ITS_CMD_BYTES);
        cwriter_ = its_ring_next(cwriter_, options_.ring_bytes);
    }

    // The n-th command of bring-up: collections, then every device with all of its events.
    its_cmd mapping(std::uint64_t n)
    {
        if (n < targets)
            return its_cmd_mapc(static_cast<std::uint16_t>(n), n, true);
        const auto at = static_cast<std::uint32_t>(n - targets);
        const std::uint32_t device = at / (1 + events), event = at % (1 + events);
        if (event == 0)
            return its_cmd_mapd(device, events_log2, itt_base + device * std::uint64_t{ 256 },
                                true);
        return mapti(device, event - 1);
    }

    its_cmd mapti(std::uint32_t device, std::uint32_t event)
    {
        return its_cmd_mapti(device, event, 8192 + (device * events + event) % 57344,
                             static_cast<std::uint16_t>(random_() % targets));
    }

    // A random command of the flood.
    its_cmd any(std::uint64_t)
    {
        const std::uint32_t kind = random_() % 100, device = random_() % options_.devices;
        const std::uint32_t event = random_() % events;
        if (kind < 60)
            return mapti(device, event);
        if (kind < 80)
            return its_cmd_movi(device, event, static_cast<std::uint16_t>(random_() % targets));
        if (kind < 95)
            return its_cmd_inv(device, event);
        return its_cmd_sync(random_() % targets);
    }

    void print_ratio() const
    {
        const double unit = (before_.per_second + after_.per_second) / 2;
        const double cpu_unit = (before_.per_cpu_second + after_.per_cpu_second) / 2;
        const double ratio = speed_.per_second / unit;
        std::printf("%-28s %.4f (bar %.2f: %s); in processor time %.4f\n", "ratio to the unit",
                    ratio, bar, ratio >= bar ? "met" : "missed", speed_.per_cpu_second / cpu_unit);
        std::printf("%-28s %.2f M/s before, %.2f M/s after: timed waits of 64 threads\n", "unit",
                    before_.per_second / 1e6, after_.per_second / 1e6);
    }

    static constexpr std::uint32_t events = 1u << events_log2;

    const Options options_;
    Machine machine_{ "machine" };
    Stats stats_;
    CmdqObserver cmdq_;
    Unit unit_;
    std::mt19937 random_{ 1 };
    sim::Event go_;
    Work work_{};
    std::uint32_t cwriter_ = 0;
    std::uint64_t stalls_ = 0, errors_ = 0, steps_ = 0;
    Speed before_, after_, speed_;
    double simulated_s_ = 0, full_share_ = 0;
    sim::Task producer_;
};

} // namespace

} // namespace itstorm

int sc_main(int argc, char** argv)
{
    return itstorm::run_bench<itstorm::W2>("bench_w2", [&] { return itstorm::parse(argc, argv); });
}
