// SPDX-License-Identifier: Apache-2.0
// The history of a waveform: before the waveform starts, holds back the changes of the last
// `length_ps`, so that the waveform can begin that much earlier.
#pragma once
#include "vcd.h"
#include <cstdint>
#include <deque>

namespace itstorm {

class VcdHistory {
public:
    static constexpr std::size_t most_changes = 1 << 20;

    explicit VcdHistory(std::uint64_t length_ps) : length_ps_(length_ps) {}

    void set(vcd* dump, unsigned variable, std::uint64_t now_ps, std::uint64_t value)
    {
        if (holds_back())
            hold(dump, { now_ps, variable, value });
        else
            vcd_set(dump, variable, now_ps, value);
    }

    // Starts the dump at the oldest change that is held back, at most length_ps before now. Returns
    // that time.
    std::uint64_t start(vcd* dump, std::uint64_t now_ps);

private:
    struct Change {
        std::uint64_t ps;
        unsigned variable;
        std::uint64_t value;
    };

    bool holds_back() const { return length_ps_ != 0 && !started_; }
    void hold(vcd* dump, const Change& change);
    void pass_oldest(vcd* dump);

    const std::uint64_t length_ps_;
    bool started_ = false;
    std::uint64_t known_from_ps_ = 0; // earlier changes are not held back any more
    std::deque<Change> held_;
};

} // namespace itstorm
