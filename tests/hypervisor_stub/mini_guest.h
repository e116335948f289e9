// SPDX-License-Identifier: Apache-2.0
// A guest's ITS driver for tests: ring, tables and configuration bytes at fixed places of the
// domain's memory, and commands through traps of the virtual ITS.
#pragma once
#include "arch/gicr_regs.h"
#include "arch/its_regs.h"
#include "arch/its_ring.h"
#include "arch/lpi_table.h"
#include "fake_sim.h"
#include <itstorm/hypercall.h>
#include <stdexcept>

namespace fake {

class MiniGuest {
public:
    static constexpr std::uint64_t ring = GUEST_RAM_BASE, collections = GUEST_RAM_BASE + 0x10000,
                                   config = GUEST_RAM_BASE + 0x20000,
                                   devices = GUEST_RAM_BASE + 0x80000,
                                   itt = GUEST_RAM_BASE + 0x100000,
                                   pending = GUEST_RAM_BASE + 0x180000; // 64 KiB per vCPU
    static constexpr std::uint32_t ring_bytes = 0x1000, device = 0x100;

    explicit MiniGuest(World& w, unsigned domain_index = 0) : world(w), domain_index(domain_index)
    {
    }

    struct domain& dom() { return world.dom(domain_index); }

    bool access(std::uint64_t offset, std::uint64_t& value, bool is_write, std::uint8_t bytes = 8)
    {
        sim_exit exit{};
        exit.kind = SIM_EXIT_MMIO;
        exit.address = GUEST_GITS_BASE + offset;
        exit.value = value;
        exit.bytes = bytes;
        exit.is_write = is_write;
        bool done = vits_access(world.self(), dom().vits, offset, &exit);
        for (portions = 1; exit.again; portions++)
            done = vits_access(world.self(), dom().vits, offset, &exit);
        value = exit.value;
        return done;
    }
    void write(std::uint64_t offset, std::uint64_t value, std::uint8_t bytes = 8)
    {
        access(offset, value, true, bytes);
    }
    std::uint64_t read(std::uint64_t offset, std::uint8_t bytes = 8)
    {
        std::uint64_t value = 0;
        access(offset, value, false, bytes);
        return value;
    }
    void gicr(std::uint64_t offset, std::uint64_t value, std::uint8_t bytes)
    {
        sim_exit exit{};
        exit.kind = SIM_EXIT_MMIO;
        exit.address = GUEST_GICR_BASE + offset;
        exit.value = value;
        exit.bytes = bytes;
        exit.is_write = true;
        vgic_gicr_access(world.self(), &dom(), offset, &exit);
    }

    void boot_its()
    {
        write(GITS_BASER0, devices | bit(63) | 127, 8);   // 128 pages of 4 KiB: 65536 devices
        write(GITS_BASER1, collections | bit(63) | 0, 8); // one page: 512 collections
        write(GITS_CBASER, ring | bit(63) | 0, 8);        // one page: 128 slots
        write(GITS_CTLR, GITS_CTLR_ENABLED, 4);
    }
    void enable_lpis(unsigned vcpu = 0)
    {
        gicr(vcpu * GICR_STRIDE + GICR_PROPBASER, config | 15, 8);
        gicr(vcpu * GICR_STRIDE + GICR_PENDBASER, pending + vcpu * 0x10000, 8);
        gicr(vcpu * GICR_STRIDE + GICR_CTLR, GICR_CTLR_ENABLE_LPIS, 4);
        dom().vgic->group1_enabled = true;
    }

    // Writes a command into the ring, without a write of GITS_CWRITER.
    void put(const its_cmd& command)
    {
        for (unsigned n = 0; n < 4; n++)
            world.poke(ring + cwriter + 8 * n, command.dw[n], 8, domain_index);
        cwriter = its_ring_next(cwriter, ring_bytes);
    }
    // Puts commands and writes GITS_CWRITER; returns how many of the commands were refused.
    std::uint64_t send(const std::vector<its_cmd>& commands)
    {
        const std::uint64_t before = world.counter(PROBE_VITS_ERROR, domain_index);
        for (const its_cmd& c : commands)
            put(c);
        write(GITS_CWRITER, cwriter);
        return world.counter(PROBE_VITS_ERROR, domain_index) - before;
    }
    void set_config(std::uint32_t vlpi, bool enabled, std::uint8_t priority = 0xa0)
    {
        world.poke(lpi_config_address(config, vlpi), lpi_config(priority, enabled), 1,
                   domain_index);
    }
    std::uint64_t assign(std::uint32_t id = device)
    {
        return assign_device(world.self(), domain_device(&dom(), id));
    }

    // Brings up ITS, redistributors and the device: vectors 0 .. n-1 are mapped to vLPIs 8192 ..,
    // enabled or not; collection v is vCPU v.
    void bring_up(unsigned vectors, bool enabled = true)
    {
        boot_its();
        const unsigned vcpus = dom().vcpu_count;
        for (unsigned v = 0; v < vcpus; v++) {
            enable_lpis(v);
            send({ its_cmd_mapc(static_cast<std::uint16_t>(v), v, true) });
        }
        for (unsigned n = 0; assign() == HVC_BUSY; n++)
            if (n == 1000)
                throw std::runtime_error("the assignment does not end");
        send({ its_cmd_mapd(device, 8, itt, true) });
        for (unsigned n = 0; n < vectors; n++) {
            set_config(INTID_LPI_FIRST + n, enabled);
            send({ its_cmd_mapti(device, n, INTID_LPI_FIRST + n,
                                 static_cast<std::uint16_t>(n % vcpus)),
                   its_cmd_inv(device, n) });
        }
    }

    World& world;
    const unsigned domain_index;
    std::uint32_t cwriter = 0;
    unsigned portions = 0; // traps that the last access took
};

} // namespace fake
