// SPDX-License-Identifier: Apache-2.0
// The registers of one redistributor's SGI_base frame: its private interrupts. They hold no
// interrupt state.
#pragma once
#include "irq_regs.h"
#include "redistributor.h"

namespace itstorm {

class SgiFrame : private IrqRegs::Owner {
public:
    SgiFrame(Redistributor& redistributor, const RedistributorConfig& config);

    // Offsets from RD_base. What no register takes reads as zero and ignores writes.
    void read(std::uint32_t offset, unsigned bytes, std::uint64_t& value);
    void write(std::uint32_t offset, unsigned bytes, std::uint64_t value);

private:
    irq_word* word(unsigned n) override;
    void changed(unsigned word, std::uint32_t interrupts, bool disabled) override;

    Redistributor& redistributor_;
    IrqRegs interrupts_;
};

} // namespace itstorm
