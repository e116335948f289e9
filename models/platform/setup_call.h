// SPDX-License-Identifier: Apache-2.0
// Calls an object's function outside of simulated time, on a stack of its own with a guard area, so
// that a crash, a panic or an endless loop in it ends the call and not the process. The call takes
// no simulated time.
#pragma once
#include "common/coroutine.h"
#include "fault_report.h"
#include <functional>

namespace itstorm {

// False: the call did not return; `faults` says why. `what`: its name in messages ("hv_create").
bool run_set_up(const char* what, FaultReport& faults, const std::function<void()>& call);

// The coroutine of the call under way, for the fault handler and the coverage call; nullptr: none.
Coroutine* set_up_coroutine();

// Ends the call under way with this message. Does not return.
[[noreturn]] void fail_set_up(const std::string& message);

// The processor time after which a call is given up: a hundred times what any set-up needs. Tests
// set a smaller one.
extern double set_up_patience_s;

// For the watchdog's signal handler: whether the call under way has run for too long. It then ends
// at its next basic block or import (look_at_set_up), or by leave_object().
bool set_up_is_overdue();

// Called at each basic block and import of an object: ends a call that has run for too long.
void look_at_set_up();

} // namespace itstorm
