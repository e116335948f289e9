// SPDX-License-Identifier: Apache-2.0
// Probe: a fact reaches every listener, in the order in which they attached.
#include "common/probe.h"
#include <gtest/gtest.h>

namespace {

struct Fact {
    int value;
};

TEST(Probe, reports_a_fact_to_every_listener_in_order_of_attachment)
{
    itstorm::Probe<Fact> probe;
    std::vector<int> heard;
    probe.attach([&](const Fact& fact) { heard.push_back(fact.value); });
    probe.attach([&](const Fact& fact) { heard.push_back(fact.value * 10); });
    probe({ 3 });
    probe({ 4 });
    EXPECT_EQ(heard, (std::vector<int>{ 3, 30, 4, 40 }));
}

TEST(Probe, calls_observers_and_functions_in_order_of_attachment)
{
    struct Observer {
        std::vector<int>& heard;
        void on(const Fact& fact) { heard.push_back(fact.value); }
    };
    std::vector<int> heard;
    Observer observer{ heard };
    itstorm::Probe<Fact> probe;
    probe.tell(observer);
    probe.attach([&, factor = 10](const Fact& fact) { heard.push_back(fact.value * factor); });
    probe.tell(observer);
    probe({ 3 });
    EXPECT_EQ(heard, (std::vector<int>{ 3, 30, 3 }));
}

TEST(Probe, is_watched_once_a_listener_is_attached)
{
    itstorm::Probe<Fact> probe;
    probe({ 1 }); // without a listener: no effect
    EXPECT_FALSE(probe.watched());
    probe.attach([](const Fact&) {});
    EXPECT_TRUE(probe.watched());
}

} // namespace
