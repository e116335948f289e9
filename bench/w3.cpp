// SPDX-License-Identifier: Apache-2.0
// W3: INVALL over redistributors of about 64 K, 256 K and 1 M LPIs, as flush and as scan. Quiet: no
// LPI is pending, and an INVALL is only its own time. Pending: all LPIs are, and each is looked up
// again behind every INVALL. A SYNC after each INVALL waits for that.
//
// The first line is the exponent of real time over the number of LPIs (1: linear).
//
// usage: bench_w3 [--invalls N] [--no-unit]
#include "arch/gicr_regs.h"
#include "arch/its_cmd.h"
#include "arch/its_regs.h"
#include "arch/its_ring.h"
#include "arch/lpi_table.h"
#include "bare_metal/bare_metal.h"
#include "command_line.h"
#include "unit.h"
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <stdexcept>

namespace itstorm {

namespace {

constexpr double bar = 1.05;
constexpr std::uint64_t unit_resumptions = 4'000'000;
constexpr unsigned runs = 5; // runs of each machine, of which the median counts
constexpr unsigned pending_share =
    50; // with all LPIs pending an INVALL reads a byte for each, so fewer are made
constexpr unsigned sizes_log2[] = { 16, 18, 20 };

constexpr std::uint64_t ram = AddressMap::ram;
constexpr std::uint64_t device_table = ram + 0x10'0000, collection_table = ram + 0x20'0000;
constexpr std::uint64_t ring = ram + 0x30'0000, config_table = ram + 0x40'0000;
constexpr std::uint64_t pending_table = ram + 0x60'0000;
constexpr std::uint32_t ring_bytes = 64u << 10;

struct Options {
    unsigned invalls = 100;
    bool unit = true;
};

Options parse(int argc, char** argv)
{
    Options options;
    for (int n = 1; n < argc; n++) {
        const std::string name = argv[n];
        if (name == "--no-unit")
            options.unit = false;
        else if (name == "--invalls" && n + 1 < argc)
            options.invalls = static_cast<unsigned>(number(argv[++n]));
        else
            throw std::runtime_error("usage: bench_w3 [--invalls N] [--no-unit]");
    }
    if (options.invalls < pending_share || options.invalls > 500)
        throw std::runtime_error("--invalls is a number from 50 to 500");
    return options;
}

SocConfig machine(unsigned id_bits, InvallMode mode)
{
    SocConfig config; // the server profile
    config.pes = 1;
    config.ram_bytes = 16ull << 20;
    config.lpi_id_bits = config.its.at(0).config.lpi_id_bits = id_bits;
    config.redistributor.invall = mode;
    return config;
}

// ---- one machine ----

class Machine {
public:
    Machine(unsigned id_bits, InvallMode mode, bool all_pending)
        : id_bits_(id_bits), mode_(mode), all_pending_(all_pending),
          gic_(sc_core::sc_gen_unique_name("gic"), machine(id_bits, mode))
    {
        gic_.its.probes.command.attach([this](const CommandFact& fact) {
            errors_ += fact.error != 0;
            if (fact.opcode == ITS_OP_INVALL)
                invall_ = fact.service;
        });
        gic_.redistributors.probes.property_read.attach(
            [this](const PropertyReadFact&) { reads_++; });
    }

    void boot()
    {
        fill_tables();
        write(AddressMap::gicr + GICR_WAKER, 4, 0);
        write(AddressMap::gicr + GICR_PROPBASER, 8, config_table | (id_bits_ - 1));
        write(AddressMap::gicr + GICR_PENDBASER, 8, pending_table); // PTZ=0: bits are loaded
        write(AddressMap::gicr + GICR_CTLR, 4, GICR_CTLR_ENABLE_LPIS);
        write(AddressMap::gits + GITS_BASER0, 8, bit(63) | device_table | 2u << 8);
        write(AddressMap::gits + GITS_BASER1, 8, bit(63) | collection_table | 2u << 8);
        write(AddressMap::gits + GITS_CBASER, 8,
              bit(63) | ring | (ring_bytes / ITS_RING_PAGE_BYTES - 1));
        write(AddressMap::gits + GITS_CTLR, 4, GITS_CTLR_ENABLED);
        put(its_cmd_mapc(0, 0, true));
        run();
    }

    // Measures the real time of one INVALL with its SYNC.
    void measure(unsigned invalls)
    {
        const unsigned count = all_pending_ ? invalls / pending_share : invalls;
        std::vector<double> seconds;
        for (unsigned n = 0; n < runs; n++)
            seconds.push_back(measure_once(count) / count);
        std::sort(seconds.begin(), seconds.end());
        median_s_ = seconds[runs / 2];
        spread_ = seconds.back() / seconds.front();
        check(runs * count);
    }

    bool is(InvallMode mode, bool all_pending) const
    {
        return mode_ == mode && all_pending_ == all_pending;
    }
    double lpis() const { return static_cast<double>(lpi_config_table_bytes(id_bits_)); }
    double wall_s() const { return median_s_; }
    double simulated_s() const { return invall_.to_seconds(); }

