// SPDX-License-Identifier: Apache-2.0
// B.17: deterministic loads with exact results: closed loops, periodic arrivals, bursts, a driver
// that polls, a lock, credits (those of links are in link_cases.cpp). Every command is an INV with
// cached table entries.
#define SC_INCLUDE_DYNAMIC_PROCESSES // sc_spawn: software
#include "cases.h"
#include "common/random_stream.h"
#include "common/simulated_time.h"
#include "laws.h"
#include "queue_meter.h"
#include "rate.h"
#include "rig.h"
#include <algorithm>
#include <boost/random/exponential_distribution.hpp>

namespace itstorm {

namespace {

using sc_core::sc_time;

sc_time ns(std::uint64_t n)
{
    return sc_time::from_value(n * 1000);
}

double us(sc_time time)
{
    return static_cast<double>(time.value()) / 1e6;
}

RigConfig inv_of(std::uint32_t cycles)
{
    RigConfig config;
    set_inv_cycles(config, cycles - 48, 8, 40);
    return config;
}

// A machine that executes 6 commands per microsecond.
RigConfig six_per_us()
{
    RigConfig config;
    config.soc.gic_hz = 3'000'000'000; // 500 cycles are 1/6 us
    set_inv_cycles(config, 300, 50, 150);
    return config;
}

struct Bench {
    explicit Bench(const RigConfig& config) : rig(config), meter(rig.its)
    {
        rig.boot();
        rig.keep_completions = true;
        meter.begin();
        start = sim::now();
    }

    void write(unsigned commands = 1)
    {
        for (unsigned n = 0; n < commands; n++) {
            meter.wrote(ITS_OP_INV);
            rig.put(rig.inv());
        }
        rig.announce();
    }
    void run(const std::function<void()>& software)
    {
        sc_core::sc_spawn(software);
        sc_core::sc_start(); // until no event is left
    }
    sc_time since_start() const { return sim::now() - start; }
    sc_time completion(std::uint64_t n) const { return rig.completions()[n] - start; }

