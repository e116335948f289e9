// Set-up calls: see setup_call.h.
#include "setup_call.h"
#include "crash.h"
#include <cstdlib>

namespace itstorm {

namespace {

constexpr std::uint64_t max_blocks =
    400'000'000; // about a second; no set-up needs a hundredth of it

struct Call {
    const char* what;
    FaultReport* faults;
    Coroutine* coroutine;
    std::uint64_t blocks;
};

Call* under_way = nullptr;

class UnderWay {
public:
    explicit UnderWay(Call& call) : outer_(under_way) { under_way = &call; }
    ~UnderWay() { under_way = outer_; }

private:
    Call* const outer_;
};

} // namespace

bool run_set_up(const char* what, FaultReport& faults, const std::function<void()>& call)
{
    install_crash_handler();
    Coroutine coroutine(what, call);
    Call here{ what, &faults, &coroutine, 0 };
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

void count_set_up_block()
{
    if (under_way != nullptr && ++under_way->blocks == max_blocks)
        fail_set_up("does not return: gave up after " + std::to_string(max_blocks) +
                    " basic blocks, in " + describe_caller());
}

} // namespace itstorm
