// SPDX-License-Identifier: Apache-2.0
// B.11: receive livelock, after Mogul and Ramakrishnan. The case is a handler at the CPU interface:
// each interrupt takes 2 us at once and leaves 6 us of work, which further interrupts interrupt.
// The rate of completed work grows with the load up to a knee, then falls, and is 0 at one
// interrupt per 2 us.
#define SC_INCLUDE_DYNAMIC_PROCESSES // sc_spawn: triggers, handler
#include "arch/sysreg.h"
#include "cases.h"
#include "common/random_stream.h"
#include "common/simulated_time.h"
#include "laws.h"
#include "lpi_rig.h"

#include <boost/random/exponential_distribution.hpp>

namespace itstorm {

namespace {

using sc_core::sc_time;

constexpr unsigned events_log2 = 8;

constexpr double interrupt_us = 2, work_us = 6;
constexpr unsigned lpis = 256; // used in turn, so that none merges while the queue is bounded

class Livelock {
public:
    explicit Livelock(Report& report) : report_(report), rig_(events_log2) {}

    void play(double per_us, std::uint64_t triggers)
    {
        begin_ = sim::now();
        sc_core::sc_spawn([=] { trigger(per_us, triggers); });
        sc_core::sc_spawn([this] { handle(); });
        sc_core::sc_start(); // until no event is left
    }

    double offered_per_us() const { return static_cast<double>(offered_) / duration_us(); }
    double completed_per_us() const { return static_cast<double>(completed_) / duration_us(); }

private:
    double duration_us() const { return (end_ - begin_).to_seconds() * 1e6; }

    void trigger(double per_us, std::uint64_t triggers)
    {
        RandomStream arrivals = random_stream(report_.seed(), "arrivals");
        boost::random::exponential_distribution<double> gap(per_us / 1e6); // picoseconds
        for (; offered_ < triggers; offered_++) {
            sc_core::wait(sc_time::from_value(static_cast<std::uint64_t>(gap(arrivals))));
            ++rig_.gic.ledger.msis_sent;
            const auto event = static_cast<std::uint32_t>(offered_ % lpis);
            rig_.gic.redistributors.set_lpi(0, rig_.lpi(event), offered_);
        }
        end_ = sim::now();
    }

    void handle()
    {
        for (;;) {
            if (rig_.gic.irq(0))
                interrupt();
            else if (backlog_ != 0)
                work();
            else
                sc_core::wait(rig_.irq);
        }
    }

    void interrupt()
    {
        std::uint64_t intid = INTID_NONE;
        rig_.cpu.read(ICC_IAR1_EL1, intid);
        if (intid == INTID_NONE)
            return;
        sc_core::wait(us(interrupt_us));
        rig_.cpu.write(ICC_EOIR1_EL1, intid);
        ++backlog_;
    }

    void work()
    {
        const sc_time since = sim::now();
        sc_core::wait(left_, rig_.irq);
        left_ -= sim::now() - since;
        if (left_ != sc_core::SC_ZERO_TIME)
            return;
        left_ = us(work_us);
        --backlog_;
        completed_ += end_ == sc_core::SC_ZERO_TIME; // only until the last arrival
    }

    Report& report_;
    LpiRig rig_;
    std::uint64_t offered_ = 0, completed_ = 0, backlog_ = 0;
    sc_time left_ = us(work_us), begin_, end_;
};

void livelock(Report& report, double per_us, double tolerance)
{
    Livelock run(report);
    run.play(per_us, report.size(static_cast<std::uint64_t>(per_us * 4e6))); // four seconds
    const double law = laws::livelock_rate(run.offered_per_us(), interrupt_us, work_us);
    if (law > 0)
        report.within("completed per ms", law * 1e3, run.completed_per_us() * 1e3, tolerance);
    else
        report.at_most("completed per ms", 1, run.completed_per_us() * 1e3);
}

} // namespace

std::vector<Case> livelock_cases()
{
    std::vector<Case> cases;
    for (const double per_us : { 0.05, 0.1, 0.125, 0.15, 0.2, 0.25, 0.3, 0.4, 0.6 }) {
        char point[64];
        std::snprintf(point, sizeof point, "offered %g per ms", per_us * 1e3);
        const double tolerance = per_us == 0.125 ? 0.04 : 0.01;
        const bool quick = per_us == 0.1 || per_us == 0.25 || per_us == 0.6;
        cases.push_back(
            { "B.11", point, quick, [=](Report& report) { livelock(report, per_us, tolerance); } });
    }
    return cases;
}

} // namespace itstorm