    Rig rig;
    QueueMeter meter;
    sc_time start;
};

// ---- closed loop ----

// Writes `window` commands, and one more `away` after the completion of each; `commands` in all.
void run_closed_loop(Bench& bench, unsigned window, std::uint64_t commands, sc_time away)
{
    bench.write(window);
    for (std::uint64_t done = 0, written = window; written < commands; done++, written++) {
        while (bench.rig.completions().size() <= done)
            sc_core::wait(bench.rig.completed);
        const sc_time back = bench.rig.completions()[done] + away;
        if (back > sim::now())
            sc_core::wait(back - sim::now());
        bench.write();
    }
}

// A command takes 100 ns in the ITS, and is written again 500 ns later. The measured number of
// commands is a multiple of every window, so that only whole rounds are measured.
void closed_loop(Report& report, unsigned window)
{
    constexpr std::uint64_t first = 24, commands = 24 * 400;
    Bench bench(inv_of(100));
    bench.run([&] { run_closed_loop(bench, window, first + commands, ns(500)); });
    const sc_time took = bench.completion(first + commands - 1) - bench.completion(first - 1);
    report.close("commands per us", laws::closed_loop_rate(window, 0.6, 0.1),
                 static_cast<double>(commands) / us(took), 1e-12);
    report.unbroken(bench.meter.broken());
}

// ---- periodic arrivals ----

void write_every(Bench& bench, sc_time gap, unsigned commands)
{
    for (unsigned n = 0; n < commands && !bench.rig.full(); n++) {
        bench.write();
        sc_core::wait(gap);
    }
}

void clockwork_fits(Report& report)
{
    Bench bench(inv_of(148));
    bench.run([&] { write_every(bench, ns(149), 10'000); });
    report.exactly("most commands in the ring", 1, static_cast<double>(bench.meter.highest()));
    report.unbroken(bench.meter.broken());
}

// When the ring is full: the k-th command arrives after k - 1 gaps, and the server has completed as
// many commands as fit into that time.
sc_time full_after(sc_time gap, sc_time service, unsigned places)
{
    for (std::uint64_t k = 1;; k++) {
        const std::uint64_t now = (k - 1) * gap.value();
        if (k - now / service.value() == places)
            return sc_time::from_value(now);
    }
}

// 20 million commands per second arrive where 6 million are executed, so that a ring of K commands
// is full after about K / (20 - 6) microseconds.
void clockwork_floods(Report& report)
{
    const sc_time gap = ns(50);
    Bench bench(six_per_us());
    const unsigned places = its_ring_slots(bench.rig.ring_bytes) - 1;
    sc_time last;
    bench.run([&] {
        write_every(bench, gap, 10 * places);
        last = bench.since_start() - gap;
    });
    report.exactly("ring of 2047 is full after, us",
                   us(full_after(gap, bench.rig.inv_time(), places)), us(last));
    report.exactly("most commands in the ring", places, static_cast<double>(bench.meter.highest()));
    report.unbroken(bench.meter.broken());
}

void at_once(Report& report)
{
    constexpr unsigned commands = 1000;
    Bench bench(inv_of(148));
    bench.run([&] { bench.write(commands); });
    unsigned on_time = 0;
    for (unsigned k = 0; k < commands; k++)
        on_time += bench.completion(k) == ns(148 * (k + 1));
    report.exactly("done after k services", commands, on_time);
    report.unbroken(bench.meter.broken());
}

// ---- a driver that polls CREADR: every microsecond, a read takes 180 ns ----

sc_time poll(Bench& bench)
{
    bench.write();
    for (;;) {
        sc_core::wait(ns(180));
        if (bench.rig.outstanding() == 0)
            return bench.since_start();
        sc_core::wait(ns(1000));
    }
}

void polling(Report& report, std::uint32_t service, double expected_ns)
{
    Bench bench(inv_of(service));
    sc_time seen;
    bench.run([&] { seen = poll(bench); });
    report.exactly("driver sees the end after, ns", expected_ns,
                   static_cast<double>(seen.value()) / 1e3);
}

// ---- bursts that a token bucket lets through ----

// Writes at random times bursts of all tokens that have been saved, so that no time t has more than
// sigma + t / per_token commands.
void shaped_bursts(Bench& bench, unsigned sigma, sc_time per_token, unsigned bursts)
{
    RandomStream random = random_stream(1, "bursts");
    boost::random::exponential_distribution<double> pause(1 / 300e6); // 300 us
    double tokens = sigma;
    for (unsigned n = 0; n < bursts; n++) {
        const auto whole = static_cast<unsigned>(tokens);
        bench.write(whole);
        const sc_time off = sc_time::from_value(static_cast<std::uint64_t>(pause(random)));
        sc_core::wait(off);
        tokens = std::min<double>(sigma, tokens - whole + off / per_token);
    }
}

void bursts(Report& report)
{
    constexpr unsigned sigma = 512;
    Bench bench(six_per_us());
    const double t = us(bench.rig.inv_time()); // service time of a command
    bench.run([&] { shaped_bursts(bench, sigma, ns(1000), 1000); });
    report.at_most("commands in the ring", sigma + t, static_cast<double>(bench.meter.highest()));
    report.at_most("longest time in the ring, us", t + sigma / 6.0, us(bench.meter.longest()));
    report.unbroken(bench.meter.broken());
}

// ---- four producers and a fair lock ----

class TicketLock {
public:
    void take()
    {
        const std::uint64_t mine = next_++;
        while (serving_ != mine)
            sc_core::wait(released_);
    }
    void release()
    {
        ++serving_;
        released_.notify();
    }

private:
    std::uint64_t next_ = 0, serving_ = 0;
    sc_core::sc_event released_{ "released" };
};

// Each producer holds the lock until there is room for its command, as drivers in Xen and Linux do.
void producers(Report& report)
{
    constexpr unsigned count = 4;
    constexpr std::uint64_t commands = 8000;
    RigConfig config = six_per_us();
    config.ring_bytes = ITS_RING_PAGE_BYTES;
    Bench bench(config);
    TicketLock lock;
    std::uint64_t written[count] = {}, all = 0;
    for (unsigned n = 0; n < count; n++)
        sc_core::sc_spawn([&, n] {
            while (all < commands) {
                lock.take();
                while (bench.rig.full())
                    sc_core::wait(bench.rig.completed);
                bench.write();
                ++written[n];
                ++all;
                lock.release();
                sc_core::wait(ns(1));
            }
        });
    sc_core::sc_start();
    const auto [least, most] = std::minmax_element(written, written + count);
    report.at_most("commands of the first less the last", 1, static_cast<double>(*most - *least));
    const sc_time took = bench.completion(commands - 1);
    report.close("commands per us, each", 6.0 / count,
                 static_cast<double>(commands) / us(took) / count, 1e-5);
    report.unbroken(bench.meter.broken());
}

// ---- credits ----

// Every message is for an LPI whose configuration byte is not cached, so that the credit is held
// while that byte is read.
void lpi_credits(Report& report, std::uint32_t credits)
{
    constexpr unsigned lpis = 4096;
    RigConfig config;
    config.events_log2 = 12;
    config.its.event_cache_sets = lpis;
    config.soc.redistributor.lpi_credits = config.soc.redistributor.property_reads = credits;
    config.soc.redistributor.property_read = 40;
    config.soc.redistributor.lpi_cache_sets = 0; // no cache, so that nothing is spilled
    Rig rig(config);
    rig.boot();
    std::vector<sc_time> stored;
    rig.gic.redistributors.probes.lpi_stored.attach(
        [&](const LpiStoredFact&) { stored.push_back(sim::now()); });
    for (unsigned n = 0; n < lpis; n++)
        rig.gic.send(Rig::device, n);
    rig.gic.run_until_idle(sc_time(1, sc_core::SC_SEC));
    report.close("LPIs per us", credits / 0.04, second_half_rate(stored), 1e-4);
}

} // namespace

std::vector<Case> exact_cases()
{
    std::vector<Case> cases;
    const auto add = [&](const std::string& point, std::function<void(Report&)> run) {
        cases.push_back({ "B.17", point, true, std::move(run) });
    };
    for (const unsigned window : { 1u, 4u, 6u, 8u })
        add("closed loop, window " + std::to_string(window),
            [=](Report& report) { closed_loop(report, window); });
    add("clockwork below the rate", clockwork_fits);
    add("clockwork at 20/us, 6/us served", clockwork_floods);
    add("1000 commands at once", at_once);
    add("poll, 100 ns of work", [](Report& report) { polling(report, 100, 180); });
    add("poll, 1000 ns of work", [](Report& report) { polling(report, 1000, 1360); });
    add("poll, 2000 ns of work", [](Report& report) { polling(report, 2000, 2540); });
    add("bursts of 512, then 1/us", bursts);
    add("four producers, one lock", producers);
    add("LPI credits: 1", [](Report& report) { lpi_credits(report, 1); });
    add("LPI credits: 4", [](Report& report) { lpi_credits(report, 4); });
    return cases;
}

} // namespace itstorm
