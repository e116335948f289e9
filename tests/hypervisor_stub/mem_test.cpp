// SPDX-License-Identifier: Apache-2.0
// kit/mem.c against the C library, on random sizes, alignments and overlaps.
#include <cstring>
#include <gtest/gtest.h>
#include <random>
#include <vector>

extern "C" {
void* hv_memcpy(void* dst, const void* src, std::size_t bytes);
void* hv_memmove(void* dst, const void* src, std::size_t bytes);
void* hv_memset(void* dst, int value, std::size_t bytes);
int hv_memcmp(const void* a, const void* b, std::size_t bytes);
}

namespace {

constexpr std::size_t arena_bytes = 512;

class Mem : public testing::Test {
protected:
    using Arena = std::vector<unsigned char>;

    Arena noise()
    {
        Arena a(arena_bytes);
        for (auto& byte : a)
            byte = static_cast<unsigned char>(random());
        return a;
    }
    // Mostly around the word size, where the loops change.
    std::size_t size() { return random() % 2 ? random() % 24 : random() % 200; }
    std::size_t offset() { return random() % 200; }

    std::mt19937 random{ 1 };
};

TEST_F(Mem, memcpy_copies_what_libc_copies_and_nothing_else)
{
    for (int round = 0; round < 5000; round++) {
        const Arena src = noise();
        Arena ours = noise(), theirs = ours;
        const std::size_t from = offset(), to = offset(), bytes = size();
        ASSERT_EQ(hv_memcpy(&ours[to], &src[from], bytes), &ours[to]);
        std::memcpy(&theirs[to], &src[from], bytes);
        ASSERT_EQ(ours, theirs) << bytes << " bytes from " << from << " to " << to;
    }
}

TEST_F(Mem, memmove_copies_what_libc_copies_whatever_the_overlap)
{
    for (int round = 0; round < 5000; round++) {
        Arena ours = noise(), theirs = ours;
        const std::size_t from = 8 + offset(), bytes = size();
        const std::size_t to = round % 2 ? offset() : from - 8 + random() % 17;
        ASSERT_EQ(hv_memmove(&ours[to], &ours[from], bytes), &ours[to]);
        std::memmove(&theirs[to], &theirs[from], bytes);
        ASSERT_EQ(ours, theirs) << bytes << " bytes from " << from << " to " << to;
    }
}

TEST_F(Mem, memset_fills_with_the_low_byte_of_its_value)
{
    for (int round = 0; round < 5000; round++) {
        Arena ours = noise(), theirs = ours;
        const std::size_t to = offset(), bytes = size();
        const int value = static_cast<int>(random());
        ASSERT_EQ(hv_memset(&ours[to], value, bytes), &ours[to]);
        std::memset(&theirs[to], value, bytes);
        ASSERT_EQ(ours, theirs) << bytes << " bytes at " << to;
    }
}

TEST_F(Mem, memcmp_has_the_sign_of_libc_with_a_difference_anywhere_or_none)
{
    const auto sign = [](int n) { return (n > 0) - (n < 0); };
    for (int round = 0; round < 5000; round++) {
        const std::size_t at = offset(), bytes = size();
        const Arena a = noise();
        Arena b(arena_bytes);
        const std::size_t other = offset();
        std::memcpy(&b[other], &a[at], bytes);
        if (bytes != 0 && round % 3 != 0)
            b[other + random() % bytes] ^= static_cast<unsigned char>(1u << random() % 8);
        ASSERT_EQ(sign(hv_memcmp(&a[at], &b[other], bytes)),
                  sign(std::memcmp(&a[at], &b[other], bytes)));
    }
}

} // namespace
