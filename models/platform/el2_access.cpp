// SPDX-License-Identifier: Apache-2.0
// EL2 primitives: RAM, device registers, system registers.
#include "arch/intid.h"
#include "arch/sysreg.h"
#include "el2.h"
#include <cstring>

namespace itstorm::el2 {

namespace {

constexpr std::uint32_t line_bytes = 64, copy_bytes_max = 4096;

// Charges one access for each line that is touched. nullptr: not RAM.
std::uint8_t* ram_access(std::uint64_t pa, std::uint32_t bytes)
{
    Pe* pe = Pe::running;
    std::uint8_t* ram = pe->machine.memory.at(pa, bytes);
    if (ram == nullptr)
        return nullptr;
    const std::uint64_t lines = (pa + bytes - 1) / line_bytes - pa / line_bytes + 1;
    pe->count(Cost::RamAccess) += lines;
    settle(pe->price(Cost::RamAccess) * lines);
    return ram;
}

// Whether it is a register of the virtual interface (ICH_*): no other PE can see it, so the debt
// need not pass before an access.
bool is_virtual_interface(std::uint16_t sysreg)
{
    return (sysreg >= ICH_LR_EL2(0) && sysreg <= ICH_LR_EL2(15)) || sysreg == ICH_AP1R0_EL2 ||
           (sysreg >= ICH_HCR_EL2 && sysreg <= ICH_VMCR_EL2);
}

void pay(Cost cost, bool is_private)
{
    if (is_private)
        Pe::running->charge(cost);
    else
        access(cost);
}

Cost price(std::uint16_t sysreg)
{
    if (sysreg == ICC_IAR1_EL1)
        return Cost::IarRead;
    if (sysreg == ICC_EOIR1_EL1 || sysreg == ICC_DIR_EL1)
        return Cost::EoirWrite;
    return is_virtual_interface(sysreg) ? Cost::IchAccess : Cost::Sysreg;
}

std::uint64_t local_ns()
{
    return Pe::running->local_ps() / 1000;
}

// Follows the interrupt loop by what IAR returns: the loop lasts from the first INTID to 1023,
// guest entry or WFI.
void note_acknowledge(std::uint64_t intid)
{
    Pe* pe = Pe::running;
    if (intid != INTID_NONE && pe->state() == PeState::El2)
        pe->set_state(PeState::Irq);
    else if (intid == INTID_NONE && pe->state() == PeState::Irq)
        pe->set_state(PeState::El2);
}

[[noreturn]] void undefined(const char* access, std::uint16_t sysreg)
{
    refuse(std::string(access) +
           " of a system register that does not exist: op0=" + std::to_string(sysreg >> 14) +
           " op1=" + std::to_string(sysreg >> 11 & 7) + " CRn=" + std::to_string(sysreg >> 7 & 15) +
           " CRm=" + std::to_string(sysreg >> 3 & 15) + " op2=" + std::to_string(sysreg & 7));
}

} // namespace

bool read(std::uint64_t pa, void* dst, std::uint32_t bytes)
{
    if (bytes == 0 || bytes > copy_bytes_max)
        return false;
    if (const std::uint8_t* ram = ram_access(pa, bytes)) {
        std::memcpy(dst, ram, bytes);
        return true;
    }
    if (!Pe::is_register_size(bytes))
        return false;
    dsb(); // a read of a device is not reordered before earlier writes to devices
    access(Cost::MmioRead);
    return Pe::running->read_device(pa, dst, bytes);
}

bool write(std::uint64_t pa, const void* src, std::uint32_t bytes)
{
    if (bytes == 0 || bytes > copy_bytes_max)
        return false;
    if (std::uint8_t* ram = ram_access(pa, bytes)) {
        std::memcpy(ram, src, bytes);
        return true;
    }
    if (!Pe::is_register_size(bytes))
        return false;
    access(Cost::MmioWrite);
    std::uint64_t data = 0;
    std::memcpy(&data, src, bytes);
    Pe::running->post_write(pa, data, bytes);
    return true;
}

void dsb()
{
    settle();
    Pe* pe = Pe::running;
    while (!pe->posted().empty())
        pe->wait_for(pe->posted().drained());
}

std::uint64_t mrs(std::uint16_t sysreg)
{
    switch (sysreg) {
    case CNTFRQ_EL0: return Timer::hertz;
    case CNTPCT_EL0:
    case CNTVCT_EL0:
        Pe::running->charge(Cost::Sysreg);
        Pe::running->look_at_bound();
        return local_ns();
    case CNTHP_CTL_EL2: access(Cost::Sysreg); return Pe::running->hypervisor_timer().ctl();
    case CNTHP_CVAL_EL2: pay(Cost::Sysreg, true); return Pe::running->hypervisor_timer().cval();
    case CNTV_CTL_EL0: access(Cost::Sysreg); return Pe::running->guest_timer().ctl();
    case CNTV_CVAL_EL0: pay(Cost::Sysreg, true); return Pe::running->guest_timer().cval();
    default: break;
    }
    pay(price(sysreg), is_virtual_interface(sysreg));
    std::uint64_t value = 0;
    if (!Pe::running->cpu_interface().read(sysreg, value))
        undefined("read", sysreg);
    if (sysreg == ICC_IAR1_EL1)
        note_acknowledge(value);
    return value;
}

void msr(std::uint16_t sysreg, std::uint64_t value)
{
    switch (sysreg) {
    case CNTHP_CTL_EL2:
        pay(Cost::Sysreg, true);
        return Pe::running->hypervisor_timer().set_ctl(value);
    case CNTHP_CVAL_EL2:
        pay(Cost::Sysreg, true);
        return Pe::running->hypervisor_timer().set_cval(value);
    case CNTV_CTL_EL0: pay(Cost::Sysreg, true); return Pe::running->guest_timer().set_ctl(value);
    case CNTV_CVAL_EL0: pay(Cost::Sysreg, true); return Pe::running->guest_timer().set_cval(value);
    default: break;
    }
    pay(price(sysreg), is_virtual_interface(sysreg));
    if (!Pe::running->cpu_interface().write(sysreg, value))
        undefined("write", sysreg);
}

} // namespace itstorm::el2
