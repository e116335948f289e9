// SPDX-License-Identifier: Apache-2.0
// Shared interrupts: which PE has which candidate; the search must agree with a plain scan.
#include "redistributor/spi_set.h"
#include <gtest/gtest.h>
#include <memory>
#include <random>

namespace {

constexpr unsigned both = IRQ_GROUP0 | IRQ_GROUP1;

struct Spis {
    explicit Spis(unsigned spis = 96, unsigned targets = 4) : set(std::make_unique<spi_set>())
    {
        spi_set_init(set.get(), spis, targets, 5, false);
    }
    ~Spis() { spi_set_free(set.get()); }
    Spis(const Spis&) = delete;
    Spis& operator=(const Spis&) = delete;

    irq_word& word(std::uint32_t intid) { return *spi_set_word(set.get(), intid); }

    void make_ready(std::uint32_t intid, unsigned target, std::uint8_t priority)
    {
        word(intid).group1 |= 1u << intid % 32;
        word(intid).enabled |= 1u << intid % 32;
        irq_word_set_priority(&word(intid), intid % 32, priority);
        irq_word_latch(&word(intid), intid % 32);
        set->router[intid - 32] = target;
        spi_set_update(set.get(), intid);
    }
    std::uint32_t best(unsigned target, unsigned groups = both) const
    {
        return spi_set_best(set.get(), target, groups).intid;
    }

    std::unique_ptr<spi_set> set;
};

// What spi_set_best() must return, by a scan of every SPI.
candidate scan(Spis& s, unsigned target, unsigned groups)
{
    candidate best = candidate_none();
    for (std::uint32_t intid = 32; spi_set_has(s.set.get(), intid); ++intid)
        if (spi_set_target(s.set.get(), intid) == target &&
            (irq_word_candidates(&s.word(intid), groups) >> intid % 32 & 1) != 0)
            best = candidate_best(best, irq_word_candidate(&s.word(intid), intid % 32, intid));
    return best;
}

void change_one(Spis& s, std::mt19937& random)
{
    const std::uint32_t intid = 32 + random() % 96, mask = 1u << intid % 32;
    irq_word& word = s.word(intid);
    switch (random() % 7) {
    case 0: irq_word_line(&word, intid % 32, random() % 2 == 0); break;
    case 1: word.enabled ^= mask; break;
    case 2: word.latched ^= mask; break;
    case 3: word.active ^= mask; break;
    case 4: word.group1 ^= mask; break;
    case 5: irq_word_set_priority(&word, intid % 32, static_cast<std::uint8_t>(random())); break;
    default: s.set->router[intid - 32] = random() % 5; break; // 4: no PE
    }
    spi_set_update(s.set.get(), intid);
}

} // namespace

TEST(SpiSet, has_the_spis_that_are_built)
{
    Spis few, all(988);
    EXPECT_FALSE(spi_set_has(few.set.get(), 31));
    EXPECT_TRUE(spi_set_has(few.set.get(), 32));
    EXPECT_TRUE(spi_set_has(few.set.get(), 127));
    EXPECT_FALSE(spi_set_has(few.set.get(), 128));
    EXPECT_TRUE(spi_set_has(all.set.get(), 1019));
    EXPECT_FALSE(spi_set_has(all.set.get(), 1020));
    EXPECT_FALSE(spi_set_has(few.set.get(), 0xffffffff));
}

TEST(SpiSet, each_target_has_its_own_candidates)
{
    Spis s;
    s.make_ready(40, 2, 0xa0);
    s.make_ready(41, 3, 0x80);
    EXPECT_EQ(s.best(2), 40u);
    EXPECT_EQ(s.best(3), 41u);
    EXPECT_EQ(s.best(0), 1023u);
}

TEST(SpiSet, an_affinity_without_a_pe_has_no_target)
{
    Spis s;
    s.make_ready(40, 4, 0xa0);
    EXPECT_EQ(spi_set_place(s.set.get(), 40), SPI_NOWHERE);
    s.set->router[8] = 0x10002; // Aff2 1
    spi_set_update(s.set.get(), 40);
    EXPECT_EQ(spi_set_place(s.set.get(), 40), SPI_NOWHERE);
}

TEST(SpiSet, aff1_is_the_upper_byte_of_the_processor_number)
{
    Spis s(96, 512);
    s.make_ready(40, 0x103, 0xa0);
    EXPECT_EQ(s.best(0x103), 40u);
}

TEST(SpiSet, a_disabled_group_does_not_hide_the_other)
{
    Spis s;
    s.make_ready(40, 0, 0xa0);
    s.make_ready(41, 0, 0x20);
    s.word(41).group1 = 1u << 8;
    spi_set_update(s.set.get(), 41);
    EXPECT_EQ(s.best(0), 41u);
    EXPECT_EQ(s.best(0, IRQ_GROUP1), 40u);
    EXPECT_EQ(s.best(0, 0), 1023u);
}

TEST(SpiSet, best_equals_a_scan_after_every_change)
{
    Spis s;
    std::mt19937 random(1);
    for (unsigned n = 0; n < 20000; ++n) {
        change_one(s, random);
        const unsigned target = n % 4, groups = random() % 4;
        const candidate best = spi_set_best(s.set.get(), target, groups);
        ASSERT_TRUE(candidate_same(best, scan(s, target, groups))) << n;
        ASSERT_TRUE(!candidate_exists(best) || spi_set_is_candidate(s.set.get(), target, best));
    }
}
