// SPDX-License-Identifier: Apache-2.0
// SgiFrame: see sgi_frame.h. Source: Arm IHI 0069, Redistributor register map, SGI_base
// frame.
#include "sgi_frame.h"
#include "arch/gicr_regs.h"

namespace itstorm {

SgiFrame::SgiFrame(Redistributor& redistributor, const RedistributorConfig& config)
    : redistributor_(redistributor), interrupts_(*this, config)
{
}

void SgiFrame::read(std::uint32_t offset, unsigned bytes, std::uint64_t& value)
{
    value = 0;
    interrupts_.read(offset - GICR_SGI_BASE, bytes, value);
}

void SgiFrame::write(std::uint32_t offset, unsigned bytes, std::uint64_t value)
{
    interrupts_.write(offset - GICR_SGI_BASE, bytes, value);
}

irq_word* SgiFrame::word(unsigned n)
{
    return n == 0 ? &redistributor_.private_interrupts() : nullptr;
}

void SgiFrame::changed(unsigned, std::uint32_t, bool disabled)
{
    if (disabled)
        redistributor_.withdraw();
    else
        redistributor_.reconsider();
}

} // namespace itstorm
