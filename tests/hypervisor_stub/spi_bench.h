// SPDX-License-Identifier: Apache-2.0
// One domain with a device whose interrupt pin is SPI 72, and the guest's accesses of its
// distributor. vCPU n is on PE n.
#pragma once
#include "arch/gicd_regs.h"
#include "arch/intid.h"
#include "vgic_bench.h"

namespace fake {

class Spi : public testing::Test, public Bench {
protected:
    static constexpr std::uint32_t pin = 72;
    static constexpr std::uint64_t word = pin / 32 * 4,
                                   mask = 1u << pin % 32; // in register arrays with one bit per SPI

    explicit Spi(unsigned list_registers = 4, unsigned vcpus = 1)
        : Bench(machine(list_registers, vcpus))
    {
        gicd(GICD_CTLR, GICD_CTLR_ENABLE_GRP1);
        load();
    }
    void gicd(std::uint64_t offset, std::uint64_t value, std::uint8_t bytes = 4)
    {
        sim_exit exit = at(offset, bytes);
        exit.value = value;
        exit.is_write = true;
        EXPECT_TRUE(vgic_gicd_access(w.self(), &w.dom(), offset, &exit));
    }
    std::uint64_t gicd_read(std::uint64_t offset, std::uint8_t bytes = 4)
    {
        sim_exit exit = at(offset, bytes);
        EXPECT_TRUE(vgic_gicd_access(w.self(), &w.dom(), offset, &exit));
        return exit.value;
    }
    std::uint64_t physical(std::uint64_t offset) { return w.registers[World::gicd + offset]; }

    void enable() { gicd(GIC_ISENABLER + word, mask); }
    void pend() { gicd(GIC_ISPENDR + word, mask); } // by the guest, without a physical SPI
    void arrive(std::uint32_t intid = pin, unsigned pe_index = 0)
    {
        spi_receive(w.hypervisor, w.masked_self(pe_index), intid);
    }
    void pass_guest(unsigned v = 0) // in and out
    {
        enter(v, v);
        leave(v, v);
    }
    void listed() // enabled, arrived, in a list register
    {
        enable();
        arrive();
        pass_guest();
    }
    virq& spi() { return *vgic_spi(&w.dom(), pin); }
    ich_lr listed_lr(unsigned pe_index = 0)
    {
        return lr(static_cast<unsigned>(find(pin, pe_index)), pe_index);
    }
    std::vector<std::uint32_t> deactivated(unsigned pe_index = 0) // SPIs, by the hypervisor
    {
        std::vector<std::uint32_t> spis;
        for (const std::uint32_t intid : w.pes[pe_index].deactivated)
            if (intid >= INTID_SPI_FIRST)
                spis.push_back(intid);
        return spis;
    }

private:
    static sim_exit at(std::uint64_t offset, std::uint8_t bytes)
    {
        sim_exit exit{};
        exit.kind = SIM_EXIT_MMIO;
        exit.address = GUEST_GICD_BASE + offset;
        exit.bytes = bytes;
        return exit;
    }
    static Config machine(unsigned list_registers, unsigned vcpus)
    {
        Config c;
        c.pes = vcpus;
        c.list_registers = list_registers;
        c.domains = { { vcpus, { 4 } } };
        c.domains[0].intx = { pin };
        for (unsigned n = 0; n < vcpus; n++)
            c.domains[0].pins.push_back(static_cast<std::uint16_t>(n));
        return c;
    }
};

} // namespace fake
