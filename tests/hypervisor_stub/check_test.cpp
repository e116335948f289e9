// SPDX-License-Identifier: Apache-2.0
// hv_check finds an interrupt that is lost: the tests lose one by a change of the state by hand.
#include "hv_bench.h"

using namespace fake;

namespace {

struct Check : Bench {
    Check() { g.bring_up(4); }
    const char* broken() { return hv_check(w.hypervisor); }
};

TEST(HvCheck, finds_nothing_in_a_consistent_state)
{
    Check b;
    EXPECT_EQ(b.broken(), nullptr);
}

TEST(HvCheck, finds_a_vlpi_that_pends_and_is_in_no_queue)
{
    Check b;
    virq* irq = &b.vlpi(0);
    irq->pending = true;
    EXPECT_STREQ(b.broken(), "vgic: a vLPI pends that could be delivered, and waits nowhere");
    irq->enabled = false; // a disabled vLPI may pend like this
    EXPECT_EQ(b.broken(), nullptr);
    irq->pending = false;
}

TEST(HvCheck, finds_a_vcpu_that_sleeps_though_it_has_an_interrupt)
{
    Check b;
    vgic_trigger(b.w.self(), &b.vlpi(0));
    EXPECT_EQ(b.broken(), nullptr) << "it was woken";
    const std::uint32_t state = b.cpu(0).sched.state;
    b.cpu(0).sched.state = VCPU_BLOCKED;
    EXPECT_STREQ(b.broken(), "sched: a vCPU sleeps that has an interrupt to handle");
    b.cpu(0).sched.state = state;
}

} // namespace
