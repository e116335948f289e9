// Runs jobs in processes of their own, since SystemC elaborates once in a process, and an object
// that a job loads may end its process. Children end with this process, whatever ends it, and on an
// interrupt they are told to end with the results so far.
#pragma once
#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace itstorm {

// What a child did not live to say itself; without text it said everything.
struct Death {
    std::string text;
    bool interrupted = false; // before it began
    double seconds = 0;       // how long it lived, by the real clock
};

// job(n) for n below `jobs`, at most `at_once` at a time; false: its results could not be written.
// How each died, by n.
std::vector<Death> run_children(std::size_t jobs, std::size_t at_once,
                                const std::function<bool(std::size_t)>& job);

} // namespace itstorm
