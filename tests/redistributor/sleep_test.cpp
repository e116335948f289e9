// SPDX-License-Identifier: Apache-2.0
// A redistributor whose PE is powered down: nothing is forwarded, and a waiting interrupt asks for
// power.
#include "arch/gicr_regs.h"
#include "bench.h"
#include <gtest/gtest.h>

namespace itstorm {

namespace {

void asleep(const std::function<void(Bench&, std::vector<bool>& requests)>& story)
{
    Bench b;
    std::vector<bool> requests;
    b.gic.probes.wake_request.attach([&](const WakeRequestFact& fact) {
        EXPECT_EQ(fact.target, 1u);
        requests.push_back(fact.level);
    });
    b.play([&] {
        b.write_gicr(1, GICR_WAKER, 2);
        EXPECT_EQ(b.read_gicr(1, GICR_WAKER), 6u);
        story(b, requests);
    });
}

} // namespace

TEST(Sleep, what_is_presented_is_recalled)
{
    Bench b;
    b.play([&] {
        b.set(1, 8195);
        b.settle();
        b.write_gicr(1, GICR_WAKER, 2);
        EXPECT_FALSE(b.irq(1));
        EXPECT_EQ(b.iar(1), 1023u);
    });
}

TEST(Sleep, a_pending_interrupt_asks_for_power_until_it_is_there)
{
    asleep([](Bench& b, std::vector<bool>& requests) {
        b.set(1, 8195);
        b.settle();
        EXPECT_FALSE(b.irq(1));
        EXPECT_EQ(requests, (std::vector<bool>{ true }));
        b.write_gicr(1, GICR_WAKER, 0);
        b.settle();
        EXPECT_EQ(requests, (std::vector<bool>{ true, false }));
        EXPECT_EQ(b.iar(1), 8195u);
    });
}

TEST(Sleep, a_disabled_interrupt_does_not_ask)
{
    asleep([](Bench& b, std::vector<bool>& requests) {
        b.write_gicr(1, GICR_ICENABLER0, ~0u);
        b.gic.ppi(1).ppi(27, true);
        b.settle();
        EXPECT_TRUE(requests.empty());
    });
}

TEST(Sleep, a_request_ends_with_its_cause)
{
    asleep([](Bench& b, std::vector<bool>& requests) {
        b.gic.ppi(1).ppi(27, true);
        b.gic.ppi(1).ppi(27, false);
        EXPECT_EQ(requests, (std::vector<bool>{ true, false }));
    });
}

} // namespace itstorm
