// SPDX-License-Identifier: Apache-2.0
// CpuInterface, the physical half: see cpu_interface.h.
#include "cpu_interface.h"
#include "arch/sysreg.h"

namespace itstorm {

CpuInterface::CpuInterface(unsigned target, const RedistributorConfig& config, IrqLinesPort& lines,
                           InterruptSource& source, SgiNet& sgis, RedistributorProbes& probes)
    : target_(target), lines_(lines), source_(source), sgis_(sgis), probes_(probes)
{
    icc_init(&icc_, config.priority_bits, config.preemption_bits, config.lpi_id_bits,
             config.security_states == 2);
    ich_init(&ich_, config.list_registers, config.priority_bits, config.preemption_bits,
             config.lpi_id_bits);
}

// ---- the redistributor's side ----

void CpuInterface::present(candidate c)
{
    presented_ = c;
    physical_changed();
}

void CpuInterface::recall()
{
    presented_ = candidate_none();
    physical_changed();
}

// ---- physical registers ----

bool CpuInterface::read(std::uint16_t sysreg, std::uint64_t& value)
{
    switch (sysreg) {
    case ICC_IAR0_EL1:
    case ICC_HPPIR0_EL1: return read_group(0, sysreg, value);
    case ICC_IAR1_EL1:
    case ICC_HPPIR1_EL1: return read_group(1, sysreg, value);
    default: return icc_read(&icc_, sysreg, &value) || ich_read(&ich_, sysreg, &value);
    }
}

bool CpuInterface::read_group(unsigned group, std::uint16_t sysreg, std::uint64_t& value)
{
    if (!icc_has_group(&icc_, group))
        return false;
    const bool takes = sysreg == ICC_IAR0_EL1 || sysreg == ICC_IAR1_EL1;
    value = takes ? acknowledge(group) : peek(group);
    return true;
}

bool CpuInterface::write(std::uint16_t sysreg, std::uint64_t value)
{
    switch (sysreg) {
    case ICC_EOIR0_EL1: return end(0, icc_intid(value));
    case ICC_EOIR1_EL1: return end(1, icc_intid(value));
    case ICC_DIR_EL1: deactivate(icc_intid(value)); return true;
    case ICC_SGI1R_EL1: sgis_.send(target_, value, SgiGroups::Any); return true;
    case ICC_ASGI1R_EL1:
    case ICC_SGI0R_EL1: sgis_.send(target_, value, SgiGroups::Group0); return true;
    default: return write_registers(sysreg, value);
    }
}

bool CpuInterface::write_registers(std::uint16_t sysreg, std::uint64_t value)
{
    const unsigned groups = icc_.enabled;
    if (icc_write(&icc_, sysreg, value)) {
        physical_changed();
        if (icc_.enabled != groups)
            source_.groups_changed();
        return true;
    }
    if (!ich_write(&ich_, sysreg, value))
        return false;
    virtual_changed();
    return true;
}

std::uint32_t CpuInterface::acknowledge(unsigned group)
{
    const bool signalled = group == 0 ? fiq_ : irq_;
    const candidate taken = signalled ? presented_ : candidate_none();
    probes_.acknowledged(AcknowledgedFact{ target_, taken.intid });
    if (!candidate_exists(taken))
        return INTID_NONE;
    icc_acknowledge(&icc_, taken);
    recall();
    source_.acknowledged(taken.intid);
    return taken.intid;
}

// ICC_HPPIR: the one presented, whatever PMR and the running priority say.
std::uint32_t CpuInterface::peek(unsigned group) const
{
    const bool enabled = (icc_.enabled >> group & 1) != 0;
    return enabled && candidate_group(presented_) == group ? presented_.intid : INTID_NONE;
}

bool CpuInterface::end(unsigned group, std::uint32_t intid)
{
    if (!icc_has_group(&icc_, group))
        return false;
    const bool deactivates = icc_end(&icc_, group, intid);
    probes_.end_of_interrupt(EndOfInterruptFact{ target_, intid });
    if (deactivates)
        source_.deactivated(intid);
    physical_changed();
    return true;
}

void CpuInterface::deactivate(std::uint32_t intid)
{
    probes_.dir_written(DirWrittenFact{ target_, intid });
    if (icc_deactivates(&icc_, intid))
        source_.deactivated(intid);
}

void CpuInterface::drive(void (IrqLinesIf::*line)(bool), bool level)
{
    if (lines_.size() != 0)
        (lines_.operator->()->*line)(level);
}

void CpuInterface::physical_changed()
{
    const bool signals = icc_signals(&icc_, presented_);
    if (const bool level = signals && !presented_.group0; level != irq_) {
        irq_ = level;
        probes_.irq_line(IrqLineFact{ target_, level });
        drive(&IrqLinesIf::irq, level);
    }
    if (const bool level = signals && presented_.group0; level != fiq_) {
        fiq_ = level;
        drive(&IrqLinesIf::fiq, level);
    }
}

} // namespace itstorm
