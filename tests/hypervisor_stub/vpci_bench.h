// SPDX-License-Identifier: Apache-2.0
// A guest's accesses to its ECAM, beside the configuration space that they end in.
#pragma once
#include "fake_sim.h"
extern "C" {
#include "vgic/vpci.h"
}
#include <gtest/gtest.h>
#include <itstorm/guest_map.h>

namespace fake {

struct VpciBench {
    World w;

    explicit VpciBench(Config config = two_guests()) : w(std::move(config)) { w.boot(); }

    static Config two_guests()
    {
        Config c;
        c.domains = { { 1, { 8, 4 } }, { 1, { 4 } } };
        return c;
    }

    // An access of domain `from`; the n-th device of the machine has bdf 0x100 + n.
    std::uint64_t access(std::uint16_t bdf, std::uint64_t reg, unsigned bytes, bool is_write,
                         std::uint64_t value, unsigned from = 0)
    {
        sim_exit exit{};
        exit.kind = SIM_EXIT_MMIO;
        exit.address = GUEST_ECAM_BASE + pci_ecam_offset(bdf) + reg;
        exit.bytes = static_cast<std::uint8_t>(bytes);
        exit.is_write = is_write;
        exit.value = value;
        EXPECT_TRUE(vpci_access(w.self(), &w.dom(from), exit.address - GUEST_ECAM_BASE, &exit));
        return exit.value;
    }
    std::uint64_t read(std::uint64_t reg, unsigned bytes = 4, std::uint16_t bdf = 0x100)
    {
        return access(bdf, reg, bytes, false, 0);
    }
    void write(std::uint64_t reg, std::uint64_t value, unsigned bytes = 4,
               std::uint16_t bdf = 0x100)
    {
        access(bdf, reg, bytes, true, value);
    }
    std::uint32_t hardware(std::uint32_t reg, unsigned bytes = 4, std::uint16_t bdf = 0x100)
    {
        return w.config_read(pci_ecam_offset(bdf) + reg, bytes);
    }
};

} // namespace fake
