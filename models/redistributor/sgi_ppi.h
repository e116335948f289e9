/*
 * State of the 32 private interrupts of one PE: SGIs 0-15 and PPIs 16-31. Enable, pending, active,
 * priority, group, edge or level, and the wires. No time, no registers' addresses: the
 * redistributor maps its SGI_base frame onto it.
 */
#pragma once
#include "candidate.h"

#ifdef __cplusplus
extern "C" {
#endif

/* One bit per INTID. */
struct sgi_ppi {
    uint32_t group1, enabled, active;
    uint32_t latched; /* pending by edge, SGI or ISPENDR */
    uint32_t line;    /* level of the PPI wires */
    uint32_t edge;    /* configuration; SGIs are always edge */
    uint8_t priority[INTID_SPI_FIRST];
    uint8_t priority_mask;
};

void sgi_ppi_init(struct sgi_ppi *s, unsigned pri_bits);

uint32_t sgi_ppi_pending(const struct sgi_ppi *s); /* latch, or the wire of a level-sensitive one */
void sgi_ppi_send(struct sgi_ppi *s, unsigned sgi);
void sgi_ppi_line(struct sgi_ppi *s, unsigned ppi, bool level);
void sgi_ppi_set_priority(struct sgi_ppi *s, unsigned intid, uint8_t priority);
void sgi_ppi_acknowledge(struct sgi_ppi *s, unsigned intid);
void sgi_ppi_deactivate(struct sgi_ppi *s, unsigned intid);

/* ICFGR0/1: two bits each, the upper one says edge. */
uint32_t sgi_ppi_config(const struct sgi_ppi *s, unsigned word);
void sgi_ppi_set_config(struct sgi_ppi *s, uint32_t icfgr1);

/* Pending, not active, enabled, Group 1: the highest priority of them. */
struct candidate sgi_ppi_best(const struct sgi_ppi *s);
bool sgi_ppi_is_candidate(const struct sgi_ppi *s, struct candidate c);

#ifdef __cplusplus
}
#endif
