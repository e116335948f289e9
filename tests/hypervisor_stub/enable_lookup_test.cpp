// SPDX-License-Identifier: Apache-2.0
// When the hypervisor reads the configuration byte of a vLPI (what-if S19).
#include "invall_bench.h"

using namespace fake;

namespace {

Config lookup(std::uint64_t value)
{
    Config c = invall_by(full, 1);
    c.knobs["vgic.enable_lookup"] = value;
    return c;
}

TEST(EnableLookup, cached_ignores_a_byte_that_changed_without_a_command)
{
    Bench b(lookup(0));
    b.g.bring_up(4);
    b.g.set_config(first, false);
    b.receive(0);
    EXPECT_EQ(b.vlpi(0).place, VIRQ_WAITING);
    EXPECT_EQ(b.w.counter(PROBE_VGIC_CONFIG_READS, 0), 0u);
}

TEST(EnableLookup, in_the_guests_table_uses_a_changed_byte_at_the_next_interrupt)
{
    Bench b(lookup(1));
    b.g.bring_up(4);
    b.g.set_config(first, false);
    b.receive(0);
    EXPECT_EQ(b.vlpi(0).place, VIRQ_IDLE);
    EXPECT_TRUE(b.vlpi(0).pending);
    EXPECT_EQ(b.w.counter(PROBE_VGIC_CONFIG_READS, 0), 1u);
}

TEST(EnableLookup, in_the_guests_table_delivers_a_pending_vlpi_at_its_next_interrupt)
{
    Bench b(lookup(1));
    b.g.bring_up(4, false);
    b.receive(0);
    b.g.set_config(first, true);
    b.receive(0);
    EXPECT_EQ(b.vlpi(0).place, VIRQ_WAITING);
}

TEST(EnableLookup, is_done_for_16_waiting_vlpis_at_each_entry_of_the_guest)
{
    Config c = words(high_mapped);
    c.list_registers = 4;
    Bench b(c);
    b.g.bring_up(40);
    for (unsigned n = 0; n < 40; n++)
        b.receive(n);
    for (unsigned n = 0; n < 40; n++)
        b.g.set_config(first + n, false);
    b.g.send({ its_cmd_invall(0) });
    b.w.counters.clear();
    b.enter();
    EXPECT_EQ(b.w.counter(PROBE_VGIC_CONFIG_READS, 0), 16u);
    EXPECT_NE(b.hcr() & ICH_HCR_UIE, 0u);
    b.leave();
    b.enter();
    b.leave();
    b.enter();
    EXPECT_EQ(b.w.counter(PROBE_VGIC_CONFIG_READS, 0), 40u);
    EXPECT_EQ(b.hcr() & ICH_HCR_UIE, 0u);
    b.leave();
}

} // namespace
