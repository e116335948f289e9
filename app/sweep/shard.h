// SPDX-License-Identifier: Apache-2.0
// A part of the points of a sweep: every n-th point, so that the parts take about equally long.
#pragma once
#include <cstddef>
#include <string>

namespace itstorm {

struct Shard {
    std::size_t number = 1, of = 1; // 1/1: the whole sweep

    bool is_whole() const { return of == 1; }
    bool has(std::size_t point) const { return point % of == number - 1; }
    std::size_t share_of(std::size_t points) const { return (points + of - number) / of; }

    // What its files are called: "sweep", "shard-2-of-8".
    std::string stem() const
    {
        return is_whole() ? "sweep"
                          : "shard-" + std::to_string(number) + "-of-" + std::to_string(of);
    }
};

} // namespace itstorm
