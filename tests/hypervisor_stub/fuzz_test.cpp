// SPDX-License-Identifier: Apache-2.0
// A hostile guest: random command words, register writes, table contents, interrupts and exits. The
// hypervisor must not crash or hang, nor write to another guest's memory; hv_check finds no broken
// invariant.
#include "arch/gicd_regs.h"
#include "mini_guest.h"
#include <cstring>
#include <gtest/gtest.h>
#include <random>

using namespace fake;

namespace {

struct Hostile {
    std::mt19937_64 random;
    World world;
    MiniGuest guest{ world };
    vcpu* loaded = nullptr; // on PE 0

    explicit Hostile(std::uint64_t seed) : random(seed), world(make(seed)) { world.boot(); }

    static Config make(std::uint64_t seed)
    {
        Config c;
        c.list_registers = seed % 3 == 0 ? 1 : 4;
        c.domains = { { 2, { 8, 32 } }, { 1, { 4 } } };
        c.knobs = { { "storm.detect", seed & 1 },        { "storm.end", seed % 3 == 1 },
                    { "vits.invall", seed % 3 },         { "vits.invall_bounds", seed % 8 },
                    { "vgic.pending_store", seed % 2 },  { "vgic.enable_lookup", seed / 4 % 2 },
                    { "vits.trap_bound", seed / 2 % 3 }, { "vits.trap_steps", 7 } };
        return c;
    }
    std::uint64_t pick(std::uint64_t limit) { return random() % limit; }

    // Half of the numbers are valid, most others near the limits of the valid range, a few random.
    std::uint32_t number(std::uint64_t right, std::uint64_t edge, std::uint64_t edges)
    {
        const std::uint64_t kind = pick(16);
        return static_cast<std::uint32_t>(kind < 8    ? right
                                          : kind < 15 ? edge + pick(edges)
                                                      : random());
    }
    std::uint32_t any_device() { return number(MiniGuest::device, 0xff, 5); }
    std::uint32_t any_event() { return number(pick(8), 0, 40); }
    std::uint32_t any_vlpi() { return number(8192 + pick(8), 8190, 20); }
    std::uint16_t any_icid() { return static_cast<std::uint16_t>(number(pick(2), 0, 4)); }
    std::uint64_t any_address()
    {
        switch (pick(4)) {
        case 0: return random();
        case 1: return GUEST_RAM_BASE + (4 << 20) - 4096 + (pick(4) << 12);
        default: return GUEST_RAM_BASE + (pick(0x400) << 12);
        }
    }

    its_cmd command()
    {
        switch (pick(15)) {
        case 0:
            return its_cmd_mapd(any_device(), 1 + static_cast<unsigned>(pick(20)), any_address(),
                                pick(4) != 0);
        case 1: return its_cmd_mapc(any_icid(), pick(4), pick(4) != 0);
        case 2:
        case 3: return its_cmd_mapti(any_device(), any_event(), any_vlpi(), any_icid());
        case 4: return its_cmd_inv(any_device(), any_event());
        case 5: return its_cmd_invall(any_icid());
        case 6: return its_cmd_sync(pick(4));
        case 7: return { { random(), random(), random(), random() } };
        case 8:
        case 9:
            return its_cmd_event(pick(2) ? ITS_OP_INT : ITS_OP_CLEAR, any_device(), any_event());
        case 10: return its_cmd_discard(any_device(), any_event());
        case 11:
        case 12: return its_cmd_movi(any_device(), any_event(), any_icid());
        case 13: return its_cmd_mapi(any_device(), any_vlpi(), any_icid());
        default:
            return its_cmd_mapd(0x100 + static_cast<std::uint32_t>(pick(2)), 8, MiniGuest::itt,
                                true);
        }
    }

    void send_commands()
    {
        for (std::uint64_t n = pick(6); n > 0; n--) {
            const its_cmd c = command();
            for (unsigned word = 0; word < 4; word++)
                world.poke(MiniGuest::ring + (guest.cwriter + 8 * word) % 0x10000, c.dw[word]);
            guest.cwriter = its_ring_next(guest.cwriter, MiniGuest::ring_bytes);
        }
        guest.write(GITS_CWRITER, pick(20) ? guest.cwriter : random());
    }

