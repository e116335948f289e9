// SPDX-License-Identifier: Apache-2.0
// What the queue of events runs: a reaction to an event, a task, or on behalf of a thread of the
// SystemC kernel's.
#pragma once
#include <cstdint>

namespace itstorm::sim {

// Who is served first of those that fall on one instant: lower kinds, then lower instances.
enum class Kind : std::uint8_t { Device, Link, Its, Redistributor, Pe, Timeline, Other };

class Rank {
public:
    constexpr Rank(Kind kind, unsigned instance)
        : value_(static_cast<std::uint32_t>(kind) << instance_bits |
                 (instance & ((1u << instance_bits) - 1)))
    {
    }
    constexpr std::uint32_t value() const { return value_; }

    static constexpr unsigned bits = 24;

private:
    static constexpr unsigned instance_bits = 20;
    std::uint32_t value_;
};

constexpr Rank behind_all{ Kind::Other, 0 };

class Runnable {
public:
    Runnable() = default;
    Runnable(const Runnable&) = delete;
    Runnable& operator=(const Runnable&) = delete;

    virtual void run() = 0;

protected:
    ~Runnable();

private:
    friend class EventQueue;
    Runnable* next_ = nullptr; // in the line of those that are ready
    bool is_ready_ = false;
};

} // namespace itstorm::sim
