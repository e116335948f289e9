// SPDX-License-Identifier: Apache-2.0
// The heap, compared with a list of live blocks.
#include <cstring>
#include <gtest/gtest.h>
#include <map>
#include <random>
#include <stdexcept>
extern "C" {
#include "kit/heap.h"
}

namespace {

class KitHeap : public testing::Test {
protected:
    KitHeap() { heap_create(&heap, memory, sizeof memory); }

    alignas(16) unsigned char memory[64 * 1024];
    struct heap heap;
};

} // namespace

TEST_F(KitHeap, gives_zeroed_aligned_blocks_that_do_not_overlap)
{
    std::memset(memory + 64, 0xaa, sizeof memory - 64);
    heap_create(&heap, memory, sizeof memory);
    std::mt19937 dice(1);
    std::map<unsigned char*, std::size_t> live;
    for (int step = 0; step < 20000; ++step) {
        if (dice() % 2 == 0 || live.empty()) {
            const std::size_t bytes = dice() % 700;
            auto* at = static_cast<unsigned char*>(heap_alloc(&heap, bytes));
            if (at == nullptr)
                continue;
            ASSERT_EQ(reinterpret_cast<std::uintptr_t>(at) % 16, 0u);
            ASSERT_GE(at, memory);
            ASSERT_LE(at + bytes, memory + sizeof memory);
            for (std::size_t n = 0; n < bytes; ++n)
                ASSERT_EQ(at[n], 0);
            const auto next = live.lower_bound(at);
            ASSERT_TRUE(next == live.end() || at + bytes <= next->first);
            ASSERT_TRUE(next == live.begin() ||
                        std::prev(next)->first + std::prev(next)->second <= at);
            std::memset(at, 0x55, bytes);
            live[at] = bytes;
        } else {
            const auto victim = std::next(live.begin(), static_cast<long>(dice() % live.size()));
            heap_free(victim->first);
            live.erase(victim);
        }
    }
    for (const auto& [at, bytes] : live)
        heap_free(at);
    EXPECT_EQ(heap_largest(&heap), sizeof memory - 32) << "free neighbours have not joined";
}

TEST_F(KitHeap, an_allocation_that_does_not_fit_returns_null)
{
    EXPECT_EQ(heap_alloc(&heap, sizeof memory), nullptr);
    EXPECT_EQ(heap_alloc(&heap, ~std::uint64_t{ 0 }), nullptr);
    EXPECT_NE(heap_alloc(&heap, heap_largest(&heap)), nullptr);
    EXPECT_EQ(heap_alloc(&heap, 1), nullptr);
}

TEST_F(KitHeap, a_block_freed_twice_is_a_panic)
{
    void* at = heap_alloc(&heap, 16);
    heap_free(at);
    EXPECT_THROW(heap_free(at), std::runtime_error);
    EXPECT_NO_THROW(heap_free(nullptr));
}