    void touch_register()
    {
        static const std::uint64_t gits[] = { GITS_CTLR,   GITS_CBASER, GITS_CWRITER, GITS_CREADR,
                                              GITS_BASER0, GITS_BASER1, GITS_TYPER };
        static const std::uint64_t gicr[] = { GICR_CTLR,      GICR_WAKER,      GICR_PROPBASER,
                                              GICR_PENDBASER, GICR_ISENABLER0, GICR_ICENABLER0,
                                              GICR_ISPENDR0,  GICR_ICPENDR0,   GICR_IPRIORITYR0 + 3,
                                              GICR_ICFGR1 };
        sim_exit exit{};
        exit.bytes = static_cast<std::uint8_t>(1u << pick(4));
        exit.is_write = pick(3) != 0;
        exit.value = random();
        pe* p = world.self();
        std::uint64_t offset = pick(0x20000);
        switch (pick(4)) {
        case 0:
            offset = pick(2) ? gits[pick(7)] + (pick(2) << 2) : offset % 0x10000;
            exit.address = GUEST_GITS_BASE + offset;
            vits_access(p, world.dom().vits, offset, &exit);
            break;
        case 1:
            offset = pick(2) ? gicr[pick(10)] + GICR_STRIDE * pick(3) : offset;
            exit.address = GUEST_GICR_BASE + offset;
            vgic_gicr_access(p, &world.dom(), offset, &exit);
            break;
        case 2:
            exit.address = GUEST_GICD_BASE + offset % 0x10000;
            vgic_gicd_access(p, &world.dom(), offset % 0x10000, &exit);
            break;
        default: vgic_send_sgi(p, &world.dom().vcpus[pick(2)], random());
        }
    }

    void scribble()
    {
        static const std::uint64_t tables[] = { MiniGuest::devices + 8 * 0x100,
                                                MiniGuest::collections, MiniGuest::itt,
                                                MiniGuest::config,
                                                MiniGuest::pending + INTID_LPI_FIRST / 8 };
        world.poke(tables[pick(5)] + 8 * pick(8),
                   pick(3) ? random() : bit(63) | (pick(8) << 52) | (8190 + pick(20)));
    }

    // A vCPU enters its guest and leaves it; in between, list registers change as a guest can
    // change them.
    void guest_turn()
    {
        pe* p = world.masked_self();
        vcpu* v = &world.dom().vcpus[pick(2)];
        if (v != loaded) {
            vgic_save(p, loaded);
            vgic_load(p, v);
            loaded = v;
        }
        v->sched.state = VCPU_RUNNING;
        vgic_enter(p, v);
        for (unsigned n = 0; n < world.config.list_registers; n++) {
            std::uint64_t& lr = world.lr(n);
            const std::uint64_t state = bits_get(lr, ICH_LR_STATE);
            const std::uint64_t next = pick(3) == 0 ? state : state == 1 ? 2 : state == 3 ? 1 : 0;
            lr = bits_put(lr, ICH_LR_STATE, next);
        }
        if (pick(3))
            fire();
        if (pick(4) == 0) { // another vCPU's commands
            world.self();
            send_commands();
        }
        vgic_leave(world.masked_self(), v);
    }
    void fire()
    {
        lpi_receive(world.hypervisor, world.masked_self(),
                    static_cast<std::uint32_t>(8192 + pick(50)));
    }

    void step()
    {
        switch (pick(8)) {
        case 0:
        case 1: send_commands(); break;
        case 2: touch_register(); break;
        case 3: scribble(); break;
        case 4: guest_turn(); break;
        case 5: assign_device(world.self(), &world.hypervisor->domains.devices[pick(2)]); break;
        case 6:
            if (pick(6) == 0) { // a valid start, so that the deeper paths are reached too
                guest.write(GITS_CTLR, 0, 4);
                guest.cwriter = 0;
                guest.bring_up(8);
            }
            break;
        default: fire();
        }
    }
};

class HvFuzz : public testing::TestWithParam<std::uint64_t> {};

TEST_P(HvFuzz, a_hostile_guest_breaks_no_invariant_and_writes_no_other_guests_memory)
{
    Hostile hostile(GetParam());
    hostile.guest.bring_up(8);
    hostile.loaded = &hostile.world.dom().vcpus[0];
    vgic_leave(hostile.world.masked_self(), &hostile.world.dom().vcpus[0]);
    const std::uint64_t other = hostile.world.dom(1).ram_pa - World::ram_base;
    const std::vector<std::uint8_t> before(&hostile.world.ram[other],
                                           &hostile.world.ram[other] + (4 << 20));
    for (int n = 0; n < 20000; n++) {
        hostile.step();
        if (n % 1000 == 0) {
            const char* broken = hv_check(hostile.world.hypervisor);
            ASSERT_EQ(broken, nullptr) << broken << " at step " << n;
        }
        if (hostile.world.marks.size() > 100000)
            hostile.world.marks.clear();
    }
    EXPECT_EQ(std::memcmp(before.data(), &hostile.world.ram[other], before.size()), 0)
        << "another guest's memory was written";
    for (const auto& lock : hostile.world.locks)
        EXPECT_EQ(lock->owner, nullptr) << lock->name << " is still held";
}

INSTANTIATE_TEST_SUITE_P(Seeds, HvFuzz, testing::Range<std::uint64_t>(1, 13));

} // namespace
