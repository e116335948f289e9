// SPDX-License-Identifier: Apache-2.0
// Hypercalls and accesses of hostile guests under every policy: inputs are mutated from a corpus,
// and each input chooses the knobs under which it runs. The environment sets how many inputs run
// (budget.h).
#include "../fuzz/budget.h"
#include "guest_input.h"
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <random>
#include <unistd.h>

using namespace fake;

namespace {

constexpr const char* input_file = "guest_fuzz.input";

std::vector<std::string> files_in(const std::string& folder)
{
    std::vector<std::string> paths;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        paths.push_back(entry.path().string());
    std::sort(paths.begin(), paths.end());
    return paths;
}

Bytes read_bytes(const std::string& path)
{
    std::ifstream in(path, std::ios::binary);
    return { std::istreambuf_iterator<char>(in), {} };
}

void write_bytes(const std::string& path, const Bytes& bytes)
{
    std::ofstream(path, std::ios::binary)
        .write(reinterpret_cast<const char*>(bytes.data()),
               static_cast<std::streamsize>(bytes.size()));
}

class Mutation {
public:
    Mutation(std::vector<Bytes> seeds, std::uint64_t seed) : seeds_(std::move(seeds)), random_(seed)
    {
    }

    Bytes next()
    {
        Bytes bytes = pick(4) == 0 ? any() : seeds_[pick(seeds_.size())];
        for (std::uint64_t n = 1 + pick(16); n > 0; n--)
            change(bytes);
        return bytes;
    }

private:
    std::uint64_t pick(std::uint64_t limit) { return random_() % limit; }

    Bytes any()
    {
        Bytes bytes(64 + pick(1500));
        for (std::uint8_t& byte : bytes)
            byte = static_cast<std::uint8_t>(random_());
        return bytes;
    }

    void change(Bytes& bytes)
    {
        const auto at = bytes.begin() + static_cast<std::ptrdiff_t>(pick(bytes.size() + 1));
        switch (pick(4)) {
        case 0: bytes.insert(at, static_cast<std::uint8_t>(random_())); break;
        case 1: bytes.resize(std::min<std::size_t>(bytes.size(), 64 + pick(2000))); break;
        case 2: { // inserts the end of another seed
            const Bytes& other = seeds_[pick(seeds_.size())];
            const std::size_t from = pick(other.size() + 1);
            bytes.insert(at, other.begin() + static_cast<std::ptrdiff_t>(from), other.end());
            bytes.resize(std::min<std::size_t>(bytes.size(), 4000));
            break;
        }
        default:
            if (at != bytes.end())
                *at = static_cast<std::uint8_t>(random_());
        }
    }

    std::vector<Bytes> seeds_;
    std::mt19937_64 random_;
};

// Writes the input to a file first, so that an input that crashes or never ends is kept.
unsigned run_and_keep_if_wrong(const Bytes& input)
{
    write_bytes(input_file, input);
    alarm(60);
    const unsigned exits = run_input(input);
    alarm(0);
    if (!testing::Test::HasFailure())
        std::filesystem::remove(input_file);
    return exits;
}

std::vector<Bytes> corpus()
{
    std::vector<Bytes> inputs;
    for (const std::string& path : files_in(GUEST_CORPUS))
        inputs.push_back(read_bytes(path));
    return inputs;
}

TEST(GuestFuzz, the_corpus_breaks_no_invariant)
{
    for (const std::string& path : files_in(GUEST_CORPUS)) {
        SCOPED_TRACE(path);
        EXPECT_GT(run_and_keep_if_wrong(read_bytes(path)), 0u);
    }
}

TEST(GuestFuzz, mutated_inputs_break_no_invariant_under_any_policy)
{
    if (const char* file = std::getenv("FUZZ_FILE")) {
        run_and_keep_if_wrong(read_bytes(file));
        return;
    }
    const itstorm::FuzzBudget budget(1, 300);
    Mutation inputs(corpus(), budget.seed());
    std::uint64_t done = 0, exits = 0;
    for (; budget.goes_on(done) && !HasFailure(); ++done)
        exits += run_and_keep_if_wrong(inputs.next());
    if (HasFailure())
        std::printf("input %llu of seed %llu is in %s\n", static_cast<unsigned long long>(done),
                    static_cast<unsigned long long>(budget.seed()), input_file);
    EXPECT_GT(exits, 10 * done) << "an input makes more than ten exits on average";
    std::printf("%llu inputs, %llu exits\n", static_cast<unsigned long long>(done),
                static_cast<unsigned long long>(exits));
}

} // namespace
