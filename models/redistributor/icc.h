/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The physical CPU interface as a state machine: Groups 0 and 1, as software sees it with
 * GICD_CTLR.DS=1, or Group 1 alone, as Non-secure software sees it. Who is pending is the
 * redistributor's business; here is decided whether it is signalled, and what acknowledge and end
 * do to the running priority. No time, no wires.
 */
#pragma once
#include "arch/icc_regs.h"
#include "candidate.h"

#ifdef __cplusplus
extern "C" {
#endif

#define ICC_GROUPS 2u

struct icc {
    unsigned pri_bits, pre_bits, id_bits;
    bool non_secure; /* two Security states: what software sees is shifted, and Group 0 is not there
                      */
    uint8_t pmr;
    uint8_t bpr[ICC_GROUPS];
    uint32_t apr[ICC_GROUPS]; /* bit n: group priority n is active */
    unsigned enabled;         /* set of groups: IGRPEN */
    bool cbpr;                /* BPR0 serves both groups */
    bool eoimode;             /* EOIR drops the priority only, DIR deactivates */
};

void icc_init(struct icc *c, unsigned pri_bits, unsigned pre_bits, unsigned id_bits,
              bool non_secure);

uint8_t icc_running_priority(const struct icc *c); /* ICC_PRIORITY_IDLE: nothing active */
bool icc_signals(const struct icc *c, struct candidate pending);
void icc_acknowledge(struct icc *c, struct candidate taken);

/* EOIR<group>: priority drop. True: the INTID is to be deactivated too. */
bool icc_end(struct icc *c, unsigned group, uint32_t intid);
/* DIR. True: the INTID is to be deactivated. */
bool icc_deactivates(const struct icc *c, uint32_t intid);

/* The registers of this group are there. */
bool icc_has_group(const struct icc *c, unsigned group);

/* Registers without side effects on anyone else: PMR, BPR, RPR, AP<group>R0, IGRPEN, CTLR, SRE.
 * False: not one of them. */
bool icc_read(const struct icc *c, uint16_t sysreg, uint64_t *value);
bool icc_write(struct icc *c, uint16_t sysreg, uint64_t value);

#ifdef __cplusplus
}
#endif
