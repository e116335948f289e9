// SPDX-License-Identifier: Apache-2.0
// W1 without software, and W4: the hardware alone under W1's storm. 8 devices of 1024 vectors,
// Poisson 8 M/s in all, through ITS, redistributors and CPU interfaces to bare handlers that
// acknowledge, work for 1 us and end. Three machines, a process each: 16 PEs; 512 PEs of which 16
// get LPIs; 512 PEs that all do. Statistics of the redistributors are on. Seconds are of processor
// time, which other programs disturb less.
//
// usage: bench_w4 [--lpis N]
#include "arch/gicd_regs.h"
#include "arch/gicr_regs.h"
#include "arch/its_cmd.h"
#include "arch/its_regs.h"
#include "arch/its_ring.h"
#include "arch/lpi_table.h"
#include "arch/sysreg.h"
#include "bare_metal/bare_metal.h"
#include "command_line.h"
#include "common/event_queue.h"
#include "common/random_stream.h"
#include "common/simulated_time.h"
#include "common/task.h"
#include "observe/attach.h"
#include "observe/ledger_check.h"
#include "observe/redistributor_observer.h"
#include "stopwatch.h"
#include <boost/random/exponential_distribution.hpp>
#include <boost/random/uniform_int_distribution.hpp>
#include <cstdio>
#include <cstring>
#include <deque>
#include <memory>
#include <stdexcept>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace itstorm {

namespace {

constexpr unsigned devices = 8, vectors = 1024;
constexpr double rate_per_device = 1e6;
constexpr double bar_per_step = 0.15, bar_ratio = 2, bar_rss_mb = 200, bar_start_s = 1;

constexpr std::uint64_t ram = AddressMap::ram;
constexpr std::uint64_t device_table = ram + 0x10'0000, collection_table = ram + 0x20'0000;
constexpr std::uint64_t config_table = ram + 0x40'0000, itts = ram + 0x50'0000;
constexpr std::uint64_t ring = ram + 0x100'0000, pending_tables = ram + 0x800'0000;
constexpr std::uint32_t ring_bytes = 1u << 20, itt_bytes = 64u << 10;

struct Options {
    std::uint64_t lpis = 2'000'000;
};

Options parse(int argc, char** argv)
{
    Options options;
    if (argc == 3 && std::strcmp(argv[1], "--lpis") == 0)
        options.lpis = number(argv[2]);
    else if (argc != 1)
        throw std::runtime_error("usage: bench_w4 [--lpis N]");
    return options;
}

struct Shape {
    unsigned pes, active;
};

struct Result {
    std::uint64_t handled, sent, steps;
    double start_s, storm_s; // of processor time
    double rss_mb;
};

// A PE that does nothing but handle interrupts.
class Handler {
public:
    Handler(CpuInterfaceIf& cpu, const bool& irq) : cpu_(cpu), irq_(irq)
    {
        raised_.calls([this] { step(); });
    }

    void raised()
    {
        if (!busy_)
            raised_.notify();
    }
    std::uint64_t handled() const { return handled_; }

private:
    void step()
    {
        if (busy_)
            cpu_.write(ICC_EOIR1_EL1, intid_);
        busy_ = irq_ && cpu_.read(ICC_IAR1_EL1, intid_) && intid_ != INTID_NONE;
        handled_ += busy_;
        if (busy_)
            raised_.notify(sc_core::sc_time(1, sc_core::SC_US));
    }

    CpuInterfaceIf& cpu_;
    const bool& irq_;
    sim::Event raised_;
    bool busy_ = false;
    std::uint64_t intid_ = 0, handled_ = 0;
};

SocConfig config_of(const Shape& shape)
{
    SocConfig config; // the server profile
    config.pes = shape.pes;
    config.ram_bytes = 256ull << 20;
    return config;
}

class Machine {
public:
    explicit Machine(const Shape& shape)
        : shape_(shape), gic_("gic", config_of(shape)), observer_(stats_, shape.pes)
    {
        for (unsigned pe = 0; pe < shape.pes; pe++)
            lines_.push_back(false);
        RedistributorProbes& probes = gic_.redistributors.probes;
        attach(probes.lpi_stored, observer_);
        attach(probes.lpi_level, observer_);
        attach(probes.acknowledged, observer_);
        probes.irq_line.attach([this](const IrqLineFact& fact) {
            lines_[fact.target] = fact.level;
            if (fact.level && fact.target < handlers_.size())
                handlers_[fact.target].raised();
        });
    }

