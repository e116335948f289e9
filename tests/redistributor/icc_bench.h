// SPDX-License-Identifier: Apache-2.0
// The physical CPU interface's state machine, with Group 1 enabled and PMR at 0xFF.
#pragma once
#include "arch/sysreg.h"
#include "redistributor/icc.h"
#include <gtest/gtest.h>

namespace itstorm {

struct Icc : icc {
    explicit Icc(bool non_secure = false)
    {
        icc_init(this, 5, 5, 16, non_secure);
        write(ICC_PMR_EL1, 0xff);
        write(ICC_IGRPEN1_EL1, 1);
    }
    void write(std::uint16_t sysreg, std::uint64_t value)
    {
        EXPECT_TRUE(icc_write(this, sysreg, value));
    }
    std::uint64_t read(std::uint16_t sysreg) const
    {
        std::uint64_t value = ~0ull;
        EXPECT_TRUE(icc_read(this, sysreg, &value));
        return value;
    }
    bool signals(std::uint8_t priority) const { return icc_signals(this, { 8195, priority }); }
};

} // namespace itstorm
