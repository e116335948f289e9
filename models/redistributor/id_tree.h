/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A set of INTIDs (24 bits) that finds its smallest member without scanning: a 64-ary tree of
 * bitmaps, nodes made when first needed. Every operation costs the depth of the tree, whatever the
 * set holds. Used by lpi_set, one per priority.
 */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define ID_TREE_LIMIT (1u << 24) /* members are below */

struct id_node;

struct id_tree {
    struct id_node *root; /* NULL: nothing was ever inserted */
};

void id_tree_free(struct id_tree *t);
bool id_tree_insert(struct id_tree *t, uint32_t id); /* false: was a member */
bool id_tree_erase(struct id_tree *t, uint32_t id);  /* false: was none */
bool id_tree_has(const struct id_tree *t, uint32_t id);
bool id_tree_empty(const struct id_tree *t);

/* Smallest member, largest member; false: there is none. */
bool id_tree_first(const struct id_tree *t, uint32_t *id);
bool id_tree_last(const struct id_tree *t, uint32_t *id);

/* Smallest member at or after `from`; false: there is none. */
bool id_tree_next(const struct id_tree *t, uint32_t from, uint32_t *id);

#ifdef __cplusplus
}
#endif
