// Children: see children.h. They stay in the terminal's process group, so that it can suspend and
// resume them together with this process; so Ctrl-C reaches them twice, from the terminal and from
// here, and they take no notice of the second one. One that ends everything at once ends this
// process, and the kernel its children.
#include "children.h"
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
        std::_Exit(EXIT_FAILURE); // it had ended before
}

constexpr int unwritten = 74; // of a child that says itself why

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
    Children(std::size_t jobs, const std::function<bool(std::size_t)>& job)
        : job_(job), deaths_(jobs)
    {
    }

    std::vector<Death> run(std::size_t at_once)
    {
        while (next_ < deaths_.size() || !alive_.empty()) {
            while (next_ < deaths_.size() && alive_.size() < at_once)
                start(next_++);
            if (!alive_.empty() && signals_.wait())
                interrupt();
            bury();
        }
        return std::move(deaths_);
    }

private:
    using Clock = std::chrono::steady_clock;
    struct Life {
        std::size_t job;
        Clock::time_point begun;
    };

    void start(std::size_t n)
    {
        const pid_t parent = getpid(), child = fork();
        if (child == 0)
            live(parent, n);
        if (child < 0)
            deaths_[n] = { std::string("cannot fork: ") + std::strerror(errno) };
        else
            alive_[child] = { n, Clock::now() };
    }

    [[noreturn]] void live(pid_t parent, std::size_t n)
    {
        end_with(parent);
        const InterruptsStopRun guard;
        signals_.release();
        std::_Exit(job_(n) ? EXIT_SUCCESS : unwritten);
    }

    // Those that run are told to end; no other is started.
    void interrupt()
    {
        for (const auto& [child, life] : alive_)
            kill(child, SIGINT);
        for (; next_ < deaths_.size(); ++next_)
            deaths_[next_] = { "never started", true };
    }

    void bury()
    {
        for (auto at = alive_.begin(); at != alive_.end();) {
            int status = 0;
            if (waitpid(at->first, &status, WNOHANG) == 0) {
                ++at;
                continue;
            }
            Death& death = deaths_[at->second.job] = death_of(status);
            death.seconds = std::chrono::duration<double>(Clock::now() - at->second.begun).count();
            at = alive_.erase(at);
        }
    }

    const std::function<bool(std::size_t)>& job_;
    PendingInterrupts signals_;
    std::vector<Death> deaths_;
    std::map<pid_t, Life> alive_;
    std::size_t next_ = 0;
};

} // namespace

std::vector<Death> run_children(std::size_t jobs, std::size_t at_once,
                                const std::function<bool(std::size_t)>& job)
{
    return Children(jobs, job).run(at_once);
}

} // namespace itstorm
