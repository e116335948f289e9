// SPDX-License-Identifier: Apache-2.0
// What every policy of INVALL must ensure: once an INVALL is complete, no vLPI is delivered or held
// back because of an old configuration byte.
#include "invall_bench.h"

using namespace fake;

namespace {

class InvallOwes : public testing::TestWithParam<std::uint64_t> {
public:
    Config one_vcpu() { return invall_by(GetParam(), 1); }
};

// Does the next entry of vCPU 0 give its guest the vLPI of this event?
bool delivers(Bench& b, unsigned event)
{
    b.enter();
    const bool is_listed = b.find(first + event) != -1;
    b.leave();
    return is_listed;
}

TEST_P(InvallOwes, a_vlpi_that_pends_is_delivered_once_it_is_enabled)
{
    Bench b(one_vcpu());
    b.g.bring_up(4, false);
    b.receive(2);
    b.g.set_config(first + 2, true);
    EXPECT_FALSE(delivers(b, 2));
    b.g.send({ its_cmd_invall(0) });
    EXPECT_TRUE(delivers(b, 2));
}

TEST_P(InvallOwes, a_vlpi_that_an_earlier_invall_found_disabled_is_found_by_the_next)
{
    Bench b(one_vcpu());
    b.g.bring_up(4, false);
    b.receive(2);
    b.g.send({ its_cmd_invall(0) }); // still disabled
    b.g.set_config(first + 2, true);
    b.g.send({ its_cmd_invall(0) });
    EXPECT_TRUE(delivers(b, 2));
}

TEST_P(InvallOwes, a_vlpi_disabled_while_idle_is_held_back_at_its_next_arrival)
{
    Bench b(one_vcpu());
    b.g.bring_up(4);
    b.g.set_config(first + 1, false);
    b.g.send({ its_cmd_invall(0) });
    b.receive(1);
    EXPECT_FALSE(delivers(b, 1));
    EXPECT_TRUE(b.vlpi(1).pending);
}

TEST_P(InvallOwes, a_vlpi_enabled_while_idle_is_delivered_at_its_next_arrival)
{
    Bench b(one_vcpu());
    b.g.bring_up(4, false);
    b.g.set_config(first + 1, true);
    b.g.send({ its_cmd_invall(0) });
    b.receive(1);
    EXPECT_TRUE(delivers(b, 1));
}

TEST_P(InvallOwes, a_vlpi_that_waits_in_the_queue_is_held_back_if_disabled)
{
    Bench b(one_vcpu());
    b.g.bring_up(4);
    b.receive(1);
    b.g.set_config(first + 1, false);
    b.g.send({ its_cmd_invall(0) });
    EXPECT_FALSE(delivers(b, 1));
    EXPECT_TRUE(b.vlpi(1).pending);
}

TEST_P(InvallOwes, a_vlpi_that_pends_in_a_list_register_is_taken_out_if_disabled)
{
    Bench b(one_vcpu());
    b.g.bring_up(4);
    b.receive(1);
    b.enter();
    b.leave();
    b.g.set_config(first + 1, false);
    b.g.send({ its_cmd_invall(0) });
    EXPECT_FALSE(delivers(b, 1));
    EXPECT_TRUE(b.vlpi(1).pending);
}

TEST_P(InvallOwes, a_vlpi_that_waits_gets_its_new_priority)
{
    Config c = one_vcpu();
    c.list_registers = 1;
    Bench b(c);
    b.g.bring_up(4);
    b.receive(0);
    b.receive(1);
    b.g.set_config(first + 1, true, 0x20);
    b.g.send({ its_cmd_invall(0) });
    EXPECT_TRUE(delivers(b, 1)) << "the only list register";
}

TEST_P(InvallOwes, a_vcpu_in_its_guest_is_kicked)
{
    Bench b(one_vcpu());
    b.g.bring_up(4, false);
    b.receive(2);
    b.g.set_config(first + 2, true);
    b.enter();
    const unsigned sgis = b.w.pes[0].sgis_sent;
    b.g.send({ its_cmd_invall(0) });
    EXPECT_GT(b.w.pes[0].sgis_sent, sgis);
    b.leave();
}

TEST_P(InvallOwes, the_pending_half_of_an_active_vlpi_is_delivered_after_its_eoi_once_enabled)
{
    Bench b(one_vcpu());
    b.g.bring_up(4);
    b.receive(1);
    b.enter();
    const int n = b.find(first + 1);
    ASSERT_GE(n, 0);
    b.acknowledge(static_cast<unsigned>(n));
    b.leave();
    b.g.set_config(first + 1, false);
    b.g.send({ its_cmd_inv(MiniGuest::device, 1) });
    b.receive(1); // pends beside the active half, disabled
    b.g.set_config(first + 1, true);
    b.enter();
    b.g.send({ its_cmd_invall(0) }); // as from another vCPU
    b.eoi(static_cast<unsigned>(n));
    b.leave();
    EXPECT_TRUE(delivers(b, 1));
}

TEST_P(InvallOwes, a_vlpi_that_moved_while_it_pended_is_found_at_its_new_vcpu)
{
    Bench b(invall_by(GetParam(), 2));
    b.g.bring_up(4, false);
    b.receive(2); // of vCPU 0
    b.g.send({ its_cmd_movi(MiniGuest::device, 2, 1) });
    b.g.set_config(first + 2, true);
    b.g.send({ its_cmd_invall(1) });
    EXPECT_EQ(b.vlpi(2).place, VIRQ_WAITING);
    EXPECT_EQ(b.vlpi(2).owner, &b.cpu(1));
}

TEST_P(InvallOwes, a_storm_that_waits_for_the_guests_enable_ends_at_an_invall)
{
    Config c = one_vcpu();
    c.knobs["storm.detect"] = 1;
    c.knobs["storm.end"] = 1; // guest_enable
    Bench b(c);
    b.g.bring_up(4);
    b.receive(1);
    b.receive(1);
    ASSERT_FALSE(b.is_enabled(b.plpi(1)));
    b.enter();
    const int n = b.find(first + 1);
    ASSERT_GE(n, 0);
    b.handle(static_cast<unsigned>(n));
    b.leave();
    ASSERT_FALSE(b.is_enabled(b.plpi(1)));
    b.g.send({ its_cmd_invall(0) });
    EXPECT_TRUE(b.is_enabled(b.plpi(1)));
}

std::string name_of(const testing::TestParamInfo<std::uint64_t>& row)
{
    static const char* const names[] = { "full", "bitmap64", "xen" };
    return names[row.param];
}

INSTANTIATE_TEST_SUITE_P(Policies, InvallOwes, testing::Values(full, bitmap64, xen), name_of);

} // namespace
