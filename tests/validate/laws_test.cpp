// SPDX-License-Identifier: Apache-2.0
// The laws, compared with numbers that were not computed by them (tables of queueing theory, four
// digits).
#include "laws.h"
#include <gtest/gtest.h>

namespace itstorm::laws {

namespace {

void expect_digits(double reference, double value)
{
    EXPECT_NEAR(value / reference, 1, 5.1e-4) << reference << " and " << value;
}

TEST(Laws, poisson_tail_is_accurate_when_tiny)
{
    expect_digits(0.26424, poisson_tail(1, 1));
    expect_digits(1.0048e-8, poisson_tail(10, 1));
}

TEST(Laws, md1_has_the_level_and_wait_of_the_tables)
{
    expect_digits(2.4, md1_level(0.8));
    expect_digits(4.95, md1_level(0.9));
    expect_digits(0.2143, md1_wait(0.3));
}

TEST(Laws, md1_has_the_distribution_of_the_tables)
{
    expect_digits(0.5549, md1_at_least(0.8, 2));
    expect_digits(0.04245, md1_at_least(0.8, 8));
    expect_digits(0.2189, md1_at_least(0.9, 8));
    expect_digits(1.822e-14, md1_at_least(0.3, 16));
}

TEST(Laws, mm1_is_geometric)
{
    expect_digits(9, mm1_level(0.9));
    expect_digits(0.43047, mm1_at_least(0.9, 8));
}

TEST(Laws, batches_wait_as_long_as_in_the_tables)
{
    expect_digits(4.5, batch_wait(0.7, 3));
    expect_digits(7.5, batch_wait(0.5, 8));
    expect_digits(md1_wait(0.7), batch_wait(0.7, 1));
}

TEST(Laws, a_mix_of_commands_waits_as_long_as_pollaczek_and_khinchine_say)
{
    const std::vector<Kind> mix{ { 0.90, 40 }, { 0.09, 200 }, { 0.01, 5000 } };
    expect_digits(104, mean_time(mix));
    expect_digits(525.4945, mix_wait(0.3, mix));
    expect_digits(2861.0, mix_wait(0.7, mix));
}

TEST(Laws, mm1k_has_the_loss_and_level_of_the_tables)
{
    expect_digits(0.08398, mm1k(0.9, 7).back());
    expect_digits(2.9534, mean(mm1k(0.9, 7)));
    expect_digits(0.007812, mm1k(1.0, 127).back());
    expect_digits(122.0, mean(mm1k(1.2, 127)));
}

TEST(Laws, md1k_has_the_loss_and_level_of_the_tables)
{
    expect_digits(0.03555, md1k(0.9, 7).back());
    expect_digits(2.7498, mean(md1k(0.9, 7)));
    expect_digits(0.01622, md1k(1.0, 31).back());
    expect_digits(124.3435, mean(md1k(1.2, 127)));
    expect_digits(63.5819, mean(md1k(1.0, 127)));
}

TEST(Laws, a_rare_loss_of_md1k_keeps_its_digits)
{
    expect_digits(4.313e-13, md1k(0.9, 127).back());
    expect_digits(1.410e-17, md1k(0.5, 31).back());
}

TEST(Laws, a_producer_that_holds_its_command_waits_as_long_as_the_ring_is_full)
{
    const Stall fixed = stall(md1k(0.9, 8)), exponential = stall(mm1k(2.0, 8));
    expect_digits(0.06451, fixed.of_commands);
    expect_digits(0.02726, fixed.of_time);
    expect_digits(3.0171, fixed.level);
    expect_digits(0.5020, exponential.of_commands);
    expect_digits(0.5010, exponential.of_time);
    expect_digits(7.0176, exponential.level);
}

TEST(Laws, only_the_slowest_stage_of_a_pipe_has_a_queue)
{
    const std::vector<double> stages{ 10, 100, 40 };
    expect_digits(155.5556, pipe_time(0.001, stages));
    expect_digits(1100, pipe_time(0.0095, stages));
}

TEST(Laws, closed_loop_is_bound_by_its_window_or_by_its_slowest_stage)
{
    expect_digits(6.6667, closed_loop_rate(4, 0.6, 0.1));
    expect_digits(10, closed_loop_rate(8, 0.6, 0.1));
}

TEST(Laws, a_two_way_cache_hits_as_often_as_its_weights_say)
{
    const std::vector<double> uniform(4096, 1.0);
    std::vector<double> zipf;
    for (unsigned n = 1; n <= 8192; n++)
        zipf.push_back(1.0 / n);
    expect_digits(0.25, lru2_hits(uniform, 512));
    expect_digits(0.6948, lru2_hits(zipf, 512));
    EXPECT_EQ(lru2_hits(std::vector<double>(1024, 1.0), 512), 1);
}

} // namespace

TEST(Laws, one_lpi_merges_on_its_pending_bit)
{
    EXPECT_NEAR(laws::merged_rate(0.5, 0, 2), 0.3655, 5e-5);
    EXPECT_NEAR(laws::merged_rate(5, 0, 2), 0.5, 5e-5);
    EXPECT_NEAR(1 - laws::merged_rate(1, 0.5, 2) / 1, 0.6205, 5e-5);
    EXPECT_NEAR(1 - laws::merged_rate(0.05, 0, 2) / 0.05, 0.004814, 5e-7);
}

TEST(Laws, several_lpis_merge_less_at_the_same_total_rate)
{
    EXPECT_NEAR(laws::merged_share(1, 0.5, 2), 0.2689, 5e-5);
    EXPECT_NEAR(laws::merged_share(4, 0.4, 2), 0.1171, 5e-5);
    EXPECT_NEAR(laws::merged_share(16, 0.5, 2), 0.1121, 5e-5);
    EXPECT_NEAR(laws::merged_share(64, 0.2, 2), 0.002039, 5e-7);
}

TEST(Laws, reserved_places_protect_critical_commands_with_exponential_service)
{
    expect_digits(0.06977, reserve_exp(0.95, 0.05, 15, 1).bulk);
    expect_digits(0.003322, reserve_exp(0.95, 0.05, 15, 1).critical);
    expect_digits(0.5981, reserve_exp(2, 0.2, 15, 2).bulk);
    expect_digits(7.682e-04, reserve_exp(2, 0.2, 15, 4).critical);
    expect_digits(mm1k(1, 15).back(), reserve_exp(0.95, 0.05, 15, 0).critical);
}

TEST(Laws, reserved_places_protect_critical_commands_with_fixed_service)
{
    expect_digits(0.03794, reserve_fixed(0.95, 0.05, 15, 1).bulk);
    expect_digits(6.397e-04, reserve_fixed(0.95, 0.05, 15, 1).critical);
    expect_digits(0.5997, reserve_fixed(2, 0.2, 15, 2).bulk);
    expect_digits(0.003425, reserve_fixed(2, 0.2, 15, 2).critical);
    expect_digits(md1k(1, 15).back(), reserve_fixed(0.95, 0.05, 15, 0).critical);
}

TEST(Laws, the_weighted_wait_of_all_classes_is_conserved)
{
    // Critical commands of 20 ns, 1 per us, and normal ones of 100 ns, 8 per us, by priority.
    expect_digits(0.02 * 41.0204 + 0.8 * 227.8912, conserved_wait({ { 0.02, 20 }, { 0.8, 100 } }));
    expect_digits(0.82 * 223.3333, conserved_wait({ { 0.02, 20 }, { 0.8, 100 } }));
}

TEST(Laws, completed_work_falls_beyond_the_knee_and_ends_in_livelock)
{
    expect_digits(0.125, livelock_rate(0.125, 2, 6));
    expect_digits(0.0666667, livelock_rate(0.3, 2, 6));
    EXPECT_EQ(0, livelock_rate(0.6, 2, 6));
}

} // namespace itstorm::laws
