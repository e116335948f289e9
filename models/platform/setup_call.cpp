// SPDX-License-Identifier: Apache-2.0
// Set-up calls: see setup_call.h.
#include "setup_call.h"
#include "crash.h"
#include <csignal>
#include <cstdlib>
#include <ctime>

namespace itstorm {

namespace {

struct Call {
    const char* what;
    FaultReport* faults;
    Coroutine* coroutine;
    double begin_s;
    volatile std::sig_atomic_t overdue;
};

// The processor time of this thread: a busy host is no reason to give up.
double processor_time_s()
{
    timespec used{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
    return static_cast<double>(used.tv_sec) + static_cast<double>(used.tv_nsec) * 1e-9;
}

Call* under_way = nullptr;

class UnderWay {
public:
    explicit UnderWay(Call& call) : outer_(under_way) { under_way = &call; }
    ~UnderWay() { under_way = outer_; }

private:
    Call* const outer_;
};

} // namespace

double set_up_patience_s = 1.0;

bool run_set_up(const char* what, FaultReport& faults, const std::function<void()>& call)
{
    install_crash_handler();
    Coroutine coroutine(what, call);
    Call here{ what, &faults, &coroutine, processor_time_s(), 0 };
    const UnderWay call_under_way(here);
    coroutine.resume();
    return coroutine.finished();
}

Coroutine* set_up_coroutine()
{
    return under_way ? under_way->coroutine : nullptr;
}

void fail_set_up(const std::string& message)
{
    if (under_way == nullptr)
        std::abort(); // nobody called the object
    under_way->faults->record(std::string(under_way->what) + ": " + message);
    under_way->coroutine->suspend();
    std::abort(); // never resumed
}

bool set_up_is_overdue()
{
    Call* const call = under_way;
    if (call == nullptr || processor_time_s() - call->begin_s < set_up_patience_s)
        return false;
    call->overdue = 1;
    return true;
}

void look_at_set_up()
{
    if (under_way != nullptr && under_way->overdue)
        fail_set_up("does not return, in " + describe_caller());
}

} // namespace itstorm