    void boot()
    {
        gic_.run(sc_core::SC_ZERO_TIME);
        write(AddressMap::gicd + GICD_CTLR, 4, GICD_CTLR_ARE | GICD_CTLR_ENABLE_GRP1);
        for (unsigned pe = 0; pe < shape_.pes; pe++)
            boot_pe(pe);
        std::memset(gic_.ram(config_table, 0x1'0000), 0xa3, 0x1'0000);
        write(AddressMap::gits + GITS_BASER0, 8, bit(63) | device_table | 2u << 8);
        write(AddressMap::gits + GITS_BASER1, 8, bit(63) | collection_table | 2u << 8);
        write(AddressMap::gits + GITS_CBASER, 8,
              bit(63) | ring | (ring_bytes / ITS_RING_PAGE_BYTES - 1));
        write(AddressMap::gits + GITS_CTLR, 4, GITS_CTLR_ENABLED);
        map();
    }

    void storm(std::uint64_t lpis)
    {
        for (unsigned pe = 0; pe < shape_.pes; pe++)
            handlers_.emplace_back(gic_.cpu_interface(pe), lines_[pe]);
        for (unsigned n = 0; n < devices; n++)
            senders_.push_back(std::make_unique<sim::Task>(
                sim::Rank(sim::Kind::Device, n), "device" + std::to_string(n),
                [this, n, lpis] { send(n, lpis / devices); }));
        sim::run_until_idle(sc_core::sc_time(1000, sc_core::SC_SEC));
        const std::string books =
            check_ledger(gic_.ledger, gic_.msis_in_flight(), gic_.commands_in_ring());
        if (!books.empty())
            throw std::runtime_error("the ledger does not close\n" + books);
    }

    std::uint64_t handled() const
    {
        std::uint64_t sum = 0;
        for (const Handler& handler : handlers_)
            sum += handler.handled();
        return sum;
    }
    std::uint64_t sent() const { return gic_.ledger.msis_sent; }

private:
    void write(std::uint64_t pa, unsigned bytes, std::uint64_t value)
    {
        if (!gic_.write(pa, bytes, value))
            throw std::runtime_error("bus error in bring-up");
    }

    void boot_pe(unsigned pe)
    {
        const std::uint64_t frame = AddressMap::gicr + pe * static_cast<std::uint64_t>(GICR_STRIDE);
        write(frame + GICR_WAKER, 4, 0);
        write(frame + GICR_PROPBASER, 8, config_table | 15);
        write(frame + GICR_PENDBASER, 8, bit(62) | (pending_tables + pe * 0x10000ull));
        write(frame + GICR_CTLR, 4, GICR_CTLR_ENABLE_LPIS);
        gic_.cpu_interface(pe).write(ICC_PMR_EL1, 0xff);
        gic_.cpu_interface(pe).write(ICC_IGRPEN1_EL1, 1);
    }

    void put(const its_cmd& cmd)
    {
        std::memcpy(gic_.ram(ring + cwriter_, ITS_CMD_BYTES), &cmd, ITS_CMD_BYTES);
        cwriter_ = its_ring_next(cwriter_, ring_bytes);
    }

    // Vectors go to the PEs that are active in blocks of neighbours: an LPI cache is indexed by the
    // low bits of the INTID.
    void map()
    {
        for (unsigned pe = 0; pe < shape_.active; pe++)
            put(its_cmd_mapc(static_cast<std::uint16_t>(pe), pe, true));
        for (std::uint32_t n = 0; n < devices; n++)
            put(its_cmd_mapd(n + 1, 10, itts + n * itt_bytes, true));
        for (std::uint32_t n = 0; n < devices * vectors; n++)
            put(its_cmd_mapti(n / vectors + 1, n % vectors, INTID_LPI_FIRST + n,
                              static_cast<std::uint16_t>(n / (devices * vectors / shape_.active))));
        write(AddressMap::gits + GITS_CWRITER, 8, cwriter_);
        gic_.run_until_idle(sc_core::sc_time(1, sc_core::SC_SEC));
        if (gic_.commands_in_ring() != 0)
            throw std::runtime_error("commands that do not end");
    }

    void send(unsigned n, std::uint64_t messages)
    {
        RandomStream random = random_stream(1, "device" + std::to_string(n));
        boost::random::exponential_distribution<double> gap(rate_per_device / 1e12);
        boost::random::uniform_int_distribution<std::uint32_t> vector(0, vectors - 1);
        for (std::uint64_t sent = 0; sent < messages; sent++) {
            sim::wait(sc_core::sc_time::from_value(static_cast<std::uint64_t>(gap(random))));
            gic_.send(n + 1, vector(random));
        }
    }

    const Shape shape_;
    BareMetal gic_;
    Stats stats_;
    RedistributorObserver observer_;
    std::deque<bool> lines_;
    std::deque<Handler> handlers_;
    std::vector<std::unique_ptr<sim::Task>> senders_;
    std::uint32_t cwriter_ = 0;
};

Result measure(const Shape& shape, std::uint64_t lpis)
{
    Result result{};
    const Stopwatch start;
    Machine machine(shape);
    machine.boot();
    result.start_s = 1 / start.speed(1).per_cpu_second;
    const std::uint64_t steps = sim::queue().steps();
    const Stopwatch watch;
    machine.storm(lpis);
    result.steps = sim::queue().steps() - steps;
    result.handled = machine.handled();
    result.storm_s =
        static_cast<double>(result.handled) / watch.speed(result.handled).per_cpu_second;
    result.sent = machine.sent();
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    result.rss_mb = static_cast<double>(usage.ru_maxrss) / 1024;
    return result;
}

// Runs one machine in a process of its own, since SystemC elaborates once.
Result apart(const Shape& shape, std::uint64_t lpis)
{
    int ends[2];
    if (pipe(ends) != 0)
        throw std::runtime_error("no pipe");
    const pid_t child = fork();
    if (child == 0) {
        const Result result = measure(shape, lpis);
        _exit(::write(ends[1], &result, sizeof result) == sizeof result ? 0 : 1);
    }
    close(ends[1]);
    Result result{};
    const bool whole = ::read(ends[0], &result, sizeof result) == sizeof result;
    close(ends[0]);
    waitpid(child, nullptr, 0);
    if (!whole)
        throw std::runtime_error("a machine has failed");
    return result;
}

const char* verdict(bool met)
{
    return met ? "met" : "missed";
}

class W4 {
public:
    explicit W4(const Options& options) : options_(options) {}

