// SPDX-License-Identifier: Apache-2.0
// The seed and the limits of a fuzzer, from the environment: FUZZ_SEED, FUZZ_COUNT (of inputs) and
// FUZZ_SECONDS. tools/fuzz.sh sets them for `make fuzz`; in `make test` a fuzzer tries a few
// inputs, always the same ones.
#pragma once
#include <chrono>
#include <cstdint>
#include <cstdlib>

namespace itstorm {

class FuzzBudget {
public:
    // The values without the environment. Seconds 0: only the count is a limit.
    FuzzBudget(std::uint64_t seed, std::uint64_t count, std::uint64_t seconds = 0)
        : seed_(from_environment("FUZZ_SEED", seed)), count_(from_environment("FUZZ_COUNT", count)),
          seconds_(from_environment("FUZZ_SECONDS", seconds))
    {
    }

    std::uint64_t seed() const { return seed_; }
    std::uint64_t count() const { return count_; }

    // Whether another input is to be tried after `done` of them.
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
