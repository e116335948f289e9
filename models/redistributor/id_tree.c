/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Three levels of nodes with 64 slots each over words of 64 bits: 6 + 6 + 6 + 6 bits of the INTID.
 */
#include "id_tree.h"
#include "arch/bits.h"
#include <stdlib.h>

#define ROOT_SHIFT 18u
#define MID_SHIFT 12u
#define LEAF_SHIFT 6u

struct id_node {
    uint64_t used; /* bit n: slot n holds a member */
    union {
        struct id_node *child[64];
        uint64_t word[64]; /* leaf */
    } u;
};

static unsigned slot_of(uint32_t id, unsigned shift)
{
    return id >> shift & 63u;
}

static unsigned lowest(uint64_t word)
{
    return (unsigned)__builtin_ctzll(word);
}

static unsigned highest(uint64_t word)
{
    return 63u - (unsigned)__builtin_clzll(word);
}

static struct id_node *node_at(struct id_node **place)
{
    if (*place == NULL)
        *place = calloc(1, sizeof **place);
    if (*place == NULL)
        abort(); /* the host is out of memory */
    return *place;
}

bool id_tree_insert(struct id_tree *t, uint32_t id)
{
    struct id_node *root = node_at(&t->root);
    struct id_node *mid = node_at(&root->u.child[slot_of(id, ROOT_SHIFT)]);
    struct id_node *leaf = node_at(&mid->u.child[slot_of(id, MID_SHIFT)]);
    uint64_t *word = &leaf->u.word[slot_of(id, LEAF_SHIFT)];

    if (*word & bit(id & 63u))
        return false;
    *word |= bit(id & 63u);
    leaf->used |= bit(slot_of(id, LEAF_SHIFT));
    mid->used |= bit(slot_of(id, MID_SHIFT));
    root->used |= bit(slot_of(id, ROOT_SHIFT));
    return true;
}

static struct id_node *leaf_of(const struct id_tree *t, uint32_t id)
{
    if (t->root == NULL || id >= ID_TREE_LIMIT)
        return NULL;
    const struct id_node *mid = t->root->u.child[slot_of(id, ROOT_SHIFT)];
    return mid == NULL ? NULL : mid->u.child[slot_of(id, MID_SHIFT)];
}

bool id_tree_has(const struct id_tree *t, uint32_t id)
{
    const struct id_node *leaf = leaf_of(t, id);
    return leaf != NULL && (leaf->u.word[slot_of(id, LEAF_SHIFT)] & bit(id & 63u)) != 0;
}

bool id_tree_erase(struct id_tree *t, uint32_t id)
{
    if (!id_tree_has(t, id))
        return false;
    struct id_node *mid = t->root->u.child[slot_of(id, ROOT_SHIFT)];
    struct id_node *leaf = mid->u.child[slot_of(id, MID_SHIFT)];

    if ((leaf->u.word[slot_of(id, LEAF_SHIFT)] &= ~bit(id & 63u)) == 0)
        leaf->used &= ~bit(slot_of(id, LEAF_SHIFT));
    if (leaf->used == 0)
        mid->used &= ~bit(slot_of(id, MID_SHIFT));
    if (mid->used == 0)
        t->root->used &= ~bit(slot_of(id, ROOT_SHIFT));
    return true;
}

bool id_tree_empty(const struct id_tree *t)
{
    return t->root == NULL || t->root->used == 0;
}

static bool next_in_node(const struct id_node *n, unsigned shift, uint32_t from, uint32_t *id);

/* Smallest member at or after `from` in the slot that `from` lies in. */
static bool next_in_slot(const struct id_node *n, unsigned shift, uint32_t from, uint32_t *id)
{
    const unsigned slot = slot_of(from, shift);
    if ((n->used & bit(slot)) == 0)
        return false;
    if (shift != LEAF_SHIFT)
        return next_in_node(n->u.child[slot], shift - 6u, from, id);

    const uint64_t word = n->u.word[slot] & ~0ULL << (from & 63u);
    if (word == 0)
        return false;
    *id = (from & ~63u) | lowest(word);
    return true;
}

static bool next_in_node(const struct id_node *n, unsigned shift, uint32_t from, uint32_t *id)
{
    if (next_in_slot(n, shift, from, id))
        return true;
    const uint64_t later = n->used & ~bits_mask(slot_of(from, shift), 0);
    if (later == 0)
        return false;
    const uint32_t node_base = from & ~(uint32_t)bits_mask(shift + 5u, 0);
    return next_in_slot(n, shift, node_base | (uint32_t)lowest(later) << shift, id);
}

bool id_tree_next(const struct id_tree *t, uint32_t from, uint32_t *id)
{
    return !id_tree_empty(t) && from < ID_TREE_LIMIT && next_in_node(t->root, ROOT_SHIFT, from, id);
}

/* The member at one end: down the slots that `pick` takes. */
static bool end_of(const struct id_tree *t, unsigned (*pick)(uint64_t), uint32_t *id)
{
    if (id_tree_empty(t))
        return false;
    const struct id_node *n = t->root;
    uint32_t at = 0;
    for (unsigned shift = ROOT_SHIFT; shift != LEAF_SHIFT; shift -= 6u) {
        const unsigned slot = pick(n->used);
        at |= (uint32_t)slot << shift;
        n = n->u.child[slot];
    }
    const unsigned slot = pick(n->used);
    *id = at | (uint32_t)slot << LEAF_SHIFT | pick(n->u.word[slot]);
    return true;
}

bool id_tree_first(const struct id_tree *t, uint32_t *id)
{
    return end_of(t, lowest, id);
}

bool id_tree_last(const struct id_tree *t, uint32_t *id)
{
    return end_of(t, highest, id);
}

static void free_node(struct id_node *n, unsigned shift)
{
    if (n == NULL)
        return;
    if (shift != LEAF_SHIFT)
        for (unsigned slot = 0; slot < 64; slot++)
            free_node(n->u.child[slot], shift - 6u);
    free(n);
}

void id_tree_free(struct id_tree *t)
{
    free_node(t->root, ROOT_SHIFT);
    t->root = NULL;
}
