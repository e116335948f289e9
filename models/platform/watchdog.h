// SPDX-License-Identifier: Apache-2.0
// What real time may do to a run, ten times a second, by a signal on the simulator's thread: it
// requests the end when the limit of real time has passed, sees to it that a requested end happens
// whatever runs, and reports software that neither returns nor calls anything.
//
// It never takes control from our own code, which could be inside the allocator: our code looks at
// stop_requested() itself. Only an object's own code, which calls nothing but sim_*, is left by a
// jump.
#pragma once

namespace itstorm {

void start_watchdog(); // for this process: a child of fork has none

// Seconds of real time from now; 0: no limit. stop_requested() is true afterwards.
void limit_wall_time(double seconds);

// For how long, in real time, simulated time has stood still.
double standstill_seconds();

} // namespace itstorm
