// SPDX-License-Identifier: Apache-2.0
// The time debt of a PE: time that its software has used and that has not passed in the simulation
// yet. The debt is counted down from a limit, so that a basic block costs one subtraction and one
// comparison with zero.
#pragma once
#include <cstdint>

namespace itstorm {

class Debt {
public:
    // The debt of the PE whose C executes right now. Never nullptr: while no C runs it is `nobody`,
    // which is always at its limit.
    static Debt* running;
    static Debt nobody;

    // Called at each basic block. False: the limit is reached.
    bool charge_block()
    {
        ++blocks_;
        left_ps_ -= block_ps_;
        return left_ps_ > 0;
    }
    void add(std::uint64_t ps) { left_ps_ -= static_cast<std::int64_t>(ps); }
    void clear() { left_ps_ = static_cast<std::int64_t>(limit_ps_); }

    // The debt from which on charge_block() returns false. Zero: at each block.
    void set_limit(std::uint64_t ps)
    {
        left_ps_ += static_cast<std::int64_t>(ps - limit_ps_);
        limit_ps_ = ps;
    }
    void set_block_price(std::uint64_t ps) { block_ps_ = static_cast<std::int64_t>(ps); }

    std::uint64_t ps() const { return limit_ps_ - static_cast<std::uint64_t>(left_ps_); }
    std::uint64_t block_ps() const { return static_cast<std::uint64_t>(block_ps_); }
    std::uint64_t blocks() const { return blocks_; } // how many, since time zero

private:
    std::int64_t left_ps_ = 0, block_ps_ = 0;
    std::uint64_t blocks_ = 0, limit_ps_ = 0;
};

} // namespace itstorm
