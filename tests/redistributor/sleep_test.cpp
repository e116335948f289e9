// SPDX-License-Identifier: Apache-2.0
// A redistributor with ProcessorSleep set: it forwards no interrupt, and a pending interrupt
// requests power for the PE.
#include "arch/gicr_regs.h"
#include "bench.h"
#include <gtest/gtest.h>

namespace itstorm {

namespace {

void with_pe_1_asleep(const std::function<void(Bench&, std::vector<bool>& requests)>& software)
{
    Bench b;
    std::vector<bool> requests;
    b.gic.probes.wake_request.attach([&](const WakeRequestFact& fact) {
        EXPECT_EQ(fact.target, 1u);
        requests.push_back(fact.level);
    });
    b.run_software([&] {
        b.write_gicr(1, GICR_WAKER, 2);
        EXPECT_EQ(b.read_gicr(1, GICR_WAKER), 6u);
        software(b, requests);
    });
}

} // namespace

TEST(Sleep, recalls_the_presented_interrupt)
{
    Bench b;
    b.run_software([&] {
        b.set(1, 8195);
        b.settle();
        b.write_gicr(1, GICR_WAKER, 2);
        EXPECT_FALSE(b.irq(1));
        EXPECT_EQ(b.iar(1), 1023u);
    });
}

TEST(Sleep, a_pending_interrupt_requests_power_until_the_pe_is_awake)
{
    with_pe_1_asleep([](Bench& b, std::vector<bool>& requests) {
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

TEST(Sleep, a_disabled_interrupt_requests_no_power)
{
    with_pe_1_asleep([](Bench& b, std::vector<bool>& requests) {
        b.write_gicr(1, GICR_ICENABLER0, ~0u);
        b.gic.ppi(1).ppi(27, true);
        b.settle();
        EXPECT_TRUE(requests.empty());
    });
}

TEST(Sleep, a_power_request_ends_when_the_interrupt_is_no_longer_pending)
{
    with_pe_1_asleep([](Bench& b, std::vector<bool>& requests) {
        b.gic.ppi(1).ppi(27, true);
        b.gic.ppi(1).ppi(27, false);
        EXPECT_EQ(requests, (std::vector<bool>{ true, false }));
    });
}

} // namespace itstorm
