// SPDX-License-Identifier: Apache-2.0
// Runs jobs in processes of their own, since SystemC elaborates once in a process, and an object
// that a job loads may end its process. Children end with this process, whatever ends it, and on an
// interrupt they are told to end with the results so far.
#pragma once
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace itstorm {

// Why a child has died without reporting its results; with an empty text it has reported them.
struct Death {
    std::string text;
    bool interrupted = false; // by the user, before it began
    double seconds = 0;       // how long it lived, by the real clock
};

// The jobs: which one is next, what it does, and what follows when it has ended. All but run() is
// called in this process.
class ChildWork {
public:
    virtual ~ChildWork() = default;
    virtual std::optional<std::size_t>
    next() = 0; // the next job to be started; nothing: there is none
    virtual bool
    run(std::size_t n) = 0; // in the job's process; false: its results were not written
    virtual void ended(std::size_t n, const Death& death) = 0;
    virtual void tick() {} // a few times a second
};

// Runs at most `at_once` jobs at a time; the next one is started before the end of another is
// handled. False: interrupted; the jobs under way have ended, and no other was started.
bool run_children(ChildWork& work, std::size_t at_once);

// Runs job(n) for each n below `jobs`. Returns how each died, by n.
std::vector<Death> run_children(std::size_t jobs, std::size_t at_once,
                                const std::function<bool(std::size_t)>& job);

} // namespace itstorm
