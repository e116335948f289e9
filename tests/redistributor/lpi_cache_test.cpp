// SPDX-License-Identifier: Apache-2.0
// The LPI cache: the byte of an LPI that is not pending has two ways of its set, a pending LPI may
// have any line.
#include "arch/lpi_table.h"
#include "redistributor/lpi_cache.h"
#include <gtest/gtest.h>
#include <map>
#include <random>
#include <set>

namespace {

struct Cache : lpi_cache {
    explicit Cache(std::uint32_t wanted_sets) { lpi_cache_init(this, wanted_sets); }
    ~Cache() { lpi_cache_free(this); }

    bool knows(std::uint32_t intid) const
    {
        std::uint8_t config;
        return lpi_cache_get(this, intid, &config);
    }
    void put(std::uint32_t intid) { lpi_cache_put(this, intid, 0xa3); }
    bool pin(std::uint32_t intid) { return lpi_cache_pin(this, intid); }
    void unpin(std::uint32_t intid) { lpi_cache_unpin(this, intid); }
};

// INTIDs of set 1 of a cache of eight sets.
constexpr std::uint32_t a = 8193, b = 8193 + 8, c = 8193 + 16, d = 8193 + 24;

} // namespace

TEST(LpiCache, keeps_a_byte_until_it_is_dropped)
{
    Cache cache(8);
    EXPECT_FALSE(cache.knows(8195));
    lpi_cache_put(&cache, 8195, 0xa1);
    lpi_cache_put(&cache, 8196, 0x00); // byte 0 is a known byte
    std::uint8_t config;
    EXPECT_TRUE(lpi_cache_get(&cache, 8195, &config));
    EXPECT_EQ(lpi_config_priority(config), 0xa0);
    EXPECT_TRUE(lpi_cache_get(&cache, 8196, &config));
    EXPECT_FALSE(lpi_config_enabled(config));
    lpi_cache_drop(&cache, 8195);
    EXPECT_FALSE(cache.knows(8195));
    EXPECT_TRUE(cache.knows(8196));
    lpi_cache_drop_all(&cache);
    EXPECT_FALSE(cache.knows(8196));
}

TEST(LpiCache, a_third_byte_of_a_set_replaces_the_least_recently_used)
{
    Cache cache(8);
    for (const std::uint32_t intid : { a, b, c })
        cache.put(intid);
    EXPECT_FALSE(cache.knows(a));
    EXPECT_TRUE(cache.knows(b));
    EXPECT_TRUE(cache.knows(c));
}

TEST(LpiCache, being_pending_counts_as_use)
{
    Cache cache(8);
    cache.put(a);
    cache.put(b);
    cache.pin(a);
    cache.unpin(a);
    cache.put(c);
    EXPECT_TRUE(cache.knows(a));
    EXPECT_FALSE(cache.knows(b));
}

TEST(LpiCache, a_dropped_byte_makes_room_for_the_next)
{
    Cache cache(8);
    cache.put(a);
    cache.put(b);
    lpi_cache_drop(&cache, b);
    cache.put(c);
    EXPECT_TRUE(cache.knows(a));
    EXPECT_TRUE(cache.knows(c));
}

TEST(LpiCache, pending_lpis_of_one_set_may_hold_every_line)
{
    Cache cache(8);
    for (std::uint32_t n = 0; n < 16; ++n)
        EXPECT_TRUE(cache.pin(a + 8 * n)) << n;
    EXPECT_FALSE(cache.pin(a + 8 * 16));
    EXPECT_FALSE(cache.pin(8192)); // of another set
    cache.unpin(a + 8 * 3);
    EXPECT_TRUE(cache.pin(8192));
}

TEST(LpiCache, a_pending_lpi_replaces_the_byte_of_one_that_is_not_pending)
{
    Cache cache(1);
    cache.put(8192);
    cache.put(8193);
    cache.pin(8194);
    cache.put(8194);
    EXPECT_FALSE(cache.knows(8192));
    EXPECT_TRUE(cache.knows(8193));
    EXPECT_TRUE(cache.knows(8194));
}

TEST(LpiCache, the_byte_of_an_lpi_that_is_not_pending_replaces_no_pending_lpi)
{
    Cache cache(1);
    for (const std::uint32_t intid : { 8192u, 8193u }) {
        cache.pin(intid);
        cache.put(intid);
    }
    cache.put(8194);
    EXPECT_FALSE(cache.knows(8194));
    EXPECT_TRUE(cache.knows(8192));
}

TEST(LpiCache, a_byte_outside_its_own_set_is_dropped_when_its_lpi_is_no_longer_pending)
{
    Cache cache(8);
    for (const std::uint32_t intid : { a, b, c }) {
        cache.pin(intid);
        cache.put(intid);
    }
    for (const std::uint32_t intid : { a, b, c })
        cache.unpin(intid);
    EXPECT_TRUE(cache.knows(a));
    EXPECT_TRUE(cache.knows(b));
    EXPECT_FALSE(cache.knows(c));
}

TEST(LpiCache, a_flush_drops_every_byte_and_frees_no_pending_line)
{
    Cache cache(1);
    cache.pin(8192);
    cache.put(8192);
    cache.put(8193);
    lpi_cache_drop_all(&cache);
    EXPECT_FALSE(cache.knows(8192));
    EXPECT_FALSE(cache.knows(8193));
    EXPECT_TRUE(cache.pin(8193));
    EXPECT_FALSE(cache.pin(8194));
}

TEST(LpiCache, without_limit_everything_stays)
{
    Cache cache(0);
    for (std::uint32_t intid = 8192; intid < 20000; ++intid) {
        EXPECT_TRUE(cache.pin(intid));
        cache.put(intid);
    }
    for (std::uint32_t intid = 8192; intid < 20000; ++intid) {
        cache.unpin(intid);
        ASSERT_TRUE(cache.knows(intid));
    }
}

// The invariants: never more pending LPIs than lines, no byte that was dropped, never more bytes
// than lines.
TEST(LpiCache, keeps_its_invariants_on_random_operations)
{
    constexpr std::uint32_t sets = 8;
    std::mt19937 random(11);
    Cache cache(sets);
    std::set<std::uint32_t> pinned;
    std::map<std::uint32_t, std::uint8_t> last; // byte put and not dropped since
    for (int n = 0; n < 200000; ++n) {
        const std::uint32_t intid = 8192 + random() % 64;
        switch (random() % 5) {
        case 0:
            if (cache.pin(intid))
                pinned.insert(intid);
            else
                ASSERT_EQ(pinned.size(), 2 * sets);
            break;
        case 1:
            cache.unpin(intid);
            pinned.erase(intid);
            break;
        case 2:
            lpi_cache_drop(&cache, intid);
            last.erase(intid);
            break;
        default: {
            const auto byte = static_cast<std::uint8_t>(random() | LPI_CONFIG_RES1);
            lpi_cache_put(&cache, intid, byte);
            last[intid] = byte;
        }
        }
        ASSERT_LE(pinned.size(), 2 * sets);
        unsigned known = 0;
        for (std::uint32_t id = 8192; id < 8192 + 64; ++id) {
            std::uint8_t byte;
            if (!lpi_cache_get(&cache, id, &byte))
                continue;
            ++known;
            ASSERT_TRUE(last.count(id) == 1);
            ASSERT_EQ(byte, last[id]);
        }
        ASSERT_LE(known, 2 * sets);
    }
}
