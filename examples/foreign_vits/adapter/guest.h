/* SPDX-License-Identifier: MIT */
/* What a guest of the foreign code is here. */
#pragma once
#include "../fv/env.h"
#include "domain/domain.h"
#include "kit/heap.h"
#include "vits/vits.h"

enum { GUEST_HEAP_BYTES = 16 * 1024 };

struct guest {
    struct domain *dom;
    struct pe *pe;    /* any: who runs is looked up from it (pe_self) */
    struct heap heap; /* under the vits lock */
    const struct mmio_handler_ops *ops;
    void *priv; /* of ops */
};

static inline struct pe *guest_pe(const struct guest *g)
{
    return pe_self(g->pe);
}