    void print() const
    {
        std::printf("  %8.0f LPIs: %10.2f us of real time (slowest / fastest %.2f), %9.2f us "
                    "simulated, %.0f reads\n",
                    lpis(), median_s_ * 1e6, spread_, simulated_s() * 1e6, reads_per_invall_);
    }

private:
    void write(std::uint64_t pa, unsigned bytes, std::uint64_t value)
    {
        if (!gic_.write(pa, bytes, value))
            throw std::runtime_error("a bus error");
    }

    void fill_tables()
    {
        const std::uint64_t lpis = lpi_config_table_bytes(id_bits_);
        std::memset(gic_.ram(config_table, lpis), lpi_config(0xa0, true), lpis);
        if (all_pending_)
            std::memset(gic_.ram(lpi_pending_address(pending_table, INTID_LPI_FIRST), lpis / 8),
                        0xff, lpis / 8);
    }

    void put(const its_cmd& command)
    {
        std::memcpy(gic_.ram(ring + cwriter_, ITS_CMD_BYTES), &command, ITS_CMD_BYTES);
        cwriter_ = its_ring_next(cwriter_, ring_bytes);
    }

    void run()
    {
        write(AddressMap::gits + GITS_CWRITER, 8, cwriter_);
        gic_.run_until_idle(sc_core::sc_time(1000, sc_core::SC_SEC));
    }

    double measure_once(unsigned count)
    {
        reads_ = 0;
        const Stopwatch watch;
        for (unsigned n = 0; n < count; n++) {
            put(its_cmd_invall(0));
            put(its_cmd_sync(0));
        }
        run();
        reads_per_invall_ = static_cast<double>(reads_) / count;
        return watch.seconds();
    }

    void check(std::uint64_t invalls) const
    {
        const double wanted = all_pending_ ? lpis() : 0;
        if (errors_ != 0 || gic_.commands_in_ring() != 0)
            throw std::runtime_error("commands in error, or not executed");
        if (gic_.ledger.commands_executed != 1 + 2 * invalls || reads_per_invall_ != wanted)
            throw std::runtime_error("an INVALL did not do its work");
    }

    const unsigned id_bits_;
    const InvallMode mode_;
    const bool all_pending_;
    BareMetal gic_;
    std::uint32_t cwriter_ = 0;
    std::uint64_t errors_ = 0, reads_ = 0;
    sc_core::sc_time invall_;
    double reads_per_invall_ = 0, median_s_ = 0, spread_ = 0;
};

// ---- all of them ----

// The slope of the least-squares line through (log x, log y).
double exponent(const std::vector<std::pair<double, double>>& points)
{
    double x = 0, y = 0, xx = 0, xy = 0;
    for (const auto& [px, py] : points) {
        x += std::log(px);
        y += std::log(py);
        xx += std::log(px) * std::log(px);
        xy += std::log(px) * std::log(py);
    }
    const auto n = static_cast<double>(points.size());
    return (n * xy - x * y) / (n * xx - x * x);
}

class W3 {
public:
    explicit W3(const Options& options) : options_(options), unit_("unit")
    {
        for (const bool all_pending : { false, true })
            for (const InvallMode mode : { InvallMode::Flush, InvallMode::Scan })
                for (const unsigned id_bits : sizes_log2)
                    machines_.push_back(std::make_unique<Machine>(id_bits, mode, all_pending));
    }

    void run()
    {
        sc_core::sc_start(sc_core::SC_ZERO_TIME);
        for (const auto& machine : machines_)
            machine->boot();
        if (options_.unit)
            speed_ = unit_.measure(unit_resumptions);
        for (const auto& machine : machines_)
            machine->measure(options_.invalls);
    }

    void print() const
    {
        for (const bool all_pending : { false, true })
            for (const InvallMode mode : { InvallMode::Flush, InvallMode::Scan })
                print(mode, all_pending);
        if (options_.unit)
            std::printf("%-28s %.2f M/s: timed waits of 64 threads\n", "unit",
                        speed_.per_second / 1e6);
        std::printf("%-28s %u INVALLs, each with a SYNC; with all pending a %uth of it; median of "
                    "%u runs\n",
                    "W3", options_.invalls, pending_share, runs);
    }

private:
    void print(InvallMode mode, bool all_pending) const
    {
        std::vector<std::pair<double, double>> wall, simulated;
        for (const auto& machine : machines_)
            if (machine->is(mode, all_pending)) {
                wall.emplace_back(machine->lpis(), machine->wall_s());
                simulated.emplace_back(machine->lpis(), machine->simulated_s());
            }
        const double found = exponent(wall);
        std::printf("%s, %-20s exponent %.3f of real time (bar %.2f: %s), %.3f of simulated time\n",
                    mode == InvallMode::Flush ? "flush" : "scan",
                    all_pending ? "all pending" : "quiet", found, bar,
                    found <= bar ? "met" : "missed", exponent(simulated));
        for (const auto& machine : machines_)
            if (machine->is(mode, all_pending))
                machine->print();
    }

    const Options options_;
    std::vector<std::unique_ptr<Machine>> machines_;
    Unit unit_;
    Speed speed_;
};

} // namespace

} // namespace itstorm

int sc_main(int argc, char** argv)
{
    return itstorm::run_bench<itstorm::W3>("bench_w3", [&] { return itstorm::parse(argc, argv); });
}
