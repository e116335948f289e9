// SPDX-License-Identifier: Apache-2.0
// Ports may stay unbound: a register frame that no software accesses, the interrupt lines of a PE
// that polls.
#include "arch/ich_regs.h"
#include "arch/sysreg.h"
#include "common/memory.h"
#include "redistributor/redistributors.h"
#include <gtest/gtest.h>

namespace {

using namespace itstorm;

TEST(UnboundRedistributors, run_with_nothing_bound_but_memory)
{
    const Clock clock(1'000'000'000);
    Ledger ledger;
    Memory memory("memory", 0, 1u << 20);
    Redistributors gic("gic", clock, RedistributorConfig{}, ledger);
    gic.memory.bind(memory.socket);
    sc_core::sc_start(sc_core::SC_ZERO_TIME);
    EXPECT_EQ(gic.set_lpi(0, 8192, 1), LpiAnswer::LpisOff);

    // The probe reports the rise of the virtual line, although no wire is bound.
    bool virq = false;
    gic.probes.virq_line.attach([&virq](const VirqLineFact& fact) { virq = fact.level; });
    CpuInterfaceIf& cpu = gic.cpu_interface(0);
    const ich_lr pending{ ICH_LR_PENDING, false, true, false, 0xa0, 0, 8192 };
    cpu.write(ICH_VMCR_EL2, bits_put(bits_put(0, ICH_VMCR_VPMR, 0xff), ICH_VMCR_VENG1, 1));
    cpu.write(ICH_HCR_EL2, ICH_HCR_EN);
    cpu.write(ICH_LR_EL2(0), ich_lr_store(&pending));
    EXPECT_TRUE(virq);
    std::uint64_t intid = 0;
    EXPECT_TRUE(cpu.read_virtual(ICC_IAR1_EL1, intid));
    EXPECT_EQ(intid, 8192u);
}

} // namespace