    void run()
    {
        few_ = apart({ 16, 16 }, options_.lpis);
        idle_ = apart({ 512, 16 }, options_.lpis);
        many_ = apart({ 512, 512 }, options_.lpis);
    }

    void print() const
    {
        const double per_step = static_cast<double>(few_.handled) / static_cast<double>(few_.steps);
        std::printf("%-28s %.3f (bar %.2f: %s)\n", "W1: LPIs per step of time", per_step,
                    bar_per_step, verdict(per_step >= bar_per_step));
        print_ratio("W4: 512 PEs, 16 active", idle_);
        print_ratio("W4: 512 PEs, all active", many_);
        const double rss = std::max(idle_.rss_mb, many_.rss_mb);
        std::printf("%-28s %.0f MB (bar %.0f: %s)\n", "W4: memory", rss, bar_rss_mb,
                    verdict(rss <= bar_rss_mb));
        const double start = std::max(idle_.start_s, many_.start_s);
        std::printf("%-28s %.3f s, 8192 events mapped (bar %.0f: %s)\n", "W4: start-up", start,
                    bar_start_s, verdict(start <= bar_start_s));
        for (const Result* one : { &few_, &idle_, &many_ })
            std::printf("%-28s %llu of %llu handled in %.2f s, %.3f M/s\n", "",
                        static_cast<unsigned long long>(one->handled),
                        static_cast<unsigned long long>(one->sent), one->storm_s,
                        static_cast<double>(one->handled) / one->storm_s / 1e6);
    }

private:
    // Of real time per handled LPI.
    void print_ratio(const char* what, const Result& one) const
    {
        const double ratio = one.storm_s / static_cast<double>(one.handled) /
                             (few_.storm_s / static_cast<double>(few_.handled));
        std::printf("%-28s %.2f times the time of 16 PEs (bar %.0f: %s)\n", what, ratio, bar_ratio,
                    verdict(ratio <= bar_ratio));
    }

    const Options options_;
    Result few_{}, idle_{}, many_{};
};

} // namespace

} // namespace itstorm

int sc_main(int argc, char** argv)
{
    return itstorm::run_bench<itstorm::W4>("bench_w4", [&] { return itstorm::parse(argc, argv); });
}
