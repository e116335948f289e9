// SPDX-License-Identifier: Apache-2.0
// Secondary PEs: parked until they are started.
#include "fake.h"
#include <gtest/gtest.h>
extern "C" {
#include "kit/smp.h"
}

namespace {

struct Started {
    sim_pe* pe = nullptr;
};

void secondary(sim_pe* pe, void* arg)
{
    static_cast<Started*>(arg)->pe = pe;
    throw Started(); // it never returns
}

void returning(sim_pe*, void*) {}

sim_pe* const pe1 = reinterpret_cast<sim_pe*>(2);

} // namespace

TEST(KitSmp, a_parked_pe_waits_until_it_is_started_with_its_argument)
{
    kit_fake::reset();
    static struct smp smp;
    Started started;
    kit_fake::on_delay = [&] {
        EXPECT_FALSE(smp_is_up(&smp, 1));
        if (kit_fake::now_ns == 5000) {
            EXPECT_TRUE(smp_start(&smp, 1, secondary, &started));
            EXPECT_FALSE(smp_start(&smp, 1, secondary, &started)) << "started twice";
        }
    };
    EXPECT_THROW(smp_park(&smp, pe1), Started);
    EXPECT_EQ(kit_fake::now_ns, 5000u);
    EXPECT_EQ(started.pe, pe1);
    EXPECT_TRUE(smp_is_up(&smp, 1));
    EXPECT_FALSE(smp_is_up(&smp, 2));
}

TEST(KitSmp, there_is_no_pe_beyond_the_last_and_an_entry_does_not_return)
{
    static struct smp smp;
    EXPECT_FALSE(smp_start(&smp, SMP_PES_MAX, returning, nullptr));
    EXPECT_TRUE(smp_start(&smp, 1, returning, nullptr));
    EXPECT_THROW(smp_park(&smp, pe1), std::runtime_error);
}
