// SPDX-License-Identifier: Apache-2.0
// Catches faults in the C of loaded objects (a bad pointer, a stack overflow, an illegal
// instruction, a hang), names object and function, and makes the fault the report of the run. A
// fault in our own code is reported as an internal error and ends the process with status 3.
#pragma once
#include <string>
#include <ucontext.h>

namespace itstorm {

void install_crash_handler(); // and the watchdog; idempotent

// The place in an object that has called into us, and up to four callers of it: "f+0x12 in
// object.so, called by g+0x3, h+0x40". For messages of panics and limits.
std::string describe_caller();

// For the watchdog's signal handler: if an object's own code runs, that code does not resume when
// the handler returns: the run ends, with a fault unless its end was requested. False: other code
// runs, and resumes.
bool leave_object(ucontext_t& context);

} // namespace itstorm
