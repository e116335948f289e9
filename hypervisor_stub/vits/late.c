/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a command leads to besides its effect here: mapping on the physical ITS that waited for it
 * (policy/assign), and that a guest can use a device now. A device is claimed while it is being
 * mapped, so a removal by another vCPU comes before or after.
 */
#include "kit/least.h"
#include "vgic/usable.h"
#include "vits/vits.h"

static struct lpi *named_lpi(struct vits *its, const struct its_cmd *cmd)
{
    return domain_lpi(its->dom, (uint32_t)its_cmd_get(cmd, ITS_F_DEVICE_ID),
                      (uint32_t)its_cmd_get(cmd, ITS_F_EVENT_ID));
}

/* A MAPD that assigns the device is followed by the mapping that belongs to the assignment. */
static assign_step *device_step(const struct assign *assign, const struct its_cmd *cmd)
{
    if (its_cmd_get(cmd, ITS_F_OPCODE) != ITS_OP_MAPD)
        return NULL;
    if (its_cmd_get(cmd, ITS_F_VALID) == 0)
        return assign->policy->unmapd;
    return assign->policy->mapd == NULL && assign->by_mapd ? assign->policy->assigned
                                                           : assign->policy->mapd;
}

static assign_event_step *event_step(const struct assign_policy *policy, const struct its_cmd *cmd)
{
    switch (its_cmd_get(cmd, ITS_F_OPCODE)) {
    case ITS_OP_MAPTI:
    case ITS_OP_MAPI: return policy->mapti;
    case ITS_OP_DISCARD: return policy->discard;
    default: return NULL;
    }
}

/* ---- the steps ---- */

static bool run_step(struct assigning *a, const struct assign *assign, const struct its_cmd *cmd,
                     struct lpi *lpi)
{
    assign_step *device = device_step(assign, cmd);
    assign_event_step *event = event_step(assign->policy, cmd);
    if (device != NULL)
        return device(a);
    return event == NULL || lpi == NULL || event(a, lpi);
}

/* The device is claimed. */
static bool map_for_command(struct pe *pe, struct vits *its, const struct its_cmd *cmd,
                            struct device *device)
{
    struct assigning a = { .pe = pe,
                           .device = &device->hw,
                           .waits = !batch_schedules(&its->client),
                           .most = its->may_post };
    const bool is_done = run_step(&a, &its->assign, cmd, named_lpi(its, cmd));
    its->posted += a.written;
    its->may_post -= (uint32_t)least(its->may_post, a.written);
    its->is_cut = a.is_cut;
    if (a.last != 0)
        its->ticket = a.last;
    vits_count_host_commands(a.pe, its, (unsigned)its_cmd_get(cmd, ITS_F_OPCODE), a.written);
    return is_done;
}

/* MAPD with V=1. */
static bool assigns(const struct vits *its, const struct its_cmd *cmd)
{
    return its->assign.by_mapd && its_cmd_get(cmd, ITS_F_OPCODE) == ITS_OP_MAPD &&
           its_cmd_get(cmd, ITS_F_VALID) != 0;
}

bool vits_maps_late(const struct vits *its, const struct its_cmd *cmd)
{
    return device_step(&its->assign, cmd) != NULL || event_step(its->assign.policy, cmd) != NULL;
}

bool vits_map_late(struct pe *pe, struct vits *its, const struct its_cmd *cmd)
{
    struct device *device = domain_device(its->dom, (uint32_t)its_cmd_get(cmd, ITS_F_DEVICE_ID));
    if (device == NULL || !(assigns(its, cmd) || vits_maps_late(its, cmd)))
        return true;
    its->awaits_device = assigns(its, cmd) && !its->ops->assign(pe, device);
    if (its->awaits_device)
        return false;
    pe = pe_self(pe);
    if (!vits_maps_late(its, cmd) || SHARED_LOAD(device->hw.lpis) == NULL)
        return true; /* not assigned: it is mapped by a MAPD after its assignment */
    its->awaits_device = !its->ops->claim(pe, device);
    if (its->awaits_device)
        return false;
    const bool is_done = map_for_command(pe, its, cmd, device);
    its->ops->release(pe_self(pe), device);
    return is_done;
}

/* ---- usable ---- */

void vits_note_usable(struct pe *pe, struct vits *its, const struct its_cmd *cmd)
{
    const unsigned opcode = (unsigned)its_cmd_get(cmd, ITS_F_OPCODE);
    if (opcode == ITS_OP_INVALL)
        usable_note_all(pe, its->dom);
    if (opcode == ITS_OP_INV || opcode == ITS_OP_MAPTI || opcode == ITS_OP_MAPI)
        usable_note_event(pe, named_lpi(its, cmd));
}
