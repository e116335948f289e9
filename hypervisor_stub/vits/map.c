/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Commands that map: MAPD, MAPC, MAPTI, MAPI; and MOVALL, which follows a MAPC. Order: operands,
 * checks without memory, checks with memory, at most one table write, then the vGIC is told. The
 * counterpart on the physical ITS, if there is one, comes afterwards (late.c, propagate.c).
 */
#include "vits/vits.h"

/* Forgets what is mapped to events of the device. */
static void unmap_event(struct pe *pe, struct vits *its, struct virq *irq)
{
    if (irq->mapped && irq->device == its->walk.device)
        vgic_unmap(pe, irq);
}

enum its_err vits_do_mapd(struct pe *pe, struct vits *its, const struct its_cmd *cmd)
{
    const uint32_t device = (uint32_t)its_cmd_get(cmd, ITS_F_DEVICE_ID);
    const unsigned event_bits = (unsigned)its_cmd_get(cmd, ITS_F_SIZE) + 1u;
    const bool valid = its_cmd_get(cmd, ITS_F_VALID) != 0;
    struct its_dte old;

    if (device >= vits_devices(its))
        return ITS_MAPD_DEVICE_OOR;
    if (valid && event_bits > GUEST_ITS_EVENT_BITS)
        return ITS_MAPD_ITTSIZE_OOR;

    const bool had_events = !vits_dte_load(pe, its, device, &old) || old.valid;
    const struct its_dte dte = { valid, (uint8_t)event_bits, its_cmd_itt_address(cmd) };
    if (!vits_dte_store(pe, its, device, &dte))
        return ITS_TABLE_FAULT;
    its->walk.device = device;
    if (had_events)
        vits_walk_vlpis(its, unmap_event);
    return ITS_OK;
}

/* Choice: pending state goes along with a collection that is mapped to another vCPU, as in KVM; a
 * MOVALL after it finds nothing left to move. */
static void retarget_vlpi(struct pe *pe, struct vits *its, struct virq *irq)
{
    if (irq->mapped && irq->icid == its->walk.icid)
        vgic_retarget(pe, irq, irq->icid, its->walk.to);
}

enum its_err vits_do_mapc(struct pe *pe, struct vits *its, const struct its_cmd *cmd)
{
    const uint16_t icid = (uint16_t)its_cmd_get(cmd, ITS_F_ICID);
    const uint64_t rdbase = its_cmd_get(cmd, ITS_F_RDBASE);
    const bool valid = its_cmd_get(cmd, ITS_F_VALID) != 0;

    if (icid >= vits_collections(its))
        return ITS_MAPC_COLLECTION_OOR;
    if (valid && rdbase >= its->dom->vcpu_count)
        return ITS_MAPC_PROCNUM_OOR;

    const struct its_cte cte = { valid, rdbase };
    if (!vits_cte_store(pe, its, icid, &cte))
        return ITS_TABLE_FAULT;
    its->walk.icid = icid;
    its->walk.to = valid ? &its->dom->vcpus[rdbase] : NULL;
    vits_walk_vlpis(its, retarget_vlpi);
    return ITS_OK;
}

static void move_vlpi(struct pe *pe, struct vits *its, struct virq *irq)
{
    vgic_move_pending(pe, irq, its->walk.from, its->walk.to);
}

enum its_err vits_do_movall(struct pe *pe, struct vits *its, const struct its_cmd *cmd)
{
    (void)pe;
    const uint64_t from = its_cmd_get(cmd, ITS_F_RDBASE), to = its_cmd_get(cmd, ITS_F_RDBASE_TO);
    struct domain *dom = its->dom;

    if (from >= dom->vcpu_count || to >= dom->vcpu_count)
        return ITS_MOVALL_PROCNUM_OOR;
    if (its->ignores_movall || from == to || !dom->vcpus[from].vgic->lpis_enabled ||
        !dom->vcpus[to].vgic->lpis_enabled)
        return ITS_OK;
    its->walk.from = &dom->vcpus[from];
    its->walk.to = &dom->vcpus[to];
    vits_walk_vlpis(its, move_vlpi);
    return ITS_OK;
}

/* If the event was mapped to another vLPI, that one is unmapped. `old` comes from guest memory: it
 * is believed only if the vLPI agrees. */
