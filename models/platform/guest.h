// SPDX-License-Identifier: Apache-2.0
// What a guest program may do on the PE that runs it. Like el2.h, free functions: a guest may leave
// to EL2 inside any of them and be entered again on another PE.
#pragma once
#include "pe.h"

namespace itstorm::guest {

// Lets the debt pass, then `access_ps` more; an access completes before an interrupt is taken. At a
// physical interrupt the guest leaves to EL2 at the exact time; an unmasked virtual interrupt calls
// the program's handler, nested.
void settle(std::uint64_t access_ps = 0);

bool read(GuestContext& guest, std::uint64_t ipa, std::uint64_t& value, unsigned bytes);
bool write(GuestContext& guest, std::uint64_t ipa, std::uint64_t value, unsigned bytes);
std::uint64_t mrs(GuestContext& guest, std::uint16_t sysreg);
void msr(GuestContext& guest, std::uint16_t sysreg, std::uint64_t value);
std::uint64_t hvc(GuestContext& guest, std::uint64_t function, const std::uint64_t arg[4]);
void compute(GuestContext& guest, std::uint64_t cycles);
void spend(GuestContext& guest, std::uint64_t ns);
void wfi(GuestContext& guest);
bool irq_save(GuestContext& guest);
void irq_restore(GuestContext& guest, bool masked);
bool next_order(GuestContext& guest, sim_order& order);
void await_order(GuestContext& guest, sim_order& order);
void ready(GuestContext& guest);
void log(GuestContext& guest, const char* text);
void* ram(GuestContext& guest, std::uint64_t ipa, std::uint64_t bytes); // nullptr: not plain RAM
void probe(GuestContext& guest, unsigned row, std::uint64_t value);
void verdict(GuestContext& guest, bool passed, const std::string& text);

void body(GuestContext& guest); // the function of the guest's coroutine

// Called by the timeline of the scenario, at any time; not by the guest.
void give_order(GuestContext& guest, const sim_order& order);

} // namespace itstorm::guest
