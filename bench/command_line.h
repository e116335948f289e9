// SPDX-License-Identifier: Apache-2.0
// What the command lines of the benchmarks have in common.
#pragma once
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <stdexcept>
#include <string>

namespace itstorm {

// A decimal number from 1 to `most`; throws otherwise.
inline std::uint64_t number(const char* text, std::uint64_t most = ~0ull)
{
    char* end = nullptr;
    const std::uint64_t value = std::strtoull(text, &end, 10);
    if (text[0] < '0' || text[0] > '9' || *end != '\0' || value == 0 || value > most)
        throw std::runtime_error(std::string(text) + " is not a number from 1 to " +
                                 std::to_string(most));
    return value;
}

// Runs a benchmark with the options that `options()` reads, and prints its results. Returns the
// exit status.
template <class Bench, class Options>
int run_bench(const char* name, Options options)
{
    try {
        Bench bench(options());
        bench.run();
        bench.print();
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s: %s\n", name, error.what());
        return 3;
    }
    return 0;
}

} // namespace itstorm
