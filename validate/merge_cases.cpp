// SPDX-License-Identifier: Apache-2.0
// B.9 and B.10: LPIs that merge on their pending bits. Poisson triggers reach the redistributor;
// the case acknowledges at the CPU interface, works for a fixed time and ends the interrupt. All
// LPIs have the same priority, so that no handler is interrupted. The costs of the redistributor
// add up to zero, or to D, the time from pending to acknowledged.
#define SC_INCLUDE_DYNAMIC_PROCESSES // sc_spawn: triggers
#include "arch/sysreg.h"
#include "cases.h"
#include "common/random_stream.h"
#include "common/simulated_time.h"
#include "laws.h"
#include "lpi_rig.h"

#include <array>
#include <boost/random/exponential_distribution.hpp>
#include <boost/random/uniform_int_distribution.hpp>

namespace itstorm {

namespace {

using sc_core::sc_time;

constexpr unsigned events_log2 = 6;

constexpr double handler_us = 2;

class Merging {
public:
    Merging(Report& report, double delay_us)
        : report_(report), rig_(events_log2), delay_(us(delay_us))
    {
        rig_.gic.redistributors.probes.acknowledged.attach([this](const AcknowledgedFact& fact) {
            if (fact.intid != INTID_NONE)
                ++handled_.at(fact.intid - INTID_LPI_FIRST);
        });
    }

    // Runs `lpis` LPIs with `rate` triggers per microsecond in all.
    void play(unsigned lpis, double rate, std::uint64_t triggers)
    {
        sc_core::sc_spawn([=] { trigger(lpis, rate, triggers); });
        sc_core::sc_spawn([this] { handle(); });
        sc_core::sc_start(); // until no event is left
    }

    double merged_share() const
    {
        return static_cast<double>(rig_.gic.ledger.merged_in_redistributor) /
               static_cast<double>(rig_.gic.ledger.msis_sent);
    }
    double per_us() const { return static_cast<double>(total_) / (last_.to_seconds() * 1e6); }
    double share_of(unsigned n) const
    {
        return static_cast<double>(handled_.at(n)) / static_cast<double>(total_);
    }

private:
    void trigger(unsigned lpis, double rate, std::uint64_t triggers)
    {
        RandomStream arrivals = random_stream(report_.seed(), "arrivals");
        RandomStream choices = random_stream(report_.seed(), "choices");
        boost::random::exponential_distribution<double> gap(rate / 1e6); // picoseconds
        boost::random::uniform_int_distribution<std::uint32_t> choice(0, lpis - 1);
        for (std::uint64_t n = 0; n < triggers; n++) {
            sc_core::wait(sc_time::from_value(static_cast<std::uint64_t>(gap(arrivals))));
            ++rig_.gic.ledger.msis_sent;
            rig_.gic.redistributors.set_lpi(0, rig_.lpi(choice(choices)), n);
        }
    }

    void handle()
    {
        for (;;) {
            std::uint64_t intid = INTID_NONE;
            if (!rig_.gic.irq(0))
                sc_core::wait(rig_.irq);
            sc_core::wait(delay_);
            rig_.cpu.read(ICC_IAR1_EL1, intid);
            if (intid == INTID_NONE)
                continue;
            ++total_;
            sc_core::wait(us(handler_us));
            rig_.cpu.write(ICC_EOIR1_EL1, intid);
            last_ = sim::now();
        }
    }

    Report& report_;
    LpiRig rig_;
    const sc_time delay_;
    std::array<std::uint64_t, 64> handled_{};
    std::uint64_t total_ = 0;
    sc_time last_;
};

constexpr std::uint64_t million = 1'000'000;

void one_lpi(Report& report, double rate, double delay_us, double tolerance)
{
    Merging run(report, delay_us);
    run.play(1, rate, report.size(million));
    report.within("merged share", 1 - laws::merged_rate(rate, delay_us, handler_us) / rate,
                  run.merged_share(), tolerance);
    report.within("handled per us", laws::merged_rate(rate, delay_us, handler_us), run.per_us(),
                  tolerance);
}

void many_lpis(Report& report, unsigned lpis, double rate, double tolerance)
{
    Merging run(report, 0);
    run.play(lpis, rate, report.size(million));
    report.within("merged share", laws::merged_share(lpis, rate, handler_us), run.merged_share(),
                  tolerance);
}

} // namespace

std::vector<Case> merge_cases()
{
    std::vector<Case> cases;
    const auto one = [&](double rate, double delay, double tolerance, bool quick) {
        char point[64];
        std::snprintf(point, sizeof point, "one LPI, %g/us, D %g us", rate, delay);
        cases.push_back({ "B.9", point, quick,
                          [=](Report& report) { one_lpi(report, rate, delay, tolerance); } });
    };
    const auto many = [&](unsigned lpis, double rate, double tolerance, bool quick) {
        char point[64];
        std::snprintf(point, sizeof point, "%u LPIs, %g/us in all", lpis, rate);
        cases.push_back({ "B.10", point, quick,
                          [=](Report& report) { many_lpis(report, lpis, rate, tolerance); } });
    };
    for (const double delay : { 0.0, 0.5 }) {
        one(0.5, delay, 0.008, true);
        one(1.0, delay, 0.004, true);
        one(2.0, delay, 0.004, false);
    }
    for (const unsigned lpis : { 2u, 4u, 8u, 64u }) {
        many(lpis, 0.5, 0.02, false);
        many(lpis, 1.0, 0.004, false);
    }
    many(16, 0.5, 0.02, true);
    many(16, 1.0, 0.004, true);
    return cases;
}

} // namespace itstorm
