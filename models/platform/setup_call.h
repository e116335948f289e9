// SPDX-License-Identifier: Apache-2.0
// A call into an object outside of simulated time, on a stack of its own with a guard area, so that
// a crash, a panic or an endless loop in it ends the call and not the process. Nothing is charged.
#pragma once
#include "common/coroutine.h"
#include "fault_report.h"
#include <functional>

namespace itstorm {

// False: it did not return; `faults` says why. `what` names the call ("hv_create").
bool run_set_up(const char* what, FaultReport& faults, const std::function<void()>& call);

// The one under way, for the fault handler and the block counter; nullptr: none.
Coroutine* set_up_coroutine();

// Ends the call under way with this message. Does not return.
[[noreturn]] void fail_set_up(const std::string& message);

// Time of the processor after which a call is given up. No set-up needs a hundredth of it; tests
// are not made to wait.
extern double set_up_patience_s;

// For the watchdog's signal handler: whether the call under way is to be given up. It ends with its
// next basic block or import, see below, or is left by leave_object().
bool set_up_is_overdue();

// The object is between two of its own instructions: ends a call that is overdue.
void look_at_set_up();

} // namespace itstorm
