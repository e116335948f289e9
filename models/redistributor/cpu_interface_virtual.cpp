// CpuInterface, the virtual half: see cpu_interface.h.
#include "arch/sysreg.h"
#include "cpu_interface.h"

namespace itstorm {

bool CpuInterface::read_virtual(std::uint16_t sysreg, std::uint64_t& value)
{
    if (sysreg != ICC_IAR1_EL1)
        return ich_icv_read(&ich_, sysreg, &value);
    value = acknowledge_virtual();
    return true;
}

bool CpuInterface::write_virtual(std::uint16_t sysreg, std::uint64_t value)
{
    switch (sysreg) {
    case ICC_EOIR1_EL1: end_virtual(icc_intid(value)); return true;
    case ICC_DIR_EL1: deactivate_virtual(icc_intid(value)); return true;
    default: break;
    }
    if (!ich_icv_write(&ich_, sysreg, value))
        return false;
    virtual_changed();
    return true;
}

std::uint32_t CpuInterface::acknowledge_virtual()
{
    const std::uint32_t vintid = ich_acknowledge(&ich_);
    probes_.virtual_acknowledged(VirtualAcknowledgedFact{ target_, vintid });
    virtual_changed();
    return vintid;
}

void CpuInterface::end_virtual(std::uint32_t vintid)
{
    const std::uint32_t physical = ich_end(&ich_, vintid);
    probes_.virtual_end(VirtualEndFact{ target_, vintid });
    if (physical != INTID_NONE)
        source_.deactivated(physical);
    virtual_changed();
}

void CpuInterface::deactivate_virtual(std::uint32_t vintid)
{
    const std::uint32_t physical = ich_deactivate(&ich_, vintid);
    if (physical != INTID_NONE)
        source_.deactivated(physical);
    virtual_changed();
}

void CpuInterface::virtual_changed()
{
    if (const std::uint32_t used = ich_used(&ich_); used != lrs_used_) {
        lrs_used_ = used;
        probes_.list_registers(ListRegistersFact{ target_, used });
    }
    if (const bool level = ich_maintenance(&ich_); level != maintenance_) {
        maintenance_ = level;
        source_.maintenance(level);
    }
    if (const bool level = ich_signals(&ich_); level != virq_) {
        virq_ = level;
        probes_.virq_line(VirqLineFact{ target_, level });
        lines_->virq(level);
    }
}

} // namespace itstorm
