// SPDX-License-Identifier: Apache-2.0
// Children: see children.h. They stay in the terminal's process group, so that the terminal can
// suspend and resume them together with this process. Ctrl-C therefore reaches them twice, from the
// terminal and from this process; they ignore the second one. A user's second Ctrl-C ends this
// process at once, and the kernel then ends its children.
#include "children.h"
#include "branch_counts.h"
#include "interrupts.h"
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <map>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace itstorm {

namespace {

void end_with(pid_t parent)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
        std::_Exit(EXIT_FAILURE); // the parent had ended before
}

constexpr int unwritten =
    74; // exit status of a child that has said itself why its results are missing

Death death_of(int status)
{
    if (WIFSIGNALED(status))
        return { std::string("its process died: ") + strsignal(WTERMSIG(status)) };
    switch (const int exit_status = WEXITSTATUS(status)) {
    case EXIT_SUCCESS: return {};
    case unwritten: return { "its results could not be written" };
    default: return { "its process ended by itself with status " + std::to_string(exit_status) };
    }
}

class Children {
public:
    explicit Children(ChildWork& work) : work_(work) {}

    bool run(std::size_t at_once)
    {
        fill(at_once);
        while (!alive_.empty()) {
            if (signals_.wait())
                interrupt();
            const auto dead = bury();
            fill(at_once);
            for (const auto& [n, death] : dead)
                work_.ended(n, death);
            work_.tick();
        }
        return !was_interrupted_;
    }

private:
    using Clock = std::chrono::steady_clock;
    struct Life {
        std::size_t job;
        Clock::time_point begun;
    };

    void fill(std::size_t at_once)
    {
        while (!was_interrupted_ && alive_.size() < at_once) {
            const auto n = work_.next();
            if (!n)
                return;
            start(*n);
        }
    }

    void start(std::size_t n)
    {
        const pid_t parent = getpid(), child = fork();
        if (child == 0)
            live(parent, n);
        if (child < 0)
            work_.ended(n, { std::string("cannot fork: ") + std::strerror(errno) });
        else
            alive_[child] = { n, Clock::now() };
    }

    [[noreturn]] void live(pid_t parent, std::size_t n)
    {
        end_with(parent);
        const InterruptsStopRun guard;
        signals_.release();
        const int status = work_.run(n) ? EXIT_SUCCESS : unwritten;
        keep_branch_counts();
        std::_Exit(status);
    }

    // Tells the running children to end, and starts no other.
    void interrupt()
    {
        was_interrupted_ = true;
        for (const auto& [child, life] : alive_)
            kill(child, SIGINT);
    }

    std::vector<std::pair<std::size_t, Death>> bury()
    {
        std::vector<std::pair<std::size_t, Death>> dead;
        for (auto at = alive_.begin(); at != alive_.end();) {
            int status = 0;
            if (waitpid(at->first, &status, WNOHANG) == 0) {
                ++at;
                continue;
            }
            Death death = death_of(status);
            death.seconds = std::chrono::duration<double>(Clock::now() - at->second.begun).count();
            dead.emplace_back(at->second.job, death);
            at = alive_.erase(at);
        }
        return dead;
    }

    ChildWork& work_;
    PendingInterrupts signals_;
    std::map<pid_t, Life> alive_;
    bool was_interrupted_ = false;
};

// Jobs whose number is known; keeps how each died.
class CountedWork : public ChildWork {
public:
    CountedWork(std::size_t jobs, const std::function<bool(std::size_t)>& job)
        : job_(job), deaths_(jobs, { "never started", true })
    {
    }

    std::optional<std::size_t> next() override
    {
        return next_ < deaths_.size() ? std::optional(next_++) : std::nullopt;
    }
    bool run(std::size_t n) override { return job_(n); }
    void ended(std::size_t n, const Death& death) override { deaths_[n] = death; }

    std::vector<Death> take() { return std::move(deaths_); }

private:
    const std::function<bool(std::size_t)>& job_;
    std::vector<Death> deaths_;
    std::size_t next_ = 0;
};

} // namespace

bool run_children(ChildWork& work, std::size_t at_once)
{
    return Children(work).run(at_once);
}

std::vector<Death> run_children(std::size_t jobs, std::size_t at_once,
                                const std::function<bool(std::size_t)>& job)
{
    CountedWork work(jobs, job);
    run_children(work, at_once);
    return work.take();
}

} // namespace itstorm
