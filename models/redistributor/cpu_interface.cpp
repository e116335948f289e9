// CpuInterface, the physical half: see cpu_interface.h.
#include "cpu_interface.h"
#include "arch/sysreg.h"

namespace itstorm {

CpuInterface::CpuInterface(unsigned target, const RedistributorConfig& config, Lines& lines,
                           InterruptSource& source, SgiNet& sgis, RedistributorProbes& probes)
    : target_(target), lines_(lines), source_(source), sgis_(sgis), probes_(probes)
{
    icc_init(&icc_, config.priority_bits, config.preemption_bits, config.lpi_id_bits);
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
    case ICC_IAR1_EL1: value = acknowledge(); return true;
    case ICC_HPPIR1_EL1: value = peek(); return true;
    default: return icc_read(&icc_, sysreg, &value) || ich_read(&ich_, sysreg, &value);
    }
}

bool CpuInterface::write(std::uint16_t sysreg, std::uint64_t value)
{
    switch (sysreg) {
    case ICC_EOIR1_EL1: end(icc_intid(value)); return true;
    case ICC_DIR_EL1: deactivate(icc_intid(value)); return true;
    case ICC_SGI1R_EL1: sgis_.send(target_, value); return true;
    default: break;
    }
    if (icc_write(&icc_, sysreg, value)) {
        physical_changed();
        return true;
    }
    if (!ich_write(&ich_, sysreg, value))
        return false;
    virtual_changed();
    return true;
}

std::uint32_t CpuInterface::acknowledge()
{
    const candidate taken = irq_ ? presented_ : candidate_none();
    probes_.acknowledged(AcknowledgedFact{ target_, taken.intid });
    if (!candidate_exists(taken))
        return INTID_NONE;
    icc_acknowledge(&icc_, taken.priority);
    recall();
    source_.acknowledged(taken.intid);
    return taken.intid;
}

// ICC_HPPIR1: the one presented, whatever PMR and the running priority say.
std::uint32_t CpuInterface::peek() const
{
    return icc_.group1_enabled ? presented_.intid : INTID_NONE;
}

void CpuInterface::end(std::uint32_t intid)
{
    const bool deactivates = icc_end(&icc_, intid);
    probes_.end_of_interrupt(EndOfInterruptFact{ target_, intid });
    if (deactivates)
        source_.deactivated(intid);
    physical_changed();
}

void CpuInterface::deactivate(std::uint32_t intid)
{
    if (icc_deactivates(&icc_, intid))
        source_.deactivated(intid);
}

void CpuInterface::physical_changed()
{
    const bool level = icc_signals(&icc_, presented_);
    if (level == irq_)
        return;
    irq_ = level;
    probes_.irq_line(IrqLineFact{ target_, level });
    lines_->irq(level);
}

} // namespace itstorm
