// SPDX-License-Identifier: Apache-2.0
// Many events, near and far in time, must happen in the order of a sorted list of the postings.
#include "common/simulated_time.h"
#include <algorithm>
#include <gtest/gtest.h>
#include <memory>
#include <random>
#include <systemc>
#include <tuple>
#include <vector>

namespace itstorm {

namespace {

using sim::Event;
using sim::Kind;
using sim::Rank;

// Events that note when they happen, and the sorted list of what was posted.
class Events {
public:
    using Happened = std::pair<std::uint64_t, unsigned>; // when, which

    explicit Events(unsigned count)
    {
        for (unsigned n = 0; n < count; n++) {
            const Rank rank(Kind::Pe, n % 7);
            events_.push_back(std::make_unique<Event>(rank));
            events_.back()->calls([this, n] {
                happened_.emplace_back(sim::now_ps(), n);
                if (again_)
                    again_(n);
            });
            ranks_.push_back(rank.value());
        }
    }

    void post(unsigned n, std::uint64_t delay_ps)
    {
        events_[n]->notify_ps(delay_ps);
        posted_.emplace_back(sim::now_ps() + delay_ps, ranks_[n], tickets_++, n);
    }
    void cancel(unsigned n) // an event that is due later than now
    {
        events_[n]->cancel();
        const auto is_it = [n](const Posted& one) {
            return std::get<3>(one) == n && std::get<0>(one) > sim::now_ps();
        };
        posted_.erase(std::remove_if(posted_.begin(), posted_.end(), is_it), posted_.end());
    }
    void when_happened(std::function<void(unsigned)> again) { again_ = std::move(again); }

    const std::vector<Happened>& happened() const { return happened_; }
    std::vector<Happened> expected() const
    {
        std::vector<Posted> sorted = posted_;
        std::sort(sorted.begin(), sorted.end());
        std::vector<Happened> expected;
        for (const auto& [ps, rank, ticket, n] : sorted)
            expected.emplace_back(ps, n);
        return expected;
    }

private:
    using Posted = std::tuple<std::uint64_t, std::uint32_t, unsigned, unsigned>;

    std::vector<std::unique_ptr<Event>> events_;
    std::vector<std::uint32_t> ranks_;
    std::vector<Posted> posted_;
    std::vector<Happened> happened_;
    std::function<void(unsigned)> again_;
    unsigned tickets_ = 0;
};

// Most delays are short, as in a machine; some are at the end of the calendar's range, or far
// beyond.
std::uint64_t some_delay(std::mt19937_64& random)
{
    switch (random() % 8) {
    case 0: return 1 + random() % 40'000'000;
    case 1: return 1'040'000 + random() % 20'000;
    case 2: return 1 + random() % 8;
    default: return 1 + random() % 100'000;
    }
}

} // namespace

TEST(TimedEvents, happen_in_order_of_time_rank_and_posting)
{
    std::mt19937_64 random(1);
    Events events(2000);
    for (unsigned n = 0; n < 2000; n++)
        events.post(n, some_delay(random));
    sim::run(sim::time_of(50'000'000));
    EXPECT_EQ(events.happened(), events.expected());
}

TEST(TimedEvents, that_are_cancelled_do_not_happen_and_may_be_posted_again)
{
    std::mt19937_64 random(2);
    Events events(2000);
    for (unsigned n = 0; n < 2000; n++)
        events.post(n, some_delay(random));
    for (unsigned n = 0; n < 2000; n += 1 + random() % 3) {
        events.cancel(n);
        if (random() % 2 == 0)
            events.post(n, some_delay(random));
    }
    sim::run(sim::time_of(50'000'000));
    EXPECT_EQ(events.happened(), events.expected());
}

TEST(TimedEvents, keep_their_order_when_posted_during_the_run)
{
    std::mt19937_64 random(3);
    Events events(50);
    events.when_happened([&](unsigned n) {
        if (sim::now_ps() < 100'000'000)
            events.post(n, some_delay(random));
    });
    for (unsigned n = 0; n < 50; n++)
        events.post(n, some_delay(random));
    sim::run(sim::time_of(200'000'000));
    EXPECT_GT(events.happened().size(), 1000u);
    EXPECT_EQ(events.happened(), events.expected());
}

} // namespace itstorm