static void unmap_old(struct pe *pe, struct domain *dom, const struct vlpi_mapping *mapping,
                      const struct its_ite *old, uint32_t vlpi)
{
    const uint32_t before = mapping->lpi ? mapping->lpi->vlpi : old->valid ? old->intid : 0;
    struct virq *irq = before != vlpi ? vgic_vlpi(dom, before) : NULL;
    if (irq && irq->mapped && irq->device == mapping->device && irq->event == mapping->event)
        vgic_unmap(pe, irq);
}

/* The error codes of MAPTI or MAPI. */
struct map_codes {
    enum its_err device_oor, collection_oor, intid_oor, unmapped_device, id_oor;
};

/* The table entries of an event that is to be mapped. */
struct map_entries {
    struct its_dte dte;
    struct its_cte cte;
    struct its_ite old;
};

static enum its_err load_entries(struct pe *pe, struct vits *its,
                                 const struct vlpi_mapping *mapping, const struct map_codes *codes,
                                 struct map_entries *entries)
{
    if (!vits_dte_load(pe, its, mapping->device, &entries->dte))
        return ITS_TABLE_FAULT;
    if (!entries->dte.valid)
        return codes->unmapped_device;
    if (mapping->event >= bit(entries->dte.event_bits))
        return codes->id_oor;
    return vits_cte_load(pe, its, mapping->icid, &entries->cte) &&
                   vits_ite_load(pe, its, &entries->dte, mapping->event, &entries->old)
               ? ITS_OK
               : ITS_TABLE_FAULT;
}

static enum its_err map_event(struct pe *pe, struct vits *its, const struct its_cmd *cmd,
                              uint32_t vlpi, const struct map_codes *codes)
{
    struct vlpi_mapping mapping = { .device = (uint32_t)its_cmd_get(cmd, ITS_F_DEVICE_ID),
                                    .event = (uint32_t)its_cmd_get(cmd, ITS_F_EVENT_ID),
                                    .icid = (uint16_t)its_cmd_get(cmd, ITS_F_ICID) };
    struct virq *irq = vgic_vlpi(its->dom, vlpi);
    struct map_entries entries;

    if (mapping.device >= vits_devices(its))
        return codes->device_oor;
    if (mapping.icid >= vits_collections(its))
        return codes->collection_oor;
    if (irq == NULL)
        return codes->intid_oor;
    if (vgic_is_taken(irq, mapping.device, mapping.event))
        return codes->intid_oor; /* Choice: UNPREDICTABLE; one event per vLPI */

    const enum its_err err = load_entries(pe, its, &mapping, codes, &entries);
    if (err != ITS_OK)
        return err;
    const struct its_ite ite = { true, mapping.icid, vlpi };
    if (!vits_ite_store(pe, its, &entries.dte, mapping.event, &ite))
        return ITS_TABLE_FAULT;

    mapping.target = entries.cte.valid ? &its->dom->vcpus[entries.cte.rdbase] : NULL;
    mapping.lpi = domain_lpi(its->dom, mapping.device, mapping.event);
    unmap_old(pe, its->dom, &mapping, &entries.old, vlpi);
    vgic_map(pe, its->dom, vlpi, &mapping);
    vgic_reload(pe, its->dom, irq);
    return ITS_OK;
}

enum its_err vits_do_mapti(struct pe *pe, struct vits *its, const struct its_cmd *cmd)
{
    static const struct map_codes codes = { ITS_MAPTI_DEVICE_OOR, ITS_MAPTI_COLLECTION_OOR,
                                            ITS_MAPTI_PHYSICALID_OOR, ITS_MAPTI_UNMAPPED_DEVICE,
                                            ITS_MAPTI_ID_OOR };
    return map_event(pe, its, cmd, (uint32_t)its_cmd_get(cmd, ITS_F_PINTID), &codes);
}

enum its_err vits_do_mapi(struct pe *pe, struct vits *its, const struct its_cmd *cmd)
{
    static const struct map_codes codes = { ITS_MAPI_DEVICE_OOR, ITS_MAPI_COLLECTION_OOR,
                                            ITS_MAPI_PHYSICALID_OOR, ITS_MAPI_UNMAPPED_DEVICE,
                                            ITS_MAPI_ID_OOR };
    return map_event(pe, its, cmd, (uint32_t)its_cmd_get(cmd, ITS_F_EVENT_ID), &codes);
}
