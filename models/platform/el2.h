// SPDX-License-Identifier: Apache-2.0
// What hypervisor code may do on the PE that runs it. Free functions, not members: a caller may be
// suspended inside and resume on another PE, so each looks up Pe::running again after every step
// that can switch.
#pragma once
#include "pe.h"

namespace itstorm::el2 {

// For a mistake of the caller: ends the run with a fault that names the mistake and its place.
[[noreturn]] void refuse(const std::string& what);

// Lets the debt pass, then `access_ps` more. While the debt passes, an unmasked interrupt nests
// hv_irq at its exact time; an access completes before an interrupt is taken.
void settle(std::uint64_t access_ps = 0);
void access(Cost cost); // counts one unit of the cost and settles with its price

bool read(std::uint64_t pa, void* dst, std::uint32_t bytes);
bool write(std::uint64_t pa, const void* src, std::uint32_t bytes);
void dsb();

std::uint64_t mrs(std::uint16_t sysreg);
void msr(std::uint16_t sysreg, std::uint64_t value);

bool irq_save();
void irq_restore(bool masked);
void wfi();
void delay(std::uint64_t ns);
void switch_stack(El2Stack* to); // nullptr: the idle one

void lock_take(SpinLock& lock);
bool lock_try(SpinLock& lock);
void lock_drop(SpinLock& lock);

void run_guest(GuestContext& guest, sim_exit& exit);

} // namespace itstorm::el2
