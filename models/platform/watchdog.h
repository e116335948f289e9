// SPDX-License-Identifier: Apache-2.0
// Watches a run in real time, ten times a second, by a signal on the simulator's thread: it
// requests the end of the run when the limit of real time has passed, makes a requested end happen
// whatever software runs, and reports software that neither returns nor calls anything.
//
// It never takes control from our own code, which could be inside the allocator: our code asks
// stop_requested() itself. Only an object's own code, which calls nothing but sim_*, is left by a
// jump.
#pragma once

namespace itstorm {

void start_watchdog(); // for this process: a child of fork has no timer

// Requests the end of the run (stop_requested()) in so many seconds of real time; 0: no limit.
void limit_wall_time(double seconds);

// For how long, in real time, simulated time has stood still.
double standstill_seconds();

} // namespace itstorm
