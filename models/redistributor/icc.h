/*
 * The physical CPU interface as a state machine: Group 1 only, as software sees it with
 * GICD_CTLR.DS=1. Who is pending is the redistributor's business; here is decided whether it is
 * signalled, and what acknowledge and end do to the running priority. No time, no wires. Choice: no
 * Group 0, so CTLR.CBPR is RES0.
 */
#pragma once
#include "arch/icc_regs.h"
#include "candidate.h"

#ifdef __cplusplus
extern "C" {
#endif

struct icc {
    unsigned pri_bits, pre_bits, id_bits;
    uint8_t pmr;
    uint8_t bpr1;
    uint32_t ap1r0; /* bit n: group priority n is active */
    bool group1_enabled;
    bool eoimode; /* EOIR drops the priority only, DIR deactivates */
};

void icc_init(struct icc *c, unsigned pri_bits, unsigned pre_bits, unsigned id_bits);

uint8_t icc_running_priority(const struct icc *c); /* ICC_PRIORITY_IDLE: nothing active */
bool icc_signals(const struct icc *c, struct candidate pending);
void icc_acknowledge(struct icc *c, uint8_t priority);

/* EOIR1: priority drop. True: the INTID is to be deactivated too. */
bool icc_end(struct icc *c, uint32_t intid);
/* DIR. True: the INTID is to be deactivated. */
bool icc_deactivates(const struct icc *c, uint32_t intid);

/* Registers without side effects on anyone else: PMR, BPR1, RPR, AP1R0, IGRPEN1, CTLR, SRE. False:
 * not one of them. */
bool icc_read(const struct icc *c, uint16_t sysreg, uint64_t *value);
bool icc_write(struct icc *c, uint16_t sysreg, uint64_t value);

#ifdef __cplusplus
}
#endif
