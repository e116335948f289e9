// SPDX-License-Identifier: Apache-2.0
// Faults in foreign C (a bad pointer, a stack overflow, an illegal instruction, a hang): caught,
// named by object and function, and turned into the report of the run. Faults in our own code are
// reported as such and end the process with status 3.
#pragma once
#include <string>
#include <ucontext.h>

namespace itstorm {

void install_crash_handler(); // and the watchdog; idempotent

// Where the C that called into us is, and up to four callers of it: "f+0x12 in object.so, called by
// g+0x3, h+0x40"; for messages of panics and limits.
std::string describe_caller();

// For the watchdog's signal handler: if an object's own code runs, it is left when the handler
// returns, for good: as a fault, or without one if the end of the run is requested. False:
// something else runs.
bool leave_object(ucontext_t& context);

} // namespace itstorm
