/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The guest's registers: ICV_*, which have the names and encodings of ICC_*, and which of them the
 * hypervisor traps. Source: Arm IHI 0069, ICV_* registers and the traps of ICH_HCR_EL2.
 */
#include "arch/sysreg.h"
#include "ich.h"
#include "ich_internal.h"

#define SRE_EL1_VALUE 0x7u /* system registers only: SRE, DFB, DIB */

static uint64_t read_ctlr(const struct ich *v)
{
    return bits_put(0, ICC_CTLR_CBPR, bits_get(v->vmcr, ICH_VMCR_VCBPR)) |
           bits_put(0, ICC_CTLR_EOIMODE, bits_get(v->vmcr, ICH_VMCR_VEOIM)) |
           bits_put(0, ICC_CTLR_PRIBITS, v->pri_bits - 1u) |
           bits_put(0, ICC_CTLR_IDBITS, v->id_bits > 16u);
}

static bool common_point(uint64_t vmcr)
{
    return bits_get(vmcr, ICH_VMCR_VCBPR) != 0;
}

/* Under VCBPR, ICV_BPR1 shows VBPR0 + 1, saturated, and ignores writes. */
static uint64_t read_bpr1(const struct ich *v)
{
    if (!common_point(v->vmcr))
        return bits_get(v->vmcr, ICH_VMCR_VBPR1);
    const uint64_t point = bits_get(v->vmcr, ICH_VMCR_VBPR0) + 1u;
    return point > 7u ? 7u : point;
}

bool ich_icv_read(const struct ich *v, uint16_t sysreg, uint64_t *value)
{
    switch (sysreg) {
    case ICC_PMR_EL1: *value = bits_get(v->vmcr, ICH_VMCR_VPMR); return true;
    case ICC_BPR0_EL1: *value = bits_get(v->vmcr, ICH_VMCR_VBPR0); return true;
    case ICC_BPR1_EL1: *value = read_bpr1(v); return true;
    case ICC_RPR_EL1: *value = ich_running_priority(v); return true;
    case ICC_HPPIR0_EL1: *value = ich_highest_pending(v, 0); return true;
    case ICC_HPPIR1_EL1: *value = ich_highest_pending(v, 1); return true;
    case ICC_AP0R0_EL1: *value = v->apr[0]; return true;
    case ICC_AP1R0_EL1: *value = v->apr[1]; return true;
    case ICC_IGRPEN0_EL1: *value = bits_get(v->vmcr, ICH_VMCR_VENG0); return true;
    case ICC_IGRPEN1_EL1: *value = bits_get(v->vmcr, ICH_VMCR_VENG1); return true;
    case ICC_CTLR_EL1: *value = read_ctlr(v); return true;
    case ICC_SRE_EL1: *value = SRE_EL1_VALUE; return true;
    default: return false;
    }
}

static uint64_t with_ctlr(uint64_t vmcr, uint64_t value)
{
    vmcr = bits_put(vmcr, ICH_VMCR_VCBPR, bits_get(value, ICC_CTLR_CBPR));
    return bits_put(vmcr, ICH_VMCR_VEOIM, bits_get(value, ICC_CTLR_EOIMODE));
}

static bool write_vmcr_view(struct ich *v, uint16_t sysreg, uint64_t value)
{
    uint64_t vmcr = v->vmcr;
    switch (sysreg) {
    case ICC_PMR_EL1: vmcr = bits_put(vmcr, ICH_VMCR_VPMR, value); break;
    case ICC_BPR0_EL1: vmcr = bits_put(vmcr, ICH_VMCR_VBPR0, value); break;
    case ICC_BPR1_EL1:
        vmcr = common_point(vmcr) ? vmcr : bits_put(vmcr, ICH_VMCR_VBPR1, value);
        break;
    case ICC_IGRPEN0_EL1: vmcr = bits_put(vmcr, ICH_VMCR_VENG0, value); break;
    case ICC_IGRPEN1_EL1: vmcr = bits_put(vmcr, ICH_VMCR_VENG1, value); break;
    case ICC_CTLR_EL1: vmcr = with_ctlr(vmcr, value); break;
    default: return false;
    }
    ich_set_vmcr(v, vmcr);
    return true;
}

bool ich_icv_write(struct ich *v, uint16_t sysreg, uint64_t value)
{
    switch (sysreg) {
    case ICC_AP0R0_EL1: ich_set_active_priorities(v, 0, value); return true;
    case ICC_AP1R0_EL1: ich_set_active_priorities(v, 1, value); return true;
    case ICC_SRE_EL1: return true; /* RAO/WI */
    default: return write_vmcr_view(v, sysreg, value);
    }
}

/* The bits of ICH_HCR_EL2 any of which traps an access. */
static uint64_t trapped_by(uint16_t sysreg)
{
    switch (sysreg) {
    case ICC_IAR0_EL1:
    case ICC_EOIR0_EL1:
    case ICC_HPPIR0_EL1:
    case ICC_BPR0_EL1:
    case ICC_AP0R0_EL1:
    case ICC_IGRPEN0_EL1: return ICH_HCR_TALL0;
    case ICC_IAR1_EL1:
    case ICC_EOIR1_EL1:
    case ICC_HPPIR1_EL1:
    case ICC_BPR1_EL1:
    case ICC_AP1R0_EL1:
    case ICC_IGRPEN1_EL1: return ICH_HCR_TALL1;
    case ICC_CTLR_EL1:
    case ICC_PMR_EL1:
    case ICC_RPR_EL1: return ICH_HCR_TC;
    case ICC_DIR_EL1: return ICH_HCR_TC | ICH_HCR_TDIR;
    default: return 0;
    }
}

bool ich_traps(const struct ich *v, uint16_t sysreg)
{
    return (v->hcr & trapped_by(sysreg)) != 0;
}
