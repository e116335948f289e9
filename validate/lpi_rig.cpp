// SPDX-License-Identifier: Apache-2.0
// LpiRig: see lpi_rig.h.
#include "lpi_rig.h"
#include "arch/sysreg.h"

namespace itstorm {

namespace {

RigConfig machine(unsigned events_log2)
{
    RigConfig config;
    RedistributorConfig& redistributor = config.soc.redistributor;
    redistributor.property_read = redistributor.arbitration = redistributor.stream = 0;
    redistributor.lpi_credits = redistributor.property_reads = 0;
    config.events_log2 = events_log2;
    return config;
}

} // namespace

LpiRig::LpiRig(unsigned events_log2) : Rig(machine(events_log2)), cpu(gic.cpu_interface(0))
{
    boot();
    cpu.write(ICC_PMR_EL1, 0xff);
    cpu.write(ICC_IGRPEN1_EL1, 1);
    gic.redistributors.probes.irq_line.attach([this](const IrqLineFact& fact) {
        if (fact.level)
            irq.notify(sc_core::SC_ZERO_TIME);
    });
}

} // namespace itstorm
