// SPDX-License-Identifier: Apache-2.0
// The caches of devices, events and collections: a hit takes no table read; a command drops the
// entries that it changes, and the next look-up reads a dropped entry again.
#include "common/event_queue.h"
#include "its_bench.h"
#include <gmock/gmock.h>

namespace itstorm {

namespace {

using sc_core::sc_time;

// From the write's acceptance to the hand-over.
sc_time translation(ItsBench& bench, std::uint32_t event = 3)
{
    bench.msi(5, event, sc_core::sc_time_stamp() + bench.cycles(1000));
    bench.run();
    return bench.redistributors.lpis.back().when - bench.accepted.back().when;
}

ItsConfig cached()
{
    ItsConfig config;
    config.command_prefetch = 0;
    return config;
}

struct CachedBench {
    ItsBench bench{ cached() };
    const ItsConfig& c = bench.config;

    CachedBench()
    {
        bench.start();
        bench.map_fixture();
        bench.run();
    }
    sc_time hit() const { return bench.cycles(c.xlate_latency); }
    sc_time reads(unsigned n) const { return bench.cycles(n * c.table_read + c.xlate_latency); }
};

TEST(ItsCache, the_second_msi_of_an_event_reads_no_table)
{
    CachedBench b;
    translation(b.bench);
    EXPECT_EQ(translation(b.bench), b.hit());
}

// Event 4 is of ICID 0, event 3 of ICID 1.
TEST(ItsCache, another_event_of_the_device_reads_its_entry_and_its_collection)
{
    CachedBench b;
    translation(b.bench, 3);
    EXPECT_EQ(translation(b.bench, 4), b.reads(2));
    EXPECT_EQ(translation(b.bench, 4), b.hit());
}

TEST(ItsCache, mapd_makes_device_and_event_be_read_again)
{
    CachedBench b;
    translation(b.bench);
    const its_dte before = its_dte_load(b.bench.word(device_table + 5 * ITS_DTE_BYTES));
    b.bench.send(its_cmd_mapd(5, before.event_bits, before.itt, true));
    EXPECT_EQ(translation(b.bench), b.reads(2));
}

TEST(ItsCache, mapc_makes_the_collection_be_read_again)
{
    CachedBench b;
    translation(b.bench);
    b.bench.send(its_cmd_mapc(1, 1, true));
    EXPECT_EQ(translation(b.bench), b.reads(1));
}

TEST(ItsCache, mapti_makes_the_event_be_read_again)
{
    CachedBench b;
    translation(b.bench);
    b.bench.send(its_cmd_mapti(5, 3, 8195, 1));
    EXPECT_EQ(translation(b.bench), b.reads(1));
}

TEST(ItsCache, movi_makes_the_event_be_read_again) // TIM-05
{
    CachedBench b;
    translation(b.bench, 4); // caches ICID 0, to which MOVI leads
    translation(b.bench);
    b.bench.send(its_cmd_movi(5, 3, 0));
    EXPECT_EQ(translation(b.bench), b.reads(1));
    EXPECT_EQ(b.bench.redistributors.lpis.back().target, 0u);
}

TEST(ItsCache, discard_drops_the_event_and_nothing_else) // TIM-06
{
    CachedBench b;
    translation(b.bench, 4);
    translation(b.bench);
    b.bench.send(its_cmd_discard(5, 3));
    b.bench.msi(5, 3);
    b.bench.run();
    EXPECT_EQ(b.bench.dropped(Drop::UnmappedEvent), 1u);
    EXPECT_EQ(translation(b.bench, 4), b.hit());
}

TEST(ItsCache, int_and_clear_leave_the_caches_alone)
{
    CachedBench b;
    translation(b.bench);
    for (const its_cmd& command : { its_cmd_int(5, 3), its_cmd_clear(5, 3) })
        EXPECT_EQ(
            b.bench.send(command).service,
            b.bench.cycles(b.c.command_fetch + b.c.command_decode + b.c.redistributor_message));
    EXPECT_EQ(translation(b.bench), b.hit());
}

TEST(ItsCache, a_warm_inv_costs_fetch_decode_and_message)
{
    CachedBench b;
    b.bench.send(its_cmd_inv(5, 3));
    const CommandFact warm = b.bench.send(its_cmd_inv(5, 3));
    EXPECT_EQ(warm.service,
              b.bench.cycles(b.c.command_fetch + b.c.command_decode + b.c.redistributor_message));
}

// Few time steps make a simulated command cheap (workload W2 of bench/): one for a warm command,
// three for the first INV of an event whose device and collection are cached.
TEST(ItsCache, a_warm_command_waits_once)
{
    CachedBench b;
    const auto time_steps = [&](const its_cmd& command) {
        const std::uint64_t before = sim::queue().steps();
        b.bench.send(command);
        return sim::queue().steps() - before;
    };
    b.bench.send(its_cmd_inv(5, 3)); // caches device and collection
    b.bench.send(its_cmd_mapti(5, 3, 8195, 1));
    EXPECT_EQ(time_steps(its_cmd_inv(5, 3)), 3u); // fetch and decode, the event entry, the message
    EXPECT_EQ(time_steps(its_cmd_inv(5, 3)), 1u);
    EXPECT_EQ(time_steps(its_cmd_clear(5, 3)), 1u);
    EXPECT_EQ(time_steps(its_cmd_mapti(5, 3, 8195, 1)), 1u);
}

TEST(ItsCache, an_unmapped_event_is_not_cached)
{
    CachedBench b;
    b.bench.msi(5, 7, sc_core::sc_time_stamp() + b.bench.cycles(1000));
    b.bench.run();
    EXPECT_EQ(b.bench.dropped(Drop::UnmappedEvent), 1u);
    b.bench.send(its_cmd_mapti(5, 7, 8200, 1));
    translation(b.bench, 7);
    EXPECT_EQ(b.bench.dropped(Drop::UnmappedEvent), 1u);
}

TEST(ItsCache, two_ways_keep_two_entries_of_a_set_and_replace_the_least_recently_used)
{
    Cache2Way<int> cache(2);
    cache.fill(0, 0, 10);
    cache.fill(2, 2, 12);
    EXPECT_EQ(cache.find(0, 0), 10); // key 2 is the least recently used now
    cache.fill(4, 4, 14);
    EXPECT_EQ(cache.find(0, 0), 10);
    EXPECT_EQ(cache.find(2, 2), std::nullopt);
    EXPECT_EQ(cache.find(4, 4), 14);
}

TEST(ItsCache, a_key_is_never_in_both_ways)
{
    Cache2Way<int> cache(1);
    cache.fill(0, 0, 10);
    cache.fill(1, 1, 11);
    cache.fill(1, 1, 12); // two misses of one key overlapped
    EXPECT_EQ(cache.find(0, 0), 10);
    EXPECT_EQ(cache.find(1, 1), 12);
    cache.drop_one(1, 1);
    EXPECT_EQ(cache.find(1, 1), std::nullopt);
}

TEST(ItsCache, a_free_way_is_filled_before_an_entry_is_replaced)
{
    Cache2Way<int> cache(1);
    cache.fill(0, 0, 10);
    cache.fill(1, 1, 11);
    cache.drop_one(1, 1); // the later of the two
    cache.fill(2, 2, 12);
    EXPECT_EQ(cache.find(0, 0), 10);
    EXPECT_EQ(cache.find(2, 2), 12);
}

TEST(ItsCache, each_look_up_is_reported_once_as_hit_or_miss)
{
    CachedBench b;
    std::map<std::pair<TableKind, bool>, unsigned> seen;
    b.bench.its.probes.look_up.attach([&](const LookUpFact& fact) {
        ++seen[{ fact.table, fact.hit }];
    });
    translation(b.bench); // the fixture has read the device, in MAPTI
    translation(b.bench);
    b.bench.send(its_cmd_inv(5, 3));
    EXPECT_EQ((seen[{ TableKind::Device, true }]), 3u);
    EXPECT_EQ((seen[{ TableKind::Device, false }]), 0u);
    EXPECT_EQ((seen[{ TableKind::Event, true }]), 2u);
    EXPECT_EQ((seen[{ TableKind::Event, false }]), 1u);
    EXPECT_EQ((seen[{ TableKind::Collection, true }]), 2u);
    EXPECT_EQ((seen[{ TableKind::Collection, false }]), 1u);
}

TEST(ItsCache, sets_that_are_no_power_of_two_are_refused_by_name)
{
    ItsConfig config;
    config.event_cache_sets = 3;
    EXPECT_THAT(refusal(config), testing::HasSubstr("event_cache_sets"));
}

} // namespace

} // namespace itstorm
