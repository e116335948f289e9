/* SPDX-License-Identifier: Apache-2.0 */
/* Registers of the physical GIC. A bus error is a panic: the machine is not what it was described
 * as. */
#pragma once
#include "base/pe.h"
#include "kit/panic.h"

static inline uint64_t mmio_read(struct pe *pe, uint64_t pa, uint32_t bytes)
{
    uint64_t value = 0;
    HV_ASSERT(sim_read(pe->sim, pa, &value, bytes));
    return value;
}

static inline void mmio_write(struct pe *pe, uint64_t pa, uint64_t value, uint32_t bytes)
{
    HV_ASSERT(sim_write(pe->sim, pa, &value, bytes));
}
