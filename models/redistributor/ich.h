/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The virtual CPU interface as a state machine: list registers, ICH_* as the hypervisor sees them,
 * ICV_* as the guest does. No time, no wires, no direct injection. The caller says which group a
 * register is of: 0 for ICV_IAR0 and vFIQ, 1 for ICV_IAR1 and vIRQ. Choice P-LR-LPI: a vLPI in a
 * list register becomes active on IAR, and EOIR always deactivates it.
 */
#pragma once
#include "arch/ich_regs.h"

#ifdef __cplusplus
extern "C" {
#endif

struct ich {
    unsigned list_registers, pri_bits, pre_bits, id_bits;
    uint64_t lr[ICH_LR_MAX]; /* written by ich_set_lr() alone */
    uint32_t pending, active,
        eoi; /* bit n: so is lr[n]; eoi: invalid, and its EOI asks for maintenance */
    uint32_t hcr, vmcr;
    uint32_t apr[2]; /* by group; bit n: virtual group priority n is active */
};

void ich_init(struct ich *v, unsigned list_registers, unsigned pri_bits, unsigned pre_bits,
              unsigned id_bits);

/* ICH_*. False: UNDEFINED (also a list register that is not implemented). */
bool ich_read(const struct ich *v, uint16_t sysreg, uint64_t *value);
bool ich_write(struct ich *v, uint16_t sysreg, uint64_t value);

/* ICV_* without IAR, EOIR and DIR, under their ICC_* names. */
bool ich_icv_read(const struct ich *v, uint16_t sysreg, uint64_t *value);
bool ich_icv_write(struct ich *v, uint16_t sysreg, uint64_t value);

/* Does ICH_HCR_EL2 (TALL0, TALL1, TC, TDIR) send this access of the guest to EL2? */
bool ich_traps(const struct ich *v, uint16_t sysreg);

uint32_t ich_acknowledge(struct ich *v, unsigned group); /* ICV_IAR: vINTID or INTID_NONE */

/* ICV_EOIR, ICV_DIR. Returned: the physical INTID to deactivate (HW=1), or INTID_NONE. */
uint32_t ich_end(struct ich *v, unsigned group, uint32_t vintid);
uint32_t ich_deactivate(struct ich *v, uint32_t vintid);

unsigned ich_signalled(const struct ich *v); /* set of groups, one at most: vFIQ, vIRQ */
static inline bool ich_signals(const struct ich *v, unsigned group)
{
    return (ich_signalled(v) >> group & 1u) != 0;
}
bool ich_maintenance(const struct ich *v); /* level of the maintenance interrupt */

/* The list registers that are not invalid: a bit for each. */
static inline uint32_t ich_in_use(const struct ich *v)
{
    return v->pending | v->active;
}

#ifdef __cplusplus
}
#endif
