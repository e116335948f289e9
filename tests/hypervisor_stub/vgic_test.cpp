// The virtual GIC: list registers, queue, maintenance, the guest's GICD, GICR and SGIs.
#include "arch/gicd_regs.h"
#include "arch/sysreg.h"
#include "mini_guest.h"
#include <gtest/gtest.h>

using namespace fake;

namespace {

struct Vgic : testing::Test {
    World world;
    MiniGuest guest{ world };

    explicit Vgic(unsigned vectors = 40, unsigned list_registers = 4, unsigned vcpus = 1)
        : world(make(vectors, list_registers, vcpus))
    {
    }
    static Config make(unsigned vectors, unsigned list_registers, unsigned vcpus)
    {
        Config c;
        c.list_registers = list_registers;
        c.domains = { { vcpus, { vectors } } };
        return c;
    }
    void SetUp() override { world.boot(); }

    vcpu& cpu(unsigned n = 0) { return world.dom().vcpus[n]; }
    virq& vlpi(unsigned n) { return *vgic_vlpi(&world.dom(), INTID_LPI_FIRST + n); }
    pe* masked_pe() { return world.masked_self(); }
    void fire(unsigned n) { lpi_receive(masked_pe(), INTID_LPI_FIRST + n); }
    void enter() { vgic_enter(masked_pe(), &cpu()); }
    void leave() { vgic_leave(masked_pe(), &cpu()); }
    // the guest acknowledges, ends
    void ack(unsigned n) { world.lr(n) = bits_put(world.lr(n), ICH_LR_STATE, ICH_LR_ACTIVE); }
    void eoi(unsigned n)
    {
        const std::uint64_t state = bits_get(world.lr(n), ICH_LR_STATE);
        world.lr(n) = bits_put(world.lr(n), ICH_LR_STATE, state & ~2u);
    }
    std::uint64_t state(unsigned n) { return world.lr(n) >> 62; }
    std::uint64_t vintid(unsigned n) { return world.lr(n) & 0xffffffff; }
    std::uint64_t hcr() { return world.pes[0].sysreg[ICH_HCR_EL2]; }
    void out_of_guest() { leave(); } // after boot() the vCPU waits in its guest
};

TEST_F(Vgic, APlpiBecomesAPendingListRegisterAtTheNextEntry)
{
    guest.bring_up(1);
    out_of_guest();
    fire(0);
    EXPECT_EQ(vlpi(0).place, VIRQ_WAITING);
    enter();
    EXPECT_EQ(world.lr(0), 0x50a0000000002000ull); // pending, group 1, priority 0xa0, vINTID 8192
    EXPECT_EQ(vlpi(0).place, VIRQ_LISTED);
    EXPECT_EQ(world.marked(SIM_STEP_INJECTED), 1u);
}

TEST_F(Vgic, TheGuestsEoiRetiresIt)
{
    guest.bring_up(1);
    out_of_guest();
    fire(0);
    enter();
    ack(0);
    eoi(0);
    leave();
    EXPECT_EQ(vlpi(0).place, VIRQ_IDLE);
    EXPECT_EQ(world.marked(SIM_STEP_RETIRED), 1u);
    EXPECT_EQ(cpu().vgic.used, 0u);
}

TEST_F(Vgic, OneVlpiTakesThreeLocksFromReceptionToRetirement)
{
    guest.bring_up(1);
    out_of_guest();
    unsigned before = 0, after = 0;
    for (auto& l : world.locks)
        before += l->takes;
    fire(0);
    enter();
    ack(0);
    leave(); // still active: no lock
    enter();
    eoi(0);
    leave();
    for (auto& l : world.locks)
        after += l->takes;
    EXPECT_EQ(after - before, 3u);
}

TEST_F(Vgic, ASecondPlpiWhileItWaitsMerges)
{
    guest.bring_up(1);
    out_of_guest();
    fire(0);
    fire(0);
    EXPECT_EQ(world.marked(SIM_STEP_MERGED), 1u);
    enter();
    EXPECT_EQ(cpu().vgic.used, 1u);
}

TEST_F(Vgic, ASecondPlpiWhilePendingInTheListRegisterMerges)
{
    guest.bring_up(1);
    out_of_guest();
    fire(0);
    enter();
    leave();
    fire(0);
    EXPECT_EQ(world.marked(SIM_STEP_MERGED), 1u);
    enter();
    EXPECT_EQ(world.lr(0) >> 62, 1u);
    EXPECT_EQ(cpu().vgic.used, 1u);
}

TEST_F(Vgic, ASecondPlpiWhileActiveMakesItPendingAndActive)
{
    guest.bring_up(1);
    out_of_guest();
    fire(0);
    enter();
    ack(0);
    leave();
    fire(0);
    enter();
    EXPECT_EQ(state(0), 3u);
    eoi(0);
    leave();
    EXPECT_EQ(world.marked(SIM_STEP_RETIRED), 1u);
    ack(0);
    eoi(0);
    leave();
    EXPECT_EQ(world.marked(SIM_STEP_RETIRED), 2u);
    EXPECT_EQ(world.marked(SIM_STEP_INJECTED), 2u);
    EXPECT_EQ(vlpi(0).place, VIRQ_IDLE);
}

TEST_F(Vgic, BothEoisOfAPendingAndActiveOneAreSeenAtOnce)
{
    guest.bring_up(1);
    out_of_guest();
    fire(0);
    enter();
    ack(0);
    leave();
    fire(0);
    enter();
    world.lr(0) = bits_put(world.lr(0), ICH_LR_STATE, ICH_LR_INVALID);
    leave();
    EXPECT_EQ(world.marked(SIM_STEP_RETIRED), 2u);
}

TEST_F(Vgic, AnArrivalBetweenEoiAndExitIsDeliveredAgain)
{
    guest.bring_up(1);
    out_of_guest();
    fire(0);
    enter();
    fire(0); // the vCPU is in its guest: what its list register says is not known
    EXPECT_EQ(world.marked(SIM_STEP_MERGED), 0u);
    ack(0);
    eoi(0);
    leave();
    EXPECT_EQ(vlpi(0).place, VIRQ_WAITING);
    enter();
    EXPECT_EQ(state(0), 1u);
    EXPECT_EQ(world.marked(SIM_STEP_INJECTED), 2u);
}

TEST_F(Vgic, AnArrivalWhileInGuestMergesIfTheGuestHadNotAcknowledged)
{
    guest.bring_up(1);
    out_of_guest();
    fire(0);
    enter();
    fire(0);
    leave();
    enter();
    EXPECT_EQ(state(0), 1u);
    EXPECT_EQ(world.marked(SIM_STEP_MERGED), 1u);
    EXPECT_FALSE(vlpi(0).pending);
}

// ---- overflow ----

TEST_F(Vgic, WhatDoesNotFitWaitsAndAsksForUnderflow)
{
    guest.bring_up(6);
    out_of_guest();
    for (unsigned n = 0; n < 6; n++)
        fire(n);
    enter();
    EXPECT_EQ(cpu().vgic.used, 0xfu);
    EXPECT_EQ(cpu().vgic.waiting, 2u);
    EXPECT_EQ(hcr(), 3u); // En, UIE
}

TEST_F(Vgic, RoomIsFilledAndUnderflowIsOffAgain)
{
    guest.bring_up(6);
    out_of_guest();
    for (unsigned n = 0; n < 6; n++)
        fire(n);
    enter();
    for (unsigned n = 0; n < 3; n++) {
        ack(n);
        eoi(n);
    }
    leave();
    EXPECT_EQ(hcr(), 1u);
    enter();
    EXPECT_EQ(cpu().vgic.waiting, 0u);
    EXPECT_EQ(hcr(), 1u);
    EXPECT_EQ(vintid(0), 8196u);
    EXPECT_EQ(vintid(1), 8197u);
}

TEST_F(Vgic, WaitingOnesGoByPriorityThenArrival)
{
    guest.bring_up(8);
    guest.set_config(8192 + 7, true, 0x40);
    guest.send({ its_cmd_inv(MiniGuest::device, 7) });
    out_of_guest();
    for (unsigned n : { 2u, 1u, 7u, 3u, 0u })
        fire(n);
    enter();
    EXPECT_EQ(vintid(0), 8199u);
    EXPECT_EQ(vintid(1), 8194u);
    EXPECT_EQ(vintid(2), 8193u);
    EXPECT_EQ(vintid(3), 8195u);
}

TEST_F(Vgic, AHigherPriorityTakesTheListRegisterOfALowerPendingOne)
{
    guest.bring_up(8);
    guest.set_config(8192 + 7, true, 0x40);
    guest.send({ its_cmd_inv(MiniGuest::device, 7) });
    out_of_guest();
    for (unsigned n = 0; n < 4; n++)
        fire(n);
    enter();
    ack(0); // active: must stay
    leave();
    fire(7);
    enter();
    EXPECT_EQ(vintid(0), 8192u);
    unsigned found = 0;
    for (unsigned n = 1; n < 4; n++)
        found += vintid(n) == 8199u;
    EXPECT_EQ(found, 1u);
    EXPECT_EQ(cpu().vgic.waiting, 1u);
}

struct OneListRegister : Vgic {
    OneListRegister() : Vgic(8, 1) {}
};

TEST_F(OneListRegister, AsksForTheEoiBecauseUnderflowWouldNeverEnd)
{
    guest.bring_up(2);
    out_of_guest();
    fire(0);
    fire(1);
    enter();
    EXPECT_EQ(world.lr(0) >> 41 & 1, 1u);
    EXPECT_EQ(hcr(), 1u);
    ack(0);
    eoi(0);
    leave();
    EXPECT_EQ(world.lr(0), 0u); // or EISR would stay
    enter();
    EXPECT_EQ(vintid(0), 8193u);
}

TEST_F(Vgic, NoVintidIsInTwoListRegisters)
{
    guest.bring_up(3);
    out_of_guest();
    for (int round = 0; round < 50; round++) {
        fire(round % 3);
        fire((round * 7) % 3);
        enter();
        if (round % 2)
            ack(round % 4);
        for (unsigned a = 0; a < 4; a++)
            for (unsigned b = 0; b < a; b++)
                if (state(a) && state(b)) {
                    EXPECT_NE(vintid(a), vintid(b));
                }
        if (round % 5 == 4)
            eoi(round % 4);
        leave();
    }
}

// ---- enable ----

TEST_F(Vgic, S49_ADisabledOneIsRememberedOnce)
{
    guest.bring_up(1, false);
    out_of_guest();
    fire(0);
    fire(0);
    EXPECT_EQ(world.marked(SIM_STEP_PENDED), 1u);
    EXPECT_EQ(world.marked(SIM_STEP_MERGED), 1u);
    enter();
    EXPECT_EQ(cpu().vgic.used, 0u);
}

TEST_F(Vgic, DisablingTakesAWaitingOneOutOfTheQueue)
{
    guest.bring_up(1);
    out_of_guest();
    fire(0);
    guest.set_config(8192, false);
    guest.send({ its_cmd_inv(MiniGuest::device, 0) });
    EXPECT_EQ(cpu().vgic.waiting, 0u);
    EXPECT_TRUE(vlpi(0).pending);
}

TEST_F(Vgic, DisablingTakesAPendingOneOutOfItsListRegister)
{
    guest.bring_up(1);
    out_of_guest();
    fire(0);
    enter();
    leave();
    guest.set_config(8192, false);
    guest.send({ its_cmd_inv(MiniGuest::device, 0) });
    enter();
    EXPECT_EQ(world.lr(0), 0u);
    EXPECT_TRUE(vlpi(0).pending);
    EXPECT_EQ(vlpi(0).place, VIRQ_IDLE);
}

TEST_F(Vgic, UnmappingForgetsAPendingOne)
{
    guest.bring_up(1);
    out_of_guest();
    fire(0);
    guest.send({ its_cmd_mapd(MiniGuest::device, 1, 0, false) });
    enter();
    EXPECT_EQ(cpu().vgic.used, 0u);
    EXPECT_FALSE(vlpi(0).pending);
}

TEST_F(Vgic, WithTheDistributorOffNothingIsListed)
{
    guest.bring_up(1);
    out_of_guest();
    world.dom().vgic.group1_enabled = false;
    fire(0);
    enter();
    EXPECT_EQ(cpu().vgic.used, 0u);
    leave();
    world.dom().vgic.group1_enabled = true;
    enter();
    EXPECT_EQ(cpu().vgic.used, 1u);
}

TEST_F(Vgic, AnUnmappedCollectionDiscards)
{
    guest.bring_up(1);
    guest.send({ its_cmd_mapc(0, 0, false) });
    out_of_guest();
    fire(0);
    EXPECT_EQ(world.marked(SIM_STEP_DISCARDED), 1u);
    EXPECT_EQ(cpu().vgic.waiting, 0u);
}

// ---- several vCPUs ----

struct TwoVcpus : Vgic {
    TwoVcpus() : Vgic(8, 4, 2) {}
};

TEST_F(TwoVcpus, AWaitingOneMovesWithItsCollection)
{
    guest.bring_up(1);
    out_of_guest();
    fire(0);
    EXPECT_EQ(cpu(0).vgic.waiting, 1u);
    guest.send({ its_cmd_mapc(0, 1, true) });
    EXPECT_EQ(cpu(0).vgic.waiting, 0u);
    EXPECT_EQ(cpu(1).vgic.waiting, 1u);
    EXPECT_EQ(vlpi(0).owner, &cpu(1));
}

TEST_F(TwoVcpus, AListedOneMovesAfterItsEoi)
{
    guest.bring_up(1);
    out_of_guest();
    fire(0);
    enter();
    ack(0);
    leave();
    guest.send({ its_cmd_mapc(0, 1, true) });
    EXPECT_EQ(vlpi(0).owner, &cpu(0));
    fire(0); // pending again, on the old one
    vlpi(0).pending = true;
    enter();
    world.lr(0) = 0;
    leave();
    EXPECT_EQ(vlpi(0).owner, &cpu(1));
}

TEST_F(TwoVcpus, APendingOneThatIsDisabledInItsListRegisterMovesWithItsCollection)
{
    guest.bring_up(1);
    out_of_guest();
    fire(0);
    enter();
    leave();
    guest.set_config(8192, false);
    guest.send({ its_cmd_inv(MiniGuest::device, 0), its_cmd_mapc(0, 1, true) });
    enter(); // takes it back out of the list register
    EXPECT_EQ(cpu(0).vgic.used, 0u);
    EXPECT_EQ(vlpi(0).owner, &cpu(1));
    guest.set_config(8192, true);
    guest.send({ its_cmd_inv(MiniGuest::device, 0) });
    EXPECT_EQ(cpu(0).vgic.waiting, 0u);
    EXPECT_EQ(cpu(1).vgic.waiting, 1u);
}

TEST_F(TwoVcpus, PendingOnesLeaveTheirListRegistersWithTheirCollection)
{
    guest.bring_up(8); // even ones to vCPU 0
    out_of_guest();
    for (unsigned n : { 0u, 2u, 4u, 6u })
        fire(n);
    enter();
    leave();
    guest.send({ its_cmd_mapc(0, 1, true) });
    enter();
    EXPECT_EQ(cpu(0).vgic.used, 0u);
    EXPECT_EQ(cpu(1).vgic.waiting, 4u);
}

TEST_F(TwoVcpus, SgisGoToTheirTargets)
{
    guest.bring_up(0);
    guest.gicr(GICR_STRIDE + GICR_ISENABLER0, 0xffff, 4);
    guest.gicr(GICR_ISENABLER0, 0xffff, 4);
    vgic_send_sgi(world.self(), &cpu(0), 3ull << 24 | 0x2); // SGI 3 to vCPU 1
    EXPECT_EQ(cpu(1).vgic.waiting, 1u);
    EXPECT_EQ(cpu(0).vgic.waiting, 0u);
    vgic_send_sgi(world.self(), &cpu(1), 5ull << 24 | 1ull << 40); // all but self
    EXPECT_EQ(cpu(0).vgic.waiting, 1u);
    EXPECT_EQ(cpu(1).vgic.waiting, 1u);
    vgic_send_sgi(world.self(), &cpu(1), ~0ull & ~bit(40)); // no such affinity
    EXPECT_EQ(cpu(0).vgic.waiting, 1u);
}

TEST_F(Vgic, ADisabledSgiWaitsForItsEnable)
{
    guest.bring_up(0);
    vgic_send_sgi(world.self(), &cpu(0), 1);
    EXPECT_EQ(cpu().vgic.waiting, 0u);
    guest.gicr(GICR_ISENABLER0, 1, 4);
    EXPECT_EQ(cpu().vgic.waiting, 1u);
    guest.gicr(GICR_ICENABLER0, 1, 4);
    EXPECT_EQ(cpu().vgic.waiting, 0u);
}

// ---- registers ----

TEST_F(Vgic, RedistributorRegistersReadBack)
{
    const auto read = [&](std::uint64_t offset, std::uint8_t bytes) {
        sim_exit exit{};
        exit.address = GUEST_GICR_BASE + offset;
        exit.bytes = bytes;
        EXPECT_TRUE(vgic_gicr_access(world.self(), &world.dom(), offset, &exit));
        return exit.value;
    };
    EXPECT_EQ(read(GICR_TYPER, 8), 0x11ull); // PLPIS, Last
    EXPECT_EQ(read(GICR_WAKER, 4), 6u);
    guest.gicr(GICR_WAKER, 0, 4);
    EXPECT_EQ(read(GICR_WAKER, 4), 0u);
    guest.gicr(GICR_IPRIORITYR0 + 5, 0x47, 1);
    EXPECT_EQ(read(GICR_IPRIORITYR0 + 4, 4) >> 8 & 0xff, 0x40u);
    guest.gicr(GICR_ISENABLER0, 0x80000001, 4);
    EXPECT_EQ(read(GICR_ICENABLER0, 4), 0x80000001u);
    guest.gicr(GICR_PENDBASER, ~0ull, 8);
    EXPECT_EQ(read(GICR_PENDBASER, 8) >> 62 & 1, 0u);
}

TEST_F(Vgic, AWriteToTheUpperHalfOfAPrivateRegisterChangesNoSgiOrPpi)
{
    guest.gicr(GICR_ISENABLER0, 1, 4);
    guest.gicr(GICR_ISENABLER0 + 4, 0x80000000, 4);
    guest.gicr(GICR_ICENABLER0 + 4, 1, 4);
    guest.gicr(GICR_ISPENDR0 + 4, 0x80000000, 4);
    EXPECT_TRUE(cpu().vgic.irqs[0].enabled);
    EXPECT_FALSE(cpu().vgic.irqs[31].enabled);
    EXPECT_FALSE(cpu().vgic.irqs[31].pending);
}

TEST_F(Vgic, AWriteOf8BytesReachesThePrivateRegisterInItsLowerHalf)
{
    guest.gicr(GICR_ISENABLER0, 0xffffffff00000003, 8);
    EXPECT_TRUE(cpu().vgic.irqs[1].enabled);
    EXPECT_FALSE(cpu().vgic.irqs[2].enabled);
}

TEST_F(Vgic, PropbaserIsFixedOnceLpisAreEnabled)
{
    guest.enable_lpis();
    guest.gicr(GICR_PROPBASER, 0x1234000, 8);
    EXPECT_EQ(world.dom().vgic.propbaser, MiniGuest::config | 15);
    guest.gicr(GICR_CTLR, 0, 4);
    EXPECT_TRUE(cpu().vgic.lpis_enabled);
}

TEST_F(Vgic, FramesBeyondTheLastVcpuAbort)
{
    sim_exit exit{};
    exit.address = GUEST_GICR_BASE + GICR_STRIDE;
    exit.bytes = 4;
    EXPECT_FALSE(vgic_gicr_access(world.self(), &world.dom(), GICR_STRIDE, &exit));
}

TEST_F(Vgic, TheDistributorHasLpisAndNoSpis)
{
    sim_exit exit{};
    exit.address = GUEST_GICD_BASE + GICD_TYPER;
    exit.bytes = 4;
    EXPECT_TRUE(vgic_gicd_access(world.self(), &world.dom(), GICD_TYPER, &exit));
    EXPECT_EQ(exit.value, 0xfull << 19 | 1ull << 17);
}

} // namespace
