// SPDX-License-Identifier: Apache-2.0
// How far a fuzzer goes, from the environment: FUZZ_SEED, FUZZ_COUNT (of inputs) and FUZZ_SECONDS.
// tools/fuzz.sh sets them for `make fuzz`; as a test of `make test` a fuzzer takes its own few
// inputs, always the same ones.
#pragma once
#include <chrono>
#include <cstdint>
#include <cstdlib>

namespace itstorm {

class FuzzBudget {
public:
    // Used where the environment says nothing. Seconds 0: only the count ends it.
    FuzzBudget(std::uint64_t seed, std::uint64_t count, std::uint64_t seconds = 0)
        : seed_(from_environment("FUZZ_SEED", seed)), count_(from_environment("FUZZ_COUNT", count)),
          seconds_(from_environment("FUZZ_SECONDS", seconds))
    {
    }

    std::uint64_t seed() const { return seed_; }
    std::uint64_t count() const { return count_; }

    // True: the input after `done` others is still to be tried.
    bool goes_on(std::uint64_t done) const
    {
        return done < count_ &&
               (seconds_ == 0 || Clock::now() - start_ < std::chrono::seconds(seconds_));
    }

private:
    using Clock = std::chrono::steady_clock;

    static std::uint64_t from_environment(const char* name, std::uint64_t otherwise)
    {
        const char* text = std::getenv(name);
        return text != nullptr && *text != '\0' ? std::strtoull(text, nullptr, 0) : otherwise;
    }

    std::uint64_t seed_, count_, seconds_;
    Clock::time_point start_ = Clock::now();
};

} // namespace itstorm
