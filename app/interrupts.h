// SPDX-License-Identifier: Apache-2.0
// The signals by which a user ends a run: INT (Ctrl-C), TERM, and HUP unless it is ignored (nohup).
// The first one ends it with the results so far, the second one, which the waiting process notices,
// at once.
#pragma once
#include <csignal>

namespace itstorm {

// For a process that simulates: the signals request the stop of the run.
class InterruptsStopRun {
public:
    InterruptsStopRun();
    ~InterruptsStopRun();
    InterruptsStopRun(const InterruptsStopRun&) = delete;
    InterruptsStopRun& operator=(const InterruptsStopRun&) = delete;

private:
    struct sigaction before_[3];
};

// For a process that waits for others: the signals stay pending until wait() asks for them, so that
// none is lost between two calls. A child of fork inherits the blocked signals and lifts them by
// release().
class PendingInterrupts {
public:
    PendingInterrupts();
    ~PendingInterrupts() { release(); }
    PendingInterrupts(const PendingInterrupts&) = delete;
    PendingInterrupts& operator=(const PendingInterrupts&) = delete;

    // Waits for an interrupt, for the end of a child, or for a quarter of a second. True: an
    // interrupt came.
    bool wait();
    void release();

private:
    sigset_t awaited_, before_;
    bool had_one_ = false;
};

} // namespace itstorm
