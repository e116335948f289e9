// SPDX-License-Identifier: Apache-2.0
// CpuInterface, the virtual half: see cpu_interface.h. An access that ICH_HCR_EL2
// traps is refused here, as one of an undefined register is: the PE takes it to EL2.
#include "arch/sysreg.h"
#include "cpu_interface.h"

namespace itstorm {

bool CpuInterface::read_virtual(std::uint16_t sysreg, std::uint64_t& value)
{
    if (ich_traps(&ich_, sysreg))
        return false;
    switch (sysreg) {
    case ICC_IAR0_EL1: value = acknowledge_virtual(0); return true;
    case ICC_IAR1_EL1: value = acknowledge_virtual(1); return true;
    default: return ich_icv_read(&ich_, sysreg, &value);
    }
}

bool CpuInterface::write_virtual(std::uint16_t sysreg, std::uint64_t value)
{
    if (ich_traps(&ich_, sysreg))
        return false;
    switch (sysreg) {
    case ICC_EOIR0_EL1: end_virtual(0, icc_intid(value)); return true;
    case ICC_EOIR1_EL1: end_virtual(1, icc_intid(value)); return true;
    case ICC_DIR_EL1: deactivate_virtual(icc_intid(value)); return true;
    default: break;
    }
    if (!ich_icv_write(&ich_, sysreg, value))
        return false;
    virtual_changed();
    return true;
}

std::uint32_t CpuInterface::acknowledge_virtual(unsigned group)
{
    const std::uint32_t vintid = ich_acknowledge(&ich_, group);
    probes_.virtual_acknowledged(VirtualAcknowledgedFact{ target_, vintid });
    virtual_changed();
    return vintid;
}

void CpuInterface::end_virtual(unsigned group, std::uint32_t vintid)
{
    const std::uint32_t physical = ich_end(&ich_, group, vintid);
    probes_.virtual_end(VirtualEndFact{ target_, vintid });
    deactivate_physical(physical);
    virtual_changed();
}

void CpuInterface::deactivate_virtual(std::uint32_t vintid)
{
    deactivate_physical(ich_deactivate(&ich_, vintid));
    virtual_changed();
}

// The guest's own deactivation of a list register with HW=1: no exit, no EL2.
void CpuInterface::deactivate_physical(std::uint32_t intid)
{
    if (intid != INTID_NONE)
        source_.deactivated(intid);
}

void CpuInterface::list_registers_changed(std::uint32_t in_use)
{
    const auto before = static_cast<std::uint32_t>(__builtin_popcount(lrs_in_use_));
    const auto used = static_cast<std::uint32_t>(__builtin_popcount(in_use));
    lrs_in_use_ = in_use;
    if (used != before)
        probes_.list_registers(ListRegistersFact{ target_, used });
}

void CpuInterface::virtual_changed()
{
    if (const std::uint32_t in_use = ich_in_use(&ich_); in_use != lrs_in_use_)
        list_registers_changed(in_use);
    if (const bool level = ich_maintenance(&ich_); level != maintenance_) {
        maintenance_ = level;
        probes_.maintenance(MaintenanceFact{ target_, level });
        source_.maintenance(level);
    }
    const unsigned signalled = ich_signalled(&ich_);
    if (const bool level = (signalled & IRQ_GROUP1) != 0; level != virq_) {
        virq_ = level;
        probes_.virq_line(VirqLineFact{ target_, level });
        drive(&IrqLinesIf::virq, level);
    }
    if (const bool level = (signalled & IRQ_GROUP0) != 0; level != vfiq_) {
        vfiq_ = level;
        drive(&IrqLinesIf::vfiq, level);
    }
}

} // namespace itstorm
