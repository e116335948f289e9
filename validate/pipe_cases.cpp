// SPDX-License-Identifier: Apache-2.0
// B.4: a pipe of fixed stages with room between them: only the slowest stage has a queue. The
// stages of docs/validation.md (10, 100, 40 ns) are built as a chain of Stage, and as messages
// through the ITS: it accepts one every 10 ns, hands one over every 100 ns, and takes 150 ns for a
// message with no other in front.
#define SC_INCLUDE_DYNAMIC_PROCESSES // sc_spawn: the sender
#include "cases.h"
#include "common/random_stream.h"
#include "common/simulated_time.h"
#include "common/stage.h"
#include "queue_run.h"
#include <boost/random/exponential_distribution.hpp>
#include <deque>

namespace itstorm {

namespace {

const std::vector<double> stages{ 10, 100, 40 }; // ns

class Arrivals {
public:
    Arrivals(double per_us, std::uint64_t seed)
        : random_(random_stream(seed, "arrivals")), gap_(per_us * 1e-6)
    {
    }

    sc_core::sc_time gap() // per_us is a rate per 10^6 ps
    {
        return sc_core::sc_time::from_value(static_cast<std::uint64_t>(gap_(random_) + 0.5));
    }

private:
    RandomStream random_;
    boost::random::exponential_distribution<double> gap_;
};

// ---- a chain of Stage, by ticket arithmetic ----

struct Chain {
    const Clock clock{ 1'000'000'000 };
    Stage fetch{ clock, { 10, 10, 0 } }, decode{ clock, { 100, 100, 0 } },
        execute{ clock, { 40, 40, 0 } };

    sc_core::sc_time leaves(sc_core::sc_time arrival)
    {
        return *execute.reserve(*decode.reserve(*fetch.reserve(arrival)));
    }
};

void chain(Report& report, double per_us, std::uint64_t arrivals)
{
    Chain pipe;
    Arrivals source(per_us, report.seed());
    const std::uint64_t count = report.size(arrivals);
    sc_core::sc_time now, inside;
    for (std::uint64_t n = 0; n < count; n++) {
        now += source.gap();
        inside += pipe.leaves(now) - now;
    }
    report.within("mean time inside, ns", laws::pipe_time(per_us * 1e-3, stages),
                  static_cast<double>(inside.value()) / 1e3 / static_cast<double>(count), 0.01);
}

// Whether the k-th of a burst took the time of all stages, and k - 1 times that of the slowest.
bool on_time(sc_core::sc_time took, std::uint64_t k)
{
    return took == sc_core::sc_time::from_value((150 + k * 100) * 1000);
}

void chain_burst(Report& report)
{
    Chain pipe;
    std::uint64_t exact = 0;
    for (std::uint64_t k = 0; k < 1000; k++)
        exact += on_time(pipe.leaves(sc_core::SC_ZERO_TIME), k);
    report.exactly("leaving at sum + (k-1) slowest", 1000, static_cast<double>(exact));
}

// ---- messages through the ITS ----

RigConfig message_pipe()
{
    RigConfig config;
    config.its.msi_inbox = 0;
    config.its.msi_accept_interval = 10;
    config.its.xlate_interval = 100;
    config.its.xlate_latency = 150;
    config.its.walkers = 256;
    return config;
}

class MessagePipe {
public:
    MessagePipe() : rig_(message_pipe())
    {
        rig_.boot();
        rig_.gic.send(Rig::device, 0); // leaves the LPI pending: later messages merge at once
        run();
        rig_.its.probes.msi_translated.attach([this](const MsiTranslatedFact&) {
            const sc_core::sc_time took = sim::now() - sent_.front();
            sent_.pop_front();
            on_time_ += on_time(took, left_++);
            inside_ += took;
        });
    }

    void send()
    {
        sent_.push_back(sim::now());
        rig_.gic.send(Rig::device, 0);
    }
    void run() { rig_.gic.run_until_idle(sc_core::sc_time(100, sc_core::SC_SEC)); }
    double mean_ns() const
    {
        return static_cast<double>(inside_.value()) / 1e3 / static_cast<double>(left_);
    }
    std::uint64_t on_time_burst() const { return on_time_; }

private:
    Rig rig_;
    std::deque<sc_core::sc_time> sent_;
    std::uint64_t left_ = 0, on_time_ = 0;
    sc_core::sc_time inside_;
};

void messages(Report& report, double per_us)
{
    MessagePipe pipe;
    const std::uint64_t count = report.size(4'000'000);
    sc_core::sc_spawn([&] {
        Arrivals source(per_us, report.seed());
        for (std::uint64_t n = 0; n < count; n++) {
            sc_core::wait(source.gap());
            pipe.send();
        }
    });
    pipe.run();
    report.within("mean time inside, ns", laws::pipe_time(per_us * 1e-3, stages), pipe.mean_ns(),
                  0.01);
}

void message_burst(Report& report)
{
    MessagePipe pipe;
    for (unsigned n = 0; n < 1000; n++)
        pipe.send();
    pipe.run();
    report.exactly("leaving at sum + (k-1) slowest", 1000,
                   static_cast<double>(pipe.on_time_burst()));
}

// ---- commands with one prefetched ----

struct CommandPipe {
    std::uint32_t fetch, execute; // cycles: decode and message
};

void commands(Report& report, const CommandPipe& at, double per_us)
{
    RigConfig config;
    config.its.command_prefetch = 1;
    set_inv_cycles(config, at.fetch, 8, at.execute - 8);
    QueueRun run(report, config, ValidationService::Fixed);
    Load load;
    load.arrivals = report.size(4'000'000);
    run.play(per_us, 1e6, load);
    const std::vector<double> pipe{ static_cast<double>(at.fetch),
                                    static_cast<double>(at.execute) };
    report.within("mean time inside, ns", laws::pipe_time(per_us * 1e-3, pipe),
                  run.meter.sojourn_ps() / 1e3, 0.01);
    run.unbroken(report);
}

std::string rate(double per_us)
{
    char text[32];
    std::snprintf(text, sizeof text, ", %g per us", per_us);
    return text;
}

} // namespace

std::vector<Case> pipe_cases()
{
    constexpr std::uint64_t long_run = 10'000'000, longest = 100'000'000;
    std::vector<Case> cases;
    for (const double per_us : { 1.0, 5.0, 8.0, 9.0, 9.5 })
        cases.push_back({ "B.4", "three stages" + rate(per_us), per_us <= 8, [=](Report& report) {
                             chain(report, per_us, per_us <= 8 ? long_run : longest);
                         } });
    for (const double per_us : { 1.0, 5.0, 8.0 })
        cases.push_back({ "B.4", "messages" + rate(per_us), per_us == 8,
                          [=](Report& report) { messages(report, per_us); } });
    for (const double per_us : { 1.0, 5.0, 8.0 }) {
        cases.push_back({ "B.4", "commands, fetch 100, rest 48 ns" + rate(per_us), per_us == 8,
                          [=](Report& report) {
                              commands(report, { 100, 48 }, per_us);
                          } });
        cases.push_back({ "B.4", "commands, fetch 48, rest 100 ns" + rate(per_us), per_us == 8,
                          [=](Report& report) {
                              commands(report, { 48, 100 }, per_us);
                          } });
    }
    cases.push_back({ "B.4", "three stages, a burst of 1000", true, chain_burst });
    cases.push_back({ "B.4", "messages, a burst of 1000", true, message_burst });
    return cases;
}

} // namespace itstorm
