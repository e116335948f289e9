/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Shared by the parts of the virtual interface (ich.c what the guest does, ich_view.c and ich_icv.c
 * what registers show); nobody else includes it.
 */
#pragma once
#include "ich.h"

/* The masks of what is pending, active and ended follow. */
void ich_set_lr(struct ich* v, unsigned n, uint64_t word);

uint8_t ich_running_priority(const struct ich* v);
uint32_t ich_highest_pending(const struct ich* v, unsigned group); /* ICV_HPPIR */
/* Takes implemented bits, binary points at or above their minimum. */
void ich_set_vmcr(struct ich* v, uint64_t value);
void ich_set_active_priorities(struct ich* v, unsigned group, uint64_t value);
