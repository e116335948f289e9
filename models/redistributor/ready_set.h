/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Interrupts that could be delivered, by priority; the best one is found without scanning. No time,
 * no pending state: the caller takes an INTID out at the priority at which it put it in.
 */
#pragma once
#include "candidate.h"
#include "id_tree.h"

#ifdef __cplusplus
extern "C" {
#endif

#define READY_LEVELS 32u /* priorities told apart: bits [7:3] */

/* All zero is an empty set. */
struct ready_set {
    struct id_tree level[READY_LEVELS];
    uint32_t used; /* bit n: level[n] is not empty */
};

void ready_set_free(struct ready_set *s);
void ready_set_insert(struct ready_set *s, uint32_t intid, uint8_t priority);
void ready_set_erase(struct ready_set *s, uint32_t intid, uint8_t priority);
struct candidate ready_set_best(const struct ready_set *s); /* of Group 1 */

#ifdef __cplusplus
}
#endif
