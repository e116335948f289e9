// SPDX-License-Identifier: Apache-2.0
// B.5, B.6: the ring is full. A command that finds it full is lost (B.5), or its producer holds it
// until there is room (B.6). The producer limits itself to K outstanding commands, except for
// K=127, which is the limit of a ring of one page. Shares of time are measured: for Poisson
// arrivals they equal the shares of arrivals (PASTA), and have less noise.
#include "queue_run.h"

namespace itstorm {

namespace {

constexpr std::uint64_t million = 1'000'000;

struct Point {
    double load;
    unsigned places;
    std::uint64_t arrivals;
    double share_tolerance, level_tolerance;
    bool quick;
};

// At load 1 the levels of a ring of one page are correlated over some thousand commands, so that
// run is ten times as long.
// clang-format off
constexpr Point losing[] = {
    // load places  arrivals      tolerance of share, of level  quick
    { 0.9,    7,     2 * million,  0.04,   0.012,                true },
    { 0.9,   15,     2 * million,  0.15,   0.025,                false },
    { 1.0,   31,     2 * million,  0.15,   0.045,                false },
    { 1.2,   15,     2 * million,  0.025,  0.006,                true },
    { 1.0,  127,    10 * million,  0.15,   0.045,                false },
    { 1.2,  127,     2 * million,  0.025,  0.006,                true },
};
constexpr Point stalling[] = {
    // load places  arrivals      tolerance of share, of level  quick
    { 0.9,    7,     2 * million,  0.04,   0.012,                true },
    { 2.0,    7,     2 * million,  0.004,  0.001,                true },
    { 1.0,  127,    10 * million,  0.15,   0.045,                false },
    { 1.2,  127,     2 * million,  0.025,  0.006,                false },
};
// clang-format on

std::vector<double> shares(ValidationService service, double load, unsigned places)
{
    return service == ValidationService::Fixed ? laws::md1k(load, places)
                                               : laws::mm1k(load, places);
}

bool is_page(const Point& at)
{
    return at.places == its_ring_slots(ITS_RING_PAGE_BYTES) - 1;
}

RigConfig ring_for(const Point& at)
{
    RigConfig config;
    if (is_page(at))
        config.ring_bytes = ITS_RING_PAGE_BYTES;
    return config;
}

Load load_of(const Report& report, const Point& at, RingFull when_full)
{
    Load load;
    load.places = is_page(at) ? 0 : at.places;
    load.when_full = when_full;
    load.arrivals = report.size(at.arrivals);
    return load;
}

void lose(Report& report, ValidationService service, const Point& at)
{
    QueueRun run(report, ring_for(at), service);
    run.play(at.load, load_of(report, at, RingFull::Refuse));
    const std::vector<double> law = shares(service, at.load, at.places);
    report.within("share of time full", law.back(), run.meter.share(at.places), at.share_tolerance);
    report.within("share of arrivals lost", law.back(),
                  static_cast<double>(run.producer.found_full()) /
                      static_cast<double>(run.producer.offered()),
                  at.share_tolerance * 1.2);
    report.within("commands in the ring", laws::mean(law), run.meter.level(), at.level_tolerance);
    report.at_most("most commands in the ring", at.places,
                   static_cast<double>(run.meter.highest()));
    run.unbroken(report);
}

void hold(Report& report, ValidationService service, const Point& at)
{
    QueueRun run(report, ring_for(at), service);
    run.play(at.load, load_of(report, at, RingFull::Hold));
    const laws::Stall law = laws::stall(shares(service, at.load, at.places + 1));
    const double standing = run.producer.stood_still().to_seconds() / run.meter.seconds();
    report.within("share of time at a standstill", law.of_time, standing, at.share_tolerance);
    report.within("share of commands held", law.of_commands,
                  static_cast<double>(run.producer.found_full()) /
                      static_cast<double>(run.producer.offered()),
                  at.share_tolerance * 1.2);
    report.within("commands in the ring or held", law.level, run.meter.level() + standing,
                  at.level_tolerance);
    run.unbroken(report);
}

std::string places(const Point& at)
{
    return ", K=" + std::to_string(at.places) + (is_page(at) ? ", real ring" : "");
}

} // namespace

std::vector<Case> full_cases()
{
    std::vector<Case> cases;
    for (const auto service : { ValidationService::Fixed, ValidationService::Exponential }) {
        for (const Point& at : losing)
            cases.push_back({ "B.5", point(service, at.load, places(at)), at.quick,
                              [=](Report& report) { lose(report, service, at); } });
        for (const Point& at : stalling)
            cases.push_back({ "B.6", point(service, at.load, places(at)), at.quick,
                              [=](Report& report) { hold(report, service, at); } });
    }
    return cases;
}

} // namespace itstorm
