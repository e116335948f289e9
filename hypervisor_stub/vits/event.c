/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Commands on one event that is mapped: INT, CLEAR, DISCARD, MOVI; INV is in inv.c. They follow
 * device table, ITT and collection table in guest memory as an MSI would. The guest may have
 * written any entry: it is believed only if the vLPI that it names is mapped to this very event.
 */
#include "vits/vits.h"

static enum its_err load_entry(struct pe *pe, struct vits *its,
                               const struct vits_event_codes *codes, struct vits_event *found)
{
    if (found->device >= vits_devices(its))
        return codes->device_oor;
    if (!vits_dte_load(pe, its, found->device, &found->dte))
        return ITS_TABLE_FAULT;
    if (!found->dte.valid)
        return codes->unmapped_device;
    if (found->event >= bit(found->dte.event_bits))
        return codes->id_oor;
    if (!vits_ite_load(pe, its, &found->dte, found->event, &found->ite))
        return ITS_TABLE_FAULT;
    return found->ite.valid ? ITS_OK : codes->unmapped_interrupt;
}

/* Choice: an entry whose vLPI is not mapped to this very event counts as none. NULL: such an
 * entry. */
static struct virq *find_vlpi(struct vits *its, const struct vits_event *found)
{
    struct virq *irq = vgic_vlpi(its->dom, found->ite.intid);
    const bool agrees = irq && irq->mapped && !vgic_is_taken(irq, found->device, found->event);
    return agrees ? irq : NULL;
}

/* The vCPU to which a collection is mapped; returns the code `unmapped` if it is mapped to none. */
static enum its_err find_target(struct pe *pe, struct vits *its, uint16_t icid,
                                enum its_err unmapped, struct vcpu **target)
{
    struct its_cte cte;
    if (icid >= vits_collections(its))
        return unmapped;
    if (!vits_cte_load(pe, its, icid, &cte))
        return ITS_TABLE_FAULT;
    if (!cte.valid)
        return unmapped;
    *target = &its->dom->vcpus[cte.rdbase];
    return ITS_OK;
}

enum its_err vits_find_event(struct pe *pe, struct vits *its, const struct its_cmd *cmd,
                             const struct vits_event_codes *codes, struct vits_event *found)
{
    struct vcpu *target;
    found->device = (uint32_t)its_cmd_get(cmd, ITS_F_DEVICE_ID);
    found->event = (uint32_t)its_cmd_get(cmd, ITS_F_EVENT_ID);
    const enum its_err err = load_entry(pe, its, codes, found);
    if (err != ITS_OK)
        return err;
    found->irq = find_vlpi(its, found);
    if (found->irq == NULL)
        return codes->ite_invalid;
    return find_target(pe, its, found->ite.icid, codes->ite_invalid, &target);
}

static void trigger(struct pe *pe, struct virq *irq)
{
    sim_span(pe->sim, SIM_SPAN_FIND_AND_QUEUE, true);
    vgic_trigger(pe, irq);
    sim_span(pe->sim, SIM_SPAN_FIND_AND_QUEUE, false);
}

enum its_err vits_do_int(struct pe *pe, struct vits *its, const struct its_cmd *cmd)
{
    static const struct vits_event_codes codes = { ITS_INT_DEVICE_OOR, ITS_INT_UNMAPPED_DEVICE,
                                                   ITS_INT_ID_OOR, ITS_INT_UNMAPPED_INTERRUPT,
                                                   ITS_INT_ITE_INVALID };
    struct vits_event event;
    const enum its_err err = vits_find_event(pe, its, cmd, &codes, &event);
    if (err == ITS_OK && !vits_int_comes_back(its, event.irq))
        trigger(pe, event.irq);
    return err;
}

/* Choice: a vLPI in a list register is recalled when its vCPU next enters the guest. That is soon,
 * but a SYNC of another vCPU does not wait for it. The same holds for DISCARD and MOVI. */
enum its_err vits_do_clear(struct pe *pe, struct vits *its, const struct its_cmd *cmd)
{
    static const struct vits_event_codes codes = { ITS_CLEAR_DEVICE_OOR, ITS_CLEAR_UNMAPPED_DEVICE,
                                                   ITS_CLEAR_ID_OOR, ITS_CLEAR_UNMAPPED_INTERRUPT,
                                                   ITS_CLEAR_ITE_INVALID };
    struct vits_event event;
    const enum its_err err = vits_find_event(pe, its, cmd, &codes, &event);
    if (err == ITS_OK)
        vgic_clear(pe, event.irq);
    return err;
}

enum its_err vits_do_discard(struct pe *pe, struct vits *its, const struct its_cmd *cmd)
{
    static const struct vits_event_codes codes = { ITS_DISCARD_DEVICE_OOR,
                                                   ITS_DISCARD_UNMAPPED_DEVICE, ITS_DISCARD_ID_OOR,
                                                   ITS_DISCARD_UNMAPPED_INTERRUPT,
                                                   ITS_DISCARD_ITE_INVALID };
    static const struct its_ite none = { false, 0, 0 };
    struct vits_event event;
    const enum its_err err = vits_find_event(pe, its, cmd, &codes, &event);
    if (err != ITS_OK)
        return err;
    if (!vits_ite_store(pe, its, &event.dte, event.event, &none))
        return ITS_TABLE_FAULT;
    vgic_unmap(pe, event.irq);
    return ITS_OK;
}

/* MOVI has no code for an impossible entry: its collection counts as not mapped, as in the model of
 * the physical ITS. */
static enum its_err find_event_to_move(struct pe *pe, struct vits *its, const struct its_cmd *cmd,
                                       struct vits_event *found)
{
    static const struct vits_event_codes codes = { ITS_MOVI_DEVICE_OOR, ITS_MOVI_UNMAPPED_DEVICE,
                                                   ITS_MOVI_ID_OOR, ITS_MOVI_UNMAPPED_INTERRUPT,
                                                   ITS_MOVI_UNMAPPED_COLLECTION };
    if (its_cmd_get(cmd, ITS_F_DEVICE_ID) < vits_devices(its) &&
        its_cmd_get(cmd, ITS_F_ICID) >= vits_collections(its))
        return ITS_MOVI_COLLECTION_OOR;
    return vits_find_event(pe, its, cmd, &codes, found);
}

enum its_err vits_do_movi(struct pe *pe, struct vits *its, const struct its_cmd *cmd)
{
    const uint16_t icid = (uint16_t)its_cmd_get(cmd, ITS_F_ICID);
    struct vits_event event;
    struct vcpu *target;

    enum its_err err = find_event_to_move(pe, its, cmd, &event);
    if (err == ITS_OK)
        err = find_target(pe, its, icid, ITS_MOVI_UNMAPPED_COLLECTION, &target);
    if (err != ITS_OK)
        return err;

    const struct its_ite ite = { true, icid, event.ite.intid };
    if (!vits_ite_store(pe, its, &event.dte, event.event, &ite))
        return ITS_TABLE_FAULT;
    vgic_retarget(pe, event.irq, icid, target);
    return ITS_OK;
}
