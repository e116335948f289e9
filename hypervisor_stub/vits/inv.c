/*
 * Commands that make changes of the configuration table take effect: INV, INVALL, and SYNC, which
 * has nothing to wait for.
 */
#include "base/probes.h"
#include "vits/vits.h"

enum its_err vits_do_inv(struct pe *pe, struct vits *its, const struct its_cmd *cmd)
{
    static const struct vits_event_codes codes = { ITS_INV_DEVICE_OOR, ITS_INV_UNMAPPED_DEVICE,
                                                   ITS_INV_ID_OOR, ITS_INV_UNMAPPED_INTERRUPT,
                                                   ITS_INV_ITE_INVALID };
    struct vits_event event;
    const enum its_err err = vits_find_event(pe, its, cmd, &codes, &event);
    if (err != ITS_OK)
        return err;
    return vgic_reload(pe, its->dom, event.irq) ? ITS_OK : ITS_TABLE_FAULT;
}

/* The full walk (what-if S52), bounded by the highest vLPI ever mapped; interrupts are taken in
 * between. */
enum its_err vits_do_invall(struct pe *pe, struct vits *its, const struct its_cmd *cmd)
{
    const uint16_t icid = (uint16_t)its_cmd_get(cmd, ITS_F_ICID);
    const uint32_t end = vgic_vlpi_end(its->dom->vgic);
    struct its_cte cte;
    uint32_t bytes = 0;
    bool complete = true;

    if (icid >= vits_collections(its))
        return ITS_INVALL_COLLECTION_OOR;

    if (!vits_cte_load(pe, its, icid, &cte))
        return ITS_TABLE_FAULT;
    if (!cte.valid)
        return ITS_INVALL_UNMAPPED_COLLECTION;

    for (uint32_t intid = INTID_LPI_FIRST; intid < end; intid++) {
        struct virq *irq = vgic_vlpi(its->dom, intid);
        if (irq->mapped && irq->icid == icid) {
            complete = vgic_reload(pe, its->dom, irq) && complete;
            bytes++;
        }
    }
    sim_probe(pe->sim, PROBE_VITS_INVALL_ENTRIES, its->dom->id, end - INTID_LPI_FIRST);
    sim_probe(pe->sim, PROBE_VITS_INVALL_BYTES, its->dom->id, bytes);
    return complete ? ITS_OK : ITS_TABLE_FAULT;
}

enum its_err vits_do_sync(struct pe *pe, struct vits *its, const struct its_cmd *cmd)
{
    (void)pe;
    return its_cmd_get(cmd, ITS_F_RDBASE) < its->dom->vcpu_count ? ITS_OK : ITS_SYNC_TARGET_BAD;
}
