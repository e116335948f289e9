// SPDX-License-Identifier: Apache-2.0
// The statistics of the command ring's occupancy, from a run of the real ITS, equal a recount: the
// test logs every RingFact with its time, lists how long each level lasted, sorts that list by
// level and reads the percentiles from it. It shares only the facts with the observer.
#include "its/its_bench.h"
#include "observe/cmdq_observer.h"
#include "observe_support.h"
#include <algorithm>
#include <cmath>
#include <random>

namespace itstorm {
namespace {

using sc_core::sc_time;
using sc_core::sc_time_stamp;

std::uint64_t now_ps()
{
    return sc_time_stamp().value();
}

struct Entry {
    std::uint64_t ps;
    std::uint32_t used, slots;
};

// The statistics of the log between the times `from` and `to`.
class Recount {
public:
    Recount(const std::vector<Entry>& log, std::uint64_t from, std::uint64_t to)
    {
        std::uint32_t level = 0; // before the first entry
        std::uint64_t since = from;
        for (const Entry& entry : log) {
            if (entry.ps <= from) {
                level = entry.used;
                continue;
            }
            if (entry.ps > to)
                break;
            stretch(level, entry.ps - since);
            if (level < 127 && entry.used == 127)
                ++full_events;
            level = entry.used;
            since = entry.ps;
            highest = std::max(highest, level);
        }
        stretch(level, to - since);
        std::sort(stretches_.begin(), stretches_.end());
    }

    double mean() const
    {
        long double sum = 0;
        for (const auto& [level, ps] : stretches_)
            sum += static_cast<long double>(level) * ps;
        return static_cast<double>(sum / total_ps());
    }
    // The level that is not exceeded for this share of the time.
    double percentile(double share) const
    {
        const auto wanted = static_cast<std::uint64_t>(std::ceil(share * total_ps()));
        std::uint64_t passed = 0;
        for (const auto& [level, ps] : stretches_)
            if ((passed += ps) >= wanted)
                return level;
        return -1;
    }
    double full_share() const
    {
        long double full = 0;
        for (const auto& [level, ps] : stretches_)
            full += level == 127 ? ps : 0;
        return static_cast<double>(full / total_ps());
    }

    std::uint32_t highest = 0;
    unsigned full_events = 0;

private:
    void stretch(std::uint32_t level, std::uint64_t ps)
    {
        if (ps == 0)
            return;
        stretches_.emplace_back(level, ps);
        highest = std::max(highest, level); // includes the level at `from`
    }
    long double total_ps() const
    {
        long double sum = 0;
        for (const auto& stretch : stretches_)
            sum += stretch.second;
        return sum;
    }

    std::vector<std::pair<std::uint32_t, std::uint64_t>> stretches_; // level, for how long
};

// A ring of 128 slots, and a thread that writes commands of every length in bursts of 1 to 160.
struct Occupancy : testing::Test {
    ItsBench bench{ ItsConfig{} };
    Stats stats;
    CmdqObserver observer{ stats, "its0" };
    std::vector<Entry> log;
    std::mt19937 random{ 7 };

    Occupancy()
    {
        bench.its.probes.ring.attach([this](const RingFact& fact) {
            log.push_back({ now_ps(), fact.used, fact.slots });
            observer.on(fact);
        });
        bench.start();
        bench.map_fixture();
    }

    its_cmd any()
    {
        const std::uint32_t event = random() % 32;
        switch (random() % 5) {
        case 0: return its_cmd_mapti(5, event, 8192 + event, random() % 2);
        case 1: return its_cmd_inv(5, 4);
        case 2: return its_cmd_movi(5, 4, random() % 2);
        case 3: return its_cmd_invall(1);
        default: return its_cmd_sync(0);
        }
    }
    bool full() { return its_ring_full(bench.creadr(), bench.cwriter, bench.ring_bytes); }
    void burst(unsigned commands)
    {
        for (unsigned n = 0; n < commands; ++n) {
            while (full()) {
                bench.doorbell();
                sc_core::wait(sc_time(90, sc_core::SC_NS));
            }
            bench.put(any());
            if (random() % 8 == 0)
                bench.doorbell();
        }
        bench.doorbell();
    }
    void bursts(unsigned count)
    {
        for (unsigned n = 0; n < count; ++n) {
            burst(n % 4 == 3 ? 160 : 1 + random() % 60);
            sc_core::wait(sc_time(static_cast<double>(random() % 40'000), sc_core::SC_NS));
        }
    }
    void expect_equal(const std::vector<Scalar>& numbers, const Recount& recount)
    {
        const auto value = [&](const char* suffix) {
            return value_of(numbers, std::string("its0.cmdq.occupancy") + suffix);
        };
        EXPECT_NEAR(value(".mean"), recount.mean(), 1e-9);
        EXPECT_EQ(value(".p50"), recount.percentile(0.5));
        EXPECT_EQ(value(".p90"), recount.percentile(0.9));
        EXPECT_EQ(value(".p99"), recount.percentile(0.99));
        EXPECT_EQ(value(".p999"), recount.percentile(0.999));
        EXPECT_EQ(value(".max"), recount.highest);
        EXPECT_NEAR(value(".full_share"), recount.full_share(), 1e-12);
    }
};

TEST_F(Occupancy, of_a_whole_run_equals_a_recount_of_its_events)
{
    sc_core::sc_spawn([this] { bursts(200); });
    bench.run();
    stats.finish();
    const Recount recount(log, 0, now_ps());
    expect_equal(stats.run(), recount);
    EXPECT_EQ(value_of(stats.run(), "its0.cmdq.full_events"), recount.full_events);
    EXPECT_EQ(value_of(stats.run(), "its0.cmdq.overruns"), 0);

    // The ring was full at least once.
    EXPECT_EQ(recount.highest, 127u);
    EXPECT_GT(recount.full_events, 100u);
    EXPECT_GT(recount.full_share(), 0.02);
    EXPECT_LT(recount.percentile(0.5), recount.percentile(0.9));
    EXPECT_LT(recount.percentile(0.9), recount.percentile(0.999));
}

TEST_F(Occupancy, of_a_window_equals_a_recount_of_its_events)
{
    sc_core::sc_spawn([this] { bursts(200); });
    bench.run(sc_time(700'001, sc_core::SC_NS)); // not at the time of a fact
    const std::uint64_t from = now_ps();
    stats.open("storm");
    bench.run(sc_time(333'333, sc_core::SC_NS));
    const std::uint64_t to = now_ps();
    stats.close("storm");
    bench.run();
    stats.finish();
    const Recount recount(log, from, to);
    expect_equal(stats.window("storm"), recount);
    const double seconds = static_cast<double>(to - from) * 1e-12;
    EXPECT_NEAR(value_of(stats.window("storm"), "its0.cmdq.full_events"),
                recount.full_events / seconds, 1e-6 * recount.full_events / seconds);

    EXPECT_EQ(recount.highest, 127u);
    EXPECT_GT(recount.full_events, 10u);
    EXPECT_GT(log.back().ps, to); // the run went on
}

} // namespace
} // namespace itstorm
