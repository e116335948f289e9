// SPDX-License-Identifier: Apache-2.0
// Cost of the simulation: time steps per LPI, idle redistributors, many pending LPIs; and the order
// of PEs at one instant.
#include "bench.h"
#include "common/event_queue.h"
#include <gtest/gtest.h>

namespace itstorm {

using sc_core::wait;

TEST(Scale, a_cached_lpi_costs_one_step_of_time_and_an_uncached_one_two)
{
    Bench b;
    b.run_software([&] {
        const auto steps_of = [&](std::uint32_t intid) {
            const auto before = sim::queue().steps();
            b.set(0, intid);
            EXPECT_EQ(b.next(0), intid);
            b.eoi(0, intid);
            b.settle();
            return sim::queue().steps() - before;
        };
        EXPECT_EQ(steps_of(8195), 2u); // configuration arrives; presented
        EXPECT_EQ(steps_of(8195), 1u); // presented
    });
}

TEST(Scale, five_hundred_idle_redistributors_add_no_step_of_time)
{
    Bench b(Bench::config_for(512));
    b.run_software([&] {
        const auto before = sim::queue().steps();
        b.set(511, 8195);
        EXPECT_EQ(b.next(511), 8195u);
        EXPECT_EQ(sim::queue().steps() - before, 2u); // configuration arrives; presented
    });
}

TEST(Scale, sixty_four_thousand_pending_lpis_are_delivered_in_order_of_priority_and_intid)
{
    RedistributorConfig config = Bench::config_for(1);
    config.lpi_id_bits = 17;
    config.lpi_credits = config.property_reads = 0;
    config.lpi_cache_sets = 0;
    Bench b(config);
    const std::uint32_t first = 8192, lpis = 65536;
    b.run_software([&] {
        for (std::uint32_t n = 0; n < lpis; ++n)
            b.config_byte(first + n) = static_cast<std::uint8_t>(n % 2 == 0 ? 0xa3 : 0x43);
        for (std::uint32_t n = 0; n < lpis; ++n)
            b.set(0, first + n);
        b.settle();
        for (std::uint32_t n = 0; n < lpis; ++n) {
            const std::uint32_t expected =
                n < lpis / 2 ? first + 2 * n + 1 : first + 2 * (n - lpis / 2);
            ASSERT_EQ(b.iar(0), expected);
            b.eoi(0, expected);
            wait(b.presentation + cycles(1));
        }
        EXPECT_EQ(b.iar(0), 1023u);
    });
}

TEST(Scale, at_one_instant_processors_go_in_order_of_their_number)
{
    Bench b;
    std::vector<unsigned> order;
    b.gic.probes.irq_line.attach([&](const IrqLineFact& fact) { order.push_back(fact.target); });
    b.run_software([&] {
        for (const unsigned pe : { 3u, 0u, 2u, 1u })
            b.set(pe, 8195);
    });
    EXPECT_EQ(order, (std::vector<unsigned>{ 0, 1, 2, 3 }));
}

} // namespace itstorm
