/*
 * The guest's distributor: no SPIs, one security state, affinity routing always on.
 */
#include "arch/gicd_regs.h"
#include "vgic/virq.h"

enum { IIDR_MODEL = 0x0043b, PIDR2_GICV3 = 0x3b };

static uint64_t read_register(const struct domain *dom, uint64_t offset)
{
    switch (offset) {
    case GICD_CTLR:
        return GICD_CTLR_ARE | GICD_CTLR_DS |
               (dom->vgic.group1_enabled ? GICD_CTLR_ENABLE_GRP1 : 0);
    case GICD_TYPER:
        return bits_put(0, GICD_TYPER_IDBITS, GUEST_LPI_ID_BITS - 1u) |
               bits_put(0, GICD_TYPER_LPIS, 1);
    case GICD_IIDR: return IIDR_MODEL;
    case GICD_PIDR2: return PIDR2_GICV3;
    default: return 0;
    }
}

static void poke_all(struct pe *pe, struct domain *dom)
{
    for (unsigned n = 0; n < dom->vcpu_count; n++)
        if (SHARED_LOAD(dom->vcpus[n].vgic.waiting) != 0)
            virq_poke(pe, &dom->vcpus[n]);
}

/* Registers are 4 bytes; others read as zero and ignore writes. */
bool vgic_gicd_access(struct pe *pe, struct domain *dom, uint64_t offset, struct sim_exit *exit)
{
    if (!exit->is_write) {
        exit->value = exit->bytes == 4 ? read_register(dom, offset) : 0;
        return true;
    }
    if (offset == GICD_CTLR && exit->bytes == 4) {
        SHARED_STORE(dom->vgic.group1_enabled, (exit->value & GICD_CTLR_ENABLE_GRP1) != 0);
        poke_all(pe, dom);
    }
    return true;
}
