// SPDX-License-Identifier: Apache-2.0
// The spin lock that knows its holder, and readers and writers.
#include "fake.h"
#include <gtest/gtest.h>
extern "C" {
#include "kit/rwlock.h"
#include "kit/spinlock.h"
}

namespace {

sim_pe* pe(std::uintptr_t index)
{
    return reinterpret_cast<sim_pe*>(index + 1);
}

class KitLocks : public testing::Test {
protected:
    KitLocks()
    {
        kit_fake::reset();
        spinlock_create(&spin, "spin", SIM_NO_DOMAIN);
        rwlock_create(&rw, "rw", SIM_NO_DOMAIN);
    }
    struct spinlock spin;
    struct rwlock rw;
};

} // namespace

TEST_F(KitLocks, a_spin_lock_says_who_holds_it)
{
    EXPECT_FALSE(spinlock_is_held(&spin));
    spinlock_take(pe(0), &spin);
    EXPECT_TRUE(spinlock_is_held(&spin));
    EXPECT_TRUE(spinlock_is_mine(pe(0), &spin));
    EXPECT_FALSE(spinlock_is_mine(pe(1), &spin));
    EXPECT_FALSE(spinlock_try(pe(1), &spin));
    EXPECT_TRUE(spinlock_is_mine(pe(0), &spin)) << "a try that failed has taken the name";
    spinlock_drop(pe(0), &spin);
    EXPECT_FALSE(spinlock_is_held(&spin));
    EXPECT_TRUE(spinlock_try(pe(1), &spin));
    EXPECT_TRUE(spinlock_is_mine(pe(1), &spin));
}

TEST_F(KitLocks, readers_are_inside_together)
{
    rwlock_read_take(pe(0), &rw);
    rwlock_read_take(pe(1), &rw);
    EXPECT_EQ(rw.readers, 2u);
    rwlock_read_drop(pe(0), &rw);
    rwlock_read_drop(pe(1), &rw);
    EXPECT_EQ(rw.reads, 2u);
    EXPECT_THROW(rwlock_read_drop(pe(1), &rw), std::runtime_error);
}

TEST_F(KitLocks, a_writer_waits_for_readers_and_books_how_long)
{
    rwlock_read_take(pe(0), &rw);
    kit_fake::on_delay = [this] {
        if (kit_fake::now_ns == 500)
            rwlock_read_drop(pe(0), &rw);
    };
    rwlock_write_take(pe(1), &rw);
    EXPECT_EQ(kit_fake::now_ns, 500u);
    EXPECT_EQ(rw.writer_waits_ns, 500u);
    rwlock_write_drop(pe(1), &rw);
    rwlock_write_take(pe(1), &rw);
    rwlock_write_drop(pe(1), &rw);
    EXPECT_EQ(rw.writes, 2u);
    EXPECT_EQ(rw.longest_writer_wait_ns, 500u);
}

TEST_F(KitLocks, a_reader_waits_for_the_writer)
{
    rwlock_write_take(pe(0), &rw);
    kit_fake::on_delay = [this] {
        if (kit_fake::now_ns == 30)
            rwlock_write_drop(pe(0), &rw);
    };
    rwlock_read_take(pe(1), &rw);
    EXPECT_EQ(kit_fake::now_ns, 30u);
    EXPECT_EQ(rw.readers, 1u);
}
