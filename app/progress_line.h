// The line on the terminal that says how far a run is. Looks at a real clock, which no result does.
#pragma once
#include <chrono>

namespace itstorm {

class ProgressLine {
public:
    explicit ProgressLine(bool on) : on_(on) {}
    ~ProgressLine() { clear(); }

    void show(); // at most a few times a second
    void clear();

private:
    double seconds() const;

    const std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
    const bool on_;
    bool shown_ = false;
    double next_s_ = 0.5;
};

} // namespace itstorm
