// SPDX-License-Identifier: Apache-2.0
// B.7: reserved slots. Two Poisson streams, bulk and critical, go through the hypervisor's ring
// driver into a ring of which 15 slots may be used (host.usable_slots), with R of them reserved. A
// request that finds no slot is refused at once. Shares are of time, as in B.5.
#include "common/random_stream.h"
#define SC_INCLUDE_DYNAMIC_PROCESSES // sc_spawn: arrivals
#include "host_ring.h"
#include "queue_run.h"
#include <boost/random/exponential_distribution.hpp>
#include <boost/random/uniform_01.hpp>

namespace itstorm {

namespace {

constexpr unsigned places = 15;
constexpr std::uint64_t million = 1'000'000;
constexpr unsigned policy_refuse = 4; // word of host.queue_full

struct Point {
    double bulk, critical; // the loads of the two streams
    unsigned reserved;
    double bulk_tolerance;
    bool quick;
};

constexpr Point points[] = {
    { 0.95, 0.05, 0, 0.035, false }, { 0.95, 0.05, 1, 0.035, false }, { 1.2, 0.05, 1, 0.01, true },
    { 2.0, 0.2, 1, 0.004, true },    { 2.0, 0.2, 2, 0.004, false },
};
constexpr double critical_tolerance = 0.08;

class TwoClasses {
public:
    TwoClasses(Report& report, ValidationService service, const Point& at)
        : report_(report), run_(report, {}, service), at_(at),
          ring_(run_.rig, run_.meter,
                { { "host.queue_full", policy_refuse },
                  { "host.usable_slots", places },
                  { "host.reserved_slots", at.reserved } })
    {
    }

    void play(std::uint64_t arrivals)
    {
        sc_core::sc_spawn([=] { arrive(arrivals); });
        sc_core::sc_start(); // until no event is left
    }

    QueueMeter& meter() { return run_.meter; }
    double refused(cmdq_urgency urgency) const
    {
        return static_cast<double>(refused_[urgency]) / static_cast<double>(offered_[urgency]);
    }
    void unbroken() { run_.unbroken(report_); }

private:
    void arrive(std::uint64_t arrivals)
    {
        RandomStream gaps = random_stream(report_.seed(), "arrivals");
        RandomStream kinds = random_stream(report_.seed(), "kinds");
        const double rate = (at_.bulk + at_.critical) / run_.service_ps();
        boost::random::exponential_distribution<double> gap(rate);
        boost::random::uniform_01<double> share;
        run_.meter.begin();
        for (std::uint64_t n = 0; n < arrivals; n++) {
            sc_core::wait(
                sc_core::sc_time::from_value(static_cast<std::uint64_t>(gap(gaps) + 0.5)));
            const bool is_critical = share(kinds) * (at_.bulk + at_.critical) < at_.critical;
            const cmdq_urgency urgency = is_critical ? CMDQ_CRITICAL : CMDQ_BULK;
            ++offered_[urgency];
            refused_[urgency] += !ring_.post(urgency, run_.rig.inv());
        }
        run_.meter.end_of_arrivals();
    }

    Report& report_;
    QueueRun run_;
    const Point at_;
    HostRing ring_;
    std::uint64_t offered_[2]{}, refused_[2]{};
};

void reserve(Report& report, ValidationService service, const Point& at)
{
    TwoClasses run(report, service, at);
    run.play(report.size(3 * million));
    const laws::Refused law = service == ValidationService::Fixed
                                  ? laws::reserve_fixed(at.bulk, at.critical, places, at.reserved)
                                  : laws::reserve_exp(at.bulk, at.critical, places, at.reserved);
    report.within("share of time without a slot for bulk", law.bulk,
                  run.meter().at_least(places - at.reserved), at.bulk_tolerance);
    report.within("share of bulk refused", law.bulk, run.refused(CMDQ_BULK), at.bulk_tolerance);
    report.within("share of time without a slot at all", law.critical, run.meter().share(places),
                  critical_tolerance);
    report.at_most("most commands in the ring", places, static_cast<double>(run.meter().highest()));
    run.unbroken();
}

} // namespace

std::vector<Case> reserve_cases()
{
    std::vector<Case> cases;
    for (const auto service : { ValidationService::Fixed, ValidationService::Exponential })
        for (const Point& at : points) {
            char name[96];
            std::snprintf(name, sizeof name, "%s, loads %g and %g, %u of 15 reserved",
                          service_name(service), at.bulk, at.critical, at.reserved);
            cases.push_back(
                { "B.7", name, at.quick, [=](Report& report) { reserve(report, service, at); } });
        }
    return cases;
}

} // namespace itstorm
