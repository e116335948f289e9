// SPDX-License-Identifier: Apache-2.0
// B.1, B.2, B.3: the ring has room for all commands. A command is an INV with cached table entries,
// which takes a fixed time, 148 ns in profile server; the mix of B.3 has SYNC and INVALL as longer
// commands.
#include "queue_run.h"
#include <boost/random/uniform_01.hpp>

namespace itstorm {

namespace {

constexpr std::uint64_t million = 1'000'000;

struct Point {
    double load;
    ValidationService service;
    std::uint64_t commands;
    double tolerance; // about four standard deviations for this length of run
    bool quick;
};

constexpr auto fixed = ValidationService::Fixed, exponential = ValidationService::Exponential;
constexpr Point points[] = {
    { 0.3, fixed, 12 * million, 0.003, true },
    { 0.5, fixed, 8 * million, 0.004, false },
    { 0.7, fixed, 8 * million, 0.01, false },
    { 0.8, fixed, 5 * million, 0.02, true },
    { 0.9, fixed, 4 * million, 0.04, false },
    { 0.3, exponential, 16 * million, 0.006, true },
    { 0.5, exponential, 8 * million, 0.008, false },
    { 0.7, exponential, 8 * million, 0.01, false },
    { 0.8, exponential, 5 * million, 0.02, true },
    { 0.9, exponential, 5 * million, 0.04, false },
};
constexpr unsigned deep = 8;
constexpr double deep_tolerance = 0.05, deep_enough = 0.02; // rarer levels are not compared

double level(const Point& at)
{
    return at.service == fixed ? laws::md1_level(at.load) : laws::mm1_level(at.load);
}

double tail(const Point& at)
{
    return at.service == fixed ? laws::md1_at_least(at.load, deep)
                               : laws::mm1_at_least(at.load, deep);
}

void poisson(Report& report, const Point& at)
{
    QueueRun run(report, {}, at.service);
    Load load;
    load.arrivals = report.size(at.commands);
    run.play(at.load, load);

    const double s = run.service_ps(), wait = s * (level(at) / at.load - 1); // Little's law
    report.within("commands in the ring", level(at), run.meter.level(), at.tolerance);
    report.within("wait before service, ns", wait / 1e3, run.meter.wait_ps() / 1e3, at.tolerance);
    if (tail(at) > deep_enough)
        report.within("P(8 commands or more)", tail(at), run.meter.at_least(deep), deep_tolerance);
    if (at.service == fixed)
        report.exactly("service, ns", s / 1e3, run.meter.service_ps() / 1e3);
    run.unbroken(report);
}

void batches(Report& report, double at, unsigned batch)
{
    QueueRun run(report, {}, fixed);
    Load load;
    load.batch = batch;
    load.arrivals = report.size(2 * million);
    run.play(at, load);
    report.within("wait before service / service", laws::batch_wait(at, batch),
                  run.meter.wait_ps() / run.service_ps(), 0.027);
    run.unbroken(report);
}

// 90 % INV of 40 ns, 9 % SYNC of 200 ns, 1 % INVALL of 4136 ns: a flush of 4096 lines.
const std::vector<laws::Kind> mix{ { 0.90, 40 }, { 0.09, 200 }, { 0.01, 4136 } };

RigConfig mixed_machine()
{
    RigConfig config;
    set_inv_cycles(config, 20, 10, 10);
    config.its.sync_round_trip = 170;
    config.soc.redistributor.invall = InvallMode::Flush;
    config.soc.redistributor.lpi_cache_sets = 2048;
    return config;
}

its_cmd any(RandomStream& random)
{
    const double u = boost::random::uniform_01<double>()(random);
    if (u < mix[0].share)
        return its_cmd_inv(Rig::device, 0);
    return u < mix[0].share + mix[1].share ? its_cmd_sync(0) : its_cmd_invall(0);
}

void mixed(Report& report, double at, double tolerance)
{
    QueueRun run(report, mixed_machine(), fixed);
    Load load;
    load.arrivals = report.size(3 * million);
    load.next = any;
    run.play(at, 1e3 * laws::mean_time(mix), load);
    report.within("wait before service, ns", laws::mix_wait(at, mix), run.meter.wait_ps() / 1e3,
                  tolerance);
    report.within("service, ns", laws::mean_time(mix), run.meter.service_ps() / 1e3, 0.02);
    run.unbroken(report);
}

} // namespace

std::vector<Case> queue_cases()
{
    std::vector<Case> cases;
    for (const Point& at : points)
        cases.push_back({ "B.1", point(at.service, at.load), at.quick,
                          [=](Report& report) { poisson(report, at); } });
    cases.push_back(
        { "B.2", "load 0.7, batches of 3", true, [](Report& report) { batches(report, 0.7, 3); } });
    cases.push_back(
        { "B.2", "load 0.5, batches of 8", true, [](Report& report) { batches(report, 0.5, 8); } });
    cases.push_back({ "B.3", "INV, SYNC, INVALL, load 0.3", true,
                      [](Report& report) { mixed(report, 0.3, 0.035); } });
    cases.push_back({ "B.3", "INV, SYNC, INVALL, load 0.5", false,
                      [](Report& report) { mixed(report, 0.5, 0.045); } });
    cases.push_back({ "B.3", "INV, SYNC, INVALL, load 0.7", false,
                      [](Report& report) { mixed(report, 0.7, 0.07); } });
    return cases;
}

} // namespace itstorm
