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

// What a child did not live to say itself; without text it said everything.
struct Death {
    std::string text;
    bool interrupted = false; // before it began
    double seconds = 0;       // how long it lived, by the real clock
};

// What is to be done, and what becomes of it. All but run() is called in this process.
class ChildWork {
public:
    virtual ~ChildWork() = default;
    virtual std::optional<std::size_t> next() = 0; // a job to be started; none: no more
    virtual bool
    run(std::size_t n) = 0; // in the job's process; false: its results were not written
    virtual void ended(std::size_t n, const Death& death) = 0;
    virtual void tick() {} // a few times a second
};

// At most `at_once` jobs at a time; the next one is started before the end of another is looked at.
// False: interrupted; the jobs under way have ended, and no other was started.
bool run_children(ChildWork& work, std::size_t at_once);

// job(n) for n below `jobs`. How each died, by n.
std::vector<Death> run_children(std::size_t jobs, std::size_t at_once,
                                const std::function<bool(std::size_t)>& job);

} // namespace itstorm
