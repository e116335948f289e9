// SPDX-License-Identifier: Apache-2.0
// A clock without ticks: turns cycles into integer picoseconds, rounded to nearest. Nothing runs on
// it; blocks hold one to convert their configured costs once, at construction.
#pragma once
#include <cstdint>
#include <systemc>

namespace itstorm {

class Clock {
public:
    explicit constexpr Clock(std::uint64_t hertz) : hertz_(hertz) {}

    std::uint64_t hertz() const { return hertz_; }

    // Duration of `n` cycles. n * 10^12 must fit 128 bits, which any run does.
    sc_core::sc_time cycles(std::uint64_t n) const
    {
        const auto ps =
            (static_cast<unsigned __int128>(n) * 1'000'000'000'000u + hertz_ / 2) / hertz_;
        return sc_core::sc_time::from_value(
            static_cast<std::uint64_t>(ps)); // resolution 1 ps, checked by Soc
    }

private:
    std::uint64_t hertz_;
};

} // namespace itstorm
