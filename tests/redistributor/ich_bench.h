// SPDX-License-Identifier: Apache-2.0
// The virtual CPU interface by itself, and list register words written by hand.
#pragma once
#include "arch/sysreg.h"
#include "redistributor/ich.h"
#include <gtest/gtest.h>

namespace itstorm {

// The fixture of the conformance rows VIR: En=1, VENG0=VENG1=1, VPMR=0xF8.
struct Ich : ich {
    explicit Ich(unsigned list_registers = 4)
    {
        ich_init(this, list_registers, 5, 5, 16);
        write(ICH_HCR_EL2, 1);
        write(ICH_VMCR_EL2, 0xf8000003);
    }
    void write(std::uint16_t sysreg, std::uint64_t value)
    {
        EXPECT_TRUE(ich_write(this, sysreg, value));
    }
    std::uint64_t read(std::uint16_t sysreg) const
    {
        std::uint64_t value = ~0ull;
        EXPECT_TRUE(ich_read(this, sysreg, &value));
        return value;
    }
    void write_virtual(std::uint16_t sysreg, std::uint64_t value)
    {
        EXPECT_TRUE(ich_icv_write(this, sysreg, value));
    }
    std::uint64_t read_virtual(std::uint16_t sysreg) const
    {
        std::uint64_t value = ~0ull;
        EXPECT_TRUE(ich_icv_read(this, sysreg, &value));
        return value;
    }
    unsigned state(unsigned n) const { return static_cast<unsigned>(read(ICH_LR_EL2(n)) >> 62); }
    std::uint64_t eoicount() const { return read(ICH_HCR_EL2) >> 27; }
};

inline constexpr std::uint64_t pending_40 = 0x5040000000000028; // group 1, priority 0x40, vINTID 40
inline constexpr std::uint64_t pending_41 = 0x5040000000000029;
inline constexpr std::uint64_t pending_8192 = 0x5040000000002000;
inline constexpr std::uint64_t eoi_bit = 0x0000020000000000;

} // namespace itstorm
