/* SPDX-License-Identifier: MIT */
/*
 * Arithmetic of the command ring. Offsets are bytes from the ring's base, as CREADR and CWRITER show them; a ring of N
 * slots holds N - 1 commands. Source: Arm IHI 0069, GITS_CBASER, GITS_CREADR, GITS_CWRITER.
 */
#pragma once
#include "its_cmd.h"

#define ITS_RING_PAGE_BYTES 4096u
#define ITS_RING_MAX_PAGES 256u

ARCH_FN uint32_t its_ring_slots(uint32_t ring_bytes)
{
    return ring_bytes / ITS_CMD_BYTES;
}

ARCH_FN uint32_t its_ring_next(uint32_t offset, uint32_t ring_bytes)
{
    return offset + ITS_CMD_BYTES == ring_bytes ? 0 : offset + ITS_CMD_BYTES;
}

/* Commands written and not yet stepped over. */
ARCH_FN uint32_t its_ring_used(uint32_t creadr, uint32_t cwriter, uint32_t ring_bytes)
{
    return (cwriter >= creadr ? cwriter - creadr : ring_bytes - creadr + cwriter) / ITS_CMD_BYTES;
}

/* Commands that may still be written. */
ARCH_FN uint32_t its_ring_free(uint32_t creadr, uint32_t cwriter, uint32_t ring_bytes)
{
    return its_ring_slots(ring_bytes) - 1u - its_ring_used(creadr, cwriter, ring_bytes);
}

ARCH_FN bool its_ring_full(uint32_t creadr, uint32_t cwriter, uint32_t ring_bytes)
{
    return its_ring_next(cwriter, ring_bytes) == creadr;
}
