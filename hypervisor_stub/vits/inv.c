/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Commands that make changes of the configuration table take effect: INV and INVALL; and SYNC,
 * which has nothing to wait for.
 */
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

/* Which vLPIs are looked at is up to the policy (policy/invall/). */
enum its_err vits_do_invall(struct pe *pe, struct vits *its, const struct its_cmd *cmd)
{
    const uint16_t icid = (uint16_t)its_cmd_get(cmd, ITS_F_ICID);
    struct its_cte cte;

    if (icid >= vits_collections(its))
        return ITS_INVALL_COLLECTION_OOR;

    if (!vits_cte_load(pe, its, icid, &cte))
        return ITS_TABLE_FAULT;
    if (!cte.valid)
        return ITS_INVALL_UNMAPPED_COLLECTION;

    vits_walk_invall(pe, its, icid, &its->dom->vcpus[cte.rdbase]);
    return ITS_OK;
}

enum its_err vits_do_sync(struct pe *pe, struct vits *its, const struct its_cmd *cmd)
{
    (void)pe;
    return its_cmd_get(cmd, ITS_F_RDBASE) < its->dom->vcpu_count ? ITS_OK : ITS_SYNC_TARGET_BAD;
}
