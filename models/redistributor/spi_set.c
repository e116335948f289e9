/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One ready set per target and group. Source: Arm IHI 0069, GICD_IROUTER<n>.
 */
#include "spi_set.h"
#include "arch/gicd_regs.h"
#include <stdlib.h>
#include <string.h>

struct spi_target {
    struct ready_set group[2];
};

static unsigned index_of(uint32_t intid)
{
    return intid - INTID_SPI_FIRST;
}

static uint32_t present_in_word(unsigned spis, unsigned word)
{
    const unsigned left = spis - 32u * word;
    return left >= 32u ? ~0u : (uint32_t)bits_mask(left - 1u, 0);
}

static void *zeroed(size_t count, size_t bytes)
{
    void *memory = calloc(count, bytes);
    if (memory == NULL)
        abort(); /* the host is out of memory */
    return memory;
}

void spi_set_init(struct spi_set *s, unsigned spis, unsigned targets, unsigned pri_bits,
                  bool non_secure)
{
    memset(s, 0, sizeof *s);
    s->words = (spis + 31u) / 32u;
    s->targets = targets;
    s->target = (struct spi_target **)zeroed(targets, sizeof *s->target);
    for (unsigned word = 0; word < s->words; word++) {
        irq_word_init(&s->word[word], pri_bits, present_in_word(spis, word), 0);
        if (non_secure)
            irq_word_hand_over(&s->word[word]);
    }
    for (unsigned n = 0; n < SPI_WORDS_MAX * 32u; n++)
        s->place[n].target = SPI_NOWHERE;
}

void spi_set_free(struct spi_set *s)
{
    for (unsigned n = 0; n < s->targets; n++) {
        for (unsigned group = 0; s->target[n] != NULL && group < 2u; group++)
            ready_set_free(&s->target[n]->group[group]);
        free(s->target[n]);
    }
    free(s->target);
}

bool spi_set_has(const struct spi_set *s, uint32_t intid)
{
    const unsigned word = index_of(intid) / 32u;
    return intid >= INTID_SPI_FIRST && word < s->words &&
           (s->word[word].present >> intid % 32u & 1u) != 0;
}

struct irq_word *spi_set_word(struct spi_set *s, uint32_t intid)
{
    return &s->word[index_of(intid) / 32u];
}

static const struct irq_word *word_of(const struct spi_set *s, uint32_t intid)
{
    return &s->word[index_of(intid) / 32u];
}

bool spi_set_pending(const struct spi_set *s, uint32_t intid)
{
    return (irq_word_pending(word_of(s, intid)) >> intid % 32u & 1u) != 0;
}

uint32_t spi_set_target(const struct spi_set *s, uint32_t intid)
{
    const uint64_t router = s->router[index_of(intid)];
    const uint32_t target =
        (uint32_t)(bits_get(router, GICD_IROUTER_AFF1) << 8 | bits_get(router, GICD_IROUTER_AFF0));
    return bits_get(router, GICD_IROUTER_AFF2) == 0 && target < s->targets ? target : SPI_NOWHERE;
}

uint32_t spi_set_place(const struct spi_set *s, uint32_t intid)
{
    return s->place[index_of(intid)].target;
}

/* ---- candidates ---- */

static struct ready_set *ready_at(struct spi_set *s, const struct spi_place *place)
{
    struct spi_target **target = &s->target[place->target];
    if (*target == NULL)
        *target = (struct spi_target *)zeroed(1, sizeof **target);
    return &(*target)->group[candidate_group(place->as)];
}

static void leave(struct spi_set *s, struct spi_place *place)
{
    if (place->target != SPI_NOWHERE)
        ready_set_erase(ready_at(s, place), place->as.intid, place->as.priority);
    place->target = SPI_NOWHERE;
}

void spi_set_update(struct spi_set *s, uint32_t intid)
{
    const struct irq_word *word = word_of(s, intid);
    struct spi_place *place = &s->place[index_of(intid)];

    leave(s, place);
    if ((irq_word_candidates(word, IRQ_GROUP0 | IRQ_GROUP1) >> intid % 32u & 1u) == 0)
        return;
    place->target = spi_set_target(s, intid);
    place->as = irq_word_candidate(word, intid % 32u, intid);
    if (place->target != SPI_NOWHERE)
        ready_set_insert(ready_at(s, place), intid, place->as.priority);
}

struct candidate spi_set_best(const struct spi_set *s, unsigned target, unsigned groups)
{
    const struct spi_target *ready = s->target[target];
    struct candidate best = candidate_none();

    if (ready == NULL)
        return best;
    if ((groups & IRQ_GROUP1) != 0)
        best = ready_set_best(&ready->group[1]);
    if ((groups & IRQ_GROUP0) != 0) {
        struct candidate of_group0 = ready_set_best(&ready->group[0]);
        of_group0.group0 = candidate_exists(of_group0);
        best = candidate_best(best, of_group0);
    }
    return best;
}

bool spi_set_is_candidate(const struct spi_set *s, unsigned target, struct candidate c)
{
    const struct spi_place *place = &s->place[index_of(c.intid)];
    return place->target == target && candidate_same(place->as, c);
}
