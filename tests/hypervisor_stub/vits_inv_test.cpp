// SPDX-License-Identifier: Apache-2.0
// The virtual ITS: what INV and INVALL do to vLPIs (the truth table of what-if S50).
#include "invall_bench.h"

using namespace fake;

namespace {

constexpr std::uint32_t device = MiniGuest::device, vlpi0 = INTID_LPI_FIRST;
constexpr std::uint64_t itt = MiniGuest::itt;

TEST(VitsInv, of_a_disabled_vlpi_delivers_nothing)
{
    Bench b;
    b.g.bring_up(1, false);
    b.receive(0);
    b.g.send({ its_cmd_inv(device, 0) });
    EXPECT_EQ(b.vlpi(0).place, VIRQ_IDLE);
    EXPECT_TRUE(b.vlpi(0).pending);
    EXPECT_EQ(b.cpu().vgic->waiting, 0u);
}

TEST(VitsInv, of_an_enabled_vlpi_that_is_not_pending_delivers_nothing)
{
    Bench b;
    b.g.bring_up(1, true);
    b.g.send({ its_cmd_inv(device, 0) });
    EXPECT_EQ(b.vlpi(0).place, VIRQ_IDLE);
    EXPECT_FALSE(b.vlpi(0).pending);
    EXPECT_EQ(b.cpu().vgic->waiting, 0u);
}

TEST(VitsInv, of_a_pending_vlpi_that_is_now_enabled_delivers_it)
{
    Bench b;
    b.g.bring_up(1, false);
    b.receive(0);
    b.g.set_config(vlpi0, true);
    EXPECT_EQ(b.cpu().vgic->waiting, 0u) << "the byte alone changes nothing";
    b.g.send({ its_cmd_inv(device, 0) });
    b.load();
    b.enter();
    EXPECT_EQ(b.lr(0).vintid, vlpi0);
    EXPECT_EQ(b.state(0), ICH_LR_PENDING);
}

TEST(VitsInv, of_a_waiting_vlpi_that_is_now_disabled_keeps_it_pending_and_undelivered)
{
    Bench b;
    b.g.bring_up(1, true);
    b.receive(0);
    b.g.set_config(vlpi0, false);
    b.g.send({ its_cmd_inv(device, 0) });
    EXPECT_EQ(b.cpu().vgic->waiting, 0u);
    EXPECT_TRUE(b.vlpi(0).pending);
}

TEST(VitsInv, takes_over_a_new_priority_of_a_waiting_vlpi)
{
    Bench b;
    b.g.bring_up(2);
    b.receive(0);
    b.receive(1);
    b.g.set_config(vlpi0 + 1, true, 0x20);
    b.g.send({ its_cmd_inv(device, 1) });
    b.load();
    b.enter();
    EXPECT_EQ(b.lr(0).vintid, vlpi0 + 1);
    EXPECT_EQ(b.lr(0).priority, 0x20);
}

// With vits.invall = bitmap64, which keeps a bit for each pending vLPI.
TEST(VitsInv, of_an_enabled_vlpi_that_pends_delivers_it_and_clears_its_bit)
{
    InvallBench m(words(high_mapped));
    pend(m, { first });
    m.g.set_config(first, true);
    EXPECT_TRUE(vgic_reload(m.w.self(), &m.w.dom(), &m.vlpi(0)));
    m.enter();
    EXPECT_NE(m.find(first), -1);
    EXPECT_FALSE(m.vlpi(0).pending);
    EXPECT_EQ(m.cpu().vgic->pending.count, 0u);
    m.leave();
}

TEST(VitsInv, nothing_is_read_from_the_configuration_table_before_lpis_are_enabled)
{
    Bench b;
    b.g.boot_its();
    b.g.assign();
    b.g.set_config(vlpi0, true);
    EXPECT_EQ(b.g.send({ its_cmd_mapc(0, 0, true), its_cmd_mapd(device, 2, itt, true),
                         its_cmd_mapti(device, 0, vlpi0, 0), its_cmd_inv(device, 0) }),
              0u);
    EXPECT_FALSE(b.vlpi(0).enabled);
    b.receive(0);
    EXPECT_EQ(b.cpu().vgic->waiting, 0u);
    b.g.enable_lpis();
    EXPECT_EQ(b.cpu().vgic->waiting, 1u);
}

// Another vCPU enables a vLPI while EnableLPIs of this one reads the configuration byte: the INV of
// the other runs as soon as the vgic lock is free.
TEST(VitsInv, of_another_vcpu_takes_effect_while_EnableLPIs_reads_the_byte)
{
    Bench b;
    b.g.boot_its();
    b.g.assign();
    b.g.send({ its_cmd_mapc(0, 0, true), its_cmd_mapd(device, 2, itt, true),
               its_cmd_mapti(device, 0, vlpi0, 0) });
    bool is_to_come = true;
    const auto inv = [&] {
        is_to_come = false;
        b.g.set_config(vlpi0, true);
        b.g.send({ its_cmd_inv(device, 0) });
    };
    const std::uint64_t byte = b.w.dom().ram_pa + (MiniGuest::config - GUEST_RAM_BASE);
    b.w.on_read = [&](std::uint64_t pa) {
        if (pa == byte && is_to_come && b.w.lock("vgic").owner == nullptr)
            inv();
    };
    b.g.enable_lpis();
    if (is_to_come)
        inv();
    EXPECT_TRUE(b.vlpi(0).enabled);
}

TEST(VitsInvall, enables_every_vlpi_of_its_collection_and_no_other)
{
    Config config;
    config.domains = { { 2, { 4 } } };
    Bench b(config);
    b.g.bring_up(4, false); // events 0, 2 in collection 0; 1, 3 in collection 1
    for (unsigned n = 0; n < 4; n++) {
        b.receive(n);
        b.g.set_config(vlpi0 + n, true);
    }
    b.g.send({ its_cmd_invall(0) });
    EXPECT_EQ(b.cpu(0).vgic->waiting, 2u);
    EXPECT_EQ(b.cpu(1).vgic->waiting, 0u);
    b.g.send({ its_cmd_invall(1) });
    EXPECT_EQ(b.cpu(1).vgic->waiting, 2u);
}

} // namespace
