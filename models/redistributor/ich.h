/*
 * The virtual CPU interface as a state machine: list registers, ICH_* as the hypervisor sees them,
 * ICV_* as the guest does. No time, no wires, no direct injection. Choice: virtual Group 0 competes
 * and is counted in MISR, but there is no vFIQ and no ICV_IAR0. Choice P-LR-LPI: a vLPI in a list
 * register becomes active on IAR, and EOIR always deactivates it.
 */
#pragma once
#include "arch/ich_regs.h"

#ifdef __cplusplus
extern "C" {
#endif

struct ich {
    unsigned list_registers, pri_bits, pre_bits, id_bits;
    uint64_t lr[ICH_LR_MAX];
    uint32_t hcr, vmcr;
    uint32_t ap1r0; /* bit n: virtual group priority n is active */
};

void ich_init(struct ich *v, unsigned list_registers, unsigned pri_bits, unsigned pre_bits,
              unsigned id_bits);

/* ICH_*. False: UNDEFINED (also a list register that is not implemented). */
bool ich_read(const struct ich *v, uint16_t sysreg, uint64_t *value);
bool ich_write(struct ich *v, uint16_t sysreg, uint64_t value);

/* ICV_* without IAR1, EOIR1 and DIR, under their ICC_* names. */
bool ich_icv_read(const struct ich *v, uint16_t sysreg, uint64_t *value);
bool ich_icv_write(struct ich *v, uint16_t sysreg, uint64_t value);

uint32_t ich_acknowledge(struct ich *v); /* ICV_IAR1: vINTID or INTID_NONE */

/* ICV_EOIR1, ICV_DIR. Returned: the physical INTID to deactivate (HW=1), or INTID_NONE. */
uint32_t ich_end(struct ich *v, uint32_t vintid);
uint32_t ich_deactivate(struct ich *v, uint32_t vintid);

bool ich_signals(const struct ich *v);     /* vIRQ */
bool ich_maintenance(const struct ich *v); /* level of the maintenance interrupt */
uint32_t ich_used(const struct ich *v);    /* list registers that are not invalid */

#ifdef __cplusplus
}
#endif
