// SPDX-License-Identifier: Apache-2.0
// Interrupts: see interrupts.h.
#include "interrupts.h"
#include "common/stop_request.h"
#include <ctime>
#include <iterator>

namespace itstorm {

namespace {

constexpr int interrupts[] = { SIGINT, SIGTERM, SIGHUP };

bool is_ignored(int signal)
{
    struct sigaction action {};
    sigaction(signal, nullptr, &action);
    return action.sa_handler == SIG_IGN;
}

// Whether the signal ends the run. An ignored HUP does not (nohup). An ignored INT does: shells
// start background jobs with INT ignored, but a process that sends INT to one wants it to end.
bool is_for_us(int signal)
{
    return signal != SIGHUP || !is_ignored(signal);
}

} // namespace

InterruptsStopRun::InterruptsStopRun()
{
    struct sigaction action {};
    action.sa_handler = [](int) { request_stop(StopReason::Interrupt); };
    action.sa_flags = SA_RESTART;
    for (std::size_t n = 0; n < std::size(interrupts); ++n)
        sigaction(interrupts[n], is_for_us(interrupts[n]) ? &action : nullptr, &before_[n]);
}

InterruptsStopRun::~InterruptsStopRun()
{
    for (std::size_t n = 0; n < std::size(interrupts); ++n)
        sigaction(interrupts[n], &before_[n], nullptr);
}

PendingInterrupts::PendingInterrupts()
{
    std::signal(SIGCHLD, SIG_DFL); // if it were ignored, children would end without a status
    sigemptyset(&awaited_);
    sigaddset(&awaited_, SIGCHLD);
    for (const int signal : interrupts)
        if (is_for_us(signal))
            sigaddset(&awaited_, signal);
    sigprocmask(SIG_BLOCK, &awaited_, &before_);
}

void PendingInterrupts::release()
{
    sigprocmask(SIG_SETMASK, &before_, nullptr);
}

bool PendingInterrupts::wait()
{
    constexpr timespec quarter_second{ 0, 250'000'000 };
    const int signal = sigtimedwait(&awaited_, nullptr, &quarter_second);
    if (signal < 0 || signal == SIGCHLD)
        return false;
    if (had_one_) {
        std::signal(signal, SIG_DFL);
        release();
        raise(signal);
    }
    had_one_ = true;
    return true;
}

} // namespace itstorm
