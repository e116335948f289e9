// Faults in foreign C (a bad pointer, a stack overflow, an illegal instruction, a hang): caught,
// named by object and function, and turned into the report of the run. Faults in our own code are
// reported as such and end the process with status 3.
#pragma once
#include <string>

namespace itstorm {

void install_crash_handler(); // idempotent

// Where the C that called into us is: "function+0x12 in object.so"; for messages of panics and
// limits.
std::string describe_caller();

// Called whenever a PE lets time pass; a watchdog reports software that never does (uninstrumented
// endless loops).
void note_progress();

} // namespace itstorm
