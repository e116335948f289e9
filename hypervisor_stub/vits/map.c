/*
 * Commands that map: MAPD, MAPC, MAPTI. Operands, checks without memory, checks with memory, at
 * most one table write; then the vGIC learns of it. None of them causes a host command: the pLPIs
 * exist since assignment.
 */
#include "core/hv.h"

/* Forgets what is mapped to events of `device`. The walk is bounded by the highest vLPI ever
 * mapped. */
static void unmap_events(struct pe *pe, struct domain *dom, uint32_t device)
{
    for (uint32_t intid = INTID_LPI_FIRST; intid < dom->vgic.vlpi_end; intid++) {
        struct virq *irq = vgic_vlpi(dom, intid);
        if (irq->mapped && irq->device == device)
            vgic_unmap(pe, irq);
    }
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
    if (had_events)
        unmap_events(pe, its->dom, device);
    return ITS_OK;
}

static void retarget_collection(struct pe *pe, struct domain *dom, uint16_t icid,
                                struct vcpu *target)
{
    for (uint32_t intid = INTID_LPI_FIRST; intid < dom->vgic.vlpi_end; intid++) {
        struct virq *irq = vgic_vlpi(dom, intid);
        if (irq->mapped && irq->icid == icid)
            vgic_retarget(pe, irq, target);
    }
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
    retarget_collection(pe, its->dom, icid, valid ? &its->dom->vcpus[rdbase] : NULL);
    return ITS_OK;
}

/* The pLPI behind an event: NULL if the guest has no such device, or the device no such vector. */
static struct lpi *find_lpi(struct domain *dom, uint32_t device_id, uint32_t event)
{
    const struct device *device = domain_device(dom, device_id);
    struct lpi *lpis = device ? SHARED_LOAD(device->lpis) : NULL;
    return lpis && event < device->info->vectors ? &lpis[event] : NULL;
}

/* An event that was mapped to another vLPI lets go of it. `old` comes from guest memory: believed
 * only if the vLPI agrees. */
static void unmap_old(struct pe *pe, struct domain *dom, const struct vlpi_mapping *mapping,
                      const struct its_ite *old, uint32_t vlpi)
{
    const uint32_t before = mapping->lpi ? mapping->lpi->vlpi : old->valid ? old->intid : 0;
    struct virq *irq = before != vlpi ? vgic_vlpi(dom, before) : NULL;
    if (irq && irq->mapped && irq->device == mapping->device && irq->event == mapping->event)
        vgic_unmap(pe, irq);
}

enum its_err vits_do_mapti(struct pe *pe, struct vits *its, const struct its_cmd *cmd)
{
    const uint32_t device = (uint32_t)its_cmd_get(cmd, ITS_F_DEVICE_ID);
    const uint32_t event = (uint32_t)its_cmd_get(cmd, ITS_F_EVENT_ID);
    const uint32_t vlpi = (uint32_t)its_cmd_get(cmd, ITS_F_PINTID);
    const uint16_t icid = (uint16_t)its_cmd_get(cmd, ITS_F_ICID);
    struct virq *irq = vgic_vlpi(its->dom, vlpi);
    struct its_dte dte;
    struct its_cte cte;
    struct its_ite old;

    if (device >= vits_devices(its))
        return ITS_MAPTI_DEVICE_OOR;
    if (icid >= vits_collections(its))
        return ITS_MAPTI_COLLECTION_OOR;
    if (irq == NULL)
        return ITS_MAPTI_PHYSICALID_OOR;
    if (vgic_is_taken(irq, device, event)) /* Choice: UNPREDICTABLE; one event per vLPI */
        return ITS_MAPTI_PHYSICALID_OOR;

    if (!vits_dte_load(pe, its, device, &dte))
        return ITS_TABLE_FAULT;
    if (!dte.valid)
        return ITS_MAPTI_UNMAPPED_DEVICE;
    if (event >= bit(dte.event_bits))
        return ITS_MAPTI_ID_OOR;
    if (!vits_cte_load(pe, its, icid, &cte) || !vits_ite_load(pe, its, &dte, event, &old))
        return ITS_TABLE_FAULT;

    const struct its_ite ite = { true, icid, vlpi };
    if (!vits_ite_store(pe, its, &dte, event, &ite))
        return ITS_TABLE_FAULT;

    const struct vlpi_mapping mapping = { device, event, icid,
                                          cte.valid ? &its->dom->vcpus[cte.rdbase] : NULL,
                                          find_lpi(its->dom, device, event) };
    unmap_old(pe, its->dom, &mapping, &old, vlpi);
    vgic_map(pe, its->dom, vlpi, &mapping);
    vgic_reload(pe, its->dom, irq);
    return ITS_OK;
}
