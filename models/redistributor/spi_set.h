/* SPDX-License-Identifier: Apache-2.0 */
/*
 * State of the shared peripheral interrupts: INTIDs from 32, each with its target. The best
 * candidate of a target is found without scanning the others, and a target without candidates costs
 * nothing. No time, no registers' addresses: the distributor maps its frame onto it.
 *
 * After a change of state, spi_set_update() of the INTID before anyone asks for the best.
 */
#pragma once
#include "irq_word.h"
#include "ready_set.h"
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

#define SPI_WORDS_MAX 31u
#define SPI_NOWHERE ~0u /* no target */

struct spi_target; /* the candidates of one PE */

struct spi_set {
    unsigned words, targets; /* of 32 SPIs each; PEs */
    struct irq_word word[SPI_WORDS_MAX];
    uint64_t router[SPI_WORDS_MAX * 32]; /* IROUTER */
    struct spi_place {
        uint32_t target; /* of which it is a candidate, or SPI_NOWHERE */
        struct candidate as;
    } place[SPI_WORDS_MAX * 32];
    struct spi_target **target; /* by processor number; NULL: it never had a candidate */
};

void spi_set_init(struct spi_set *s, unsigned spis, unsigned targets, unsigned pri_bits,
                  bool non_secure);
void spi_set_free(struct spi_set *s);

bool spi_set_has(const struct spi_set *s, uint32_t intid); /* the others below assume that it has */
struct irq_word *spi_set_word(struct spi_set *s, uint32_t intid);
bool spi_set_pending(const struct spi_set *s, uint32_t intid);
uint32_t spi_set_target(const struct spi_set *s, uint32_t intid); /* as routed, or SPI_NOWHERE */

/* Of which target it is a candidate, as of the last update. */
uint32_t spi_set_place(const struct spi_set *s, uint32_t intid);
void spi_set_update(struct spi_set *s, uint32_t intid);

/* False: no SPI was ever a candidate of this target. */
ARCH_FN bool spi_set_concerns(const struct spi_set *s, unsigned target)
{
    return s->target[target] != NULL;
}

/* The best candidate of a target in one of the groups. */
struct candidate spi_set_best(const struct spi_set *s, unsigned target, unsigned groups);
bool spi_set_is_candidate(const struct spi_set *s, unsigned target, struct candidate c);

#ifdef __cplusplus
}
#endif
