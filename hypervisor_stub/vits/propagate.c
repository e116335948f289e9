/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The counterpart of a guest's command in the physical ring. The names in the command are resolved
 * here, and count only if they are the guest's own. Which commands have a counterpart, and whether
 * it is waited for, is decided by policy/propagate.
 */
#include "base/probes.h"
#include "kit/least.h"
#include "vits/vits.h"

/* ---- what it names ---- */

static bool names_event(unsigned opcode)
{
    static const bool names[] = {
        [ITS_OP_MAPTI] = true,   [ITS_OP_MAPI] = true, [ITS_OP_INV] = true,   [ITS_OP_MOVI] = true,
        [ITS_OP_DISCARD] = true, [ITS_OP_INT] = true,  [ITS_OP_CLEAR] = true,
    };
    return opcode < sizeof names / sizeof *names && names[opcode];
}

/* A device that is not assigned yet has no pLPIs, so it has no counterpart either. */
static struct its_device *named_device(struct vits *its, const struct its_cmd *cmd)
{
    struct device *device = domain_device(its->dom, (uint32_t)its_cmd_get(cmd, ITS_F_DEVICE_ID));
    return device != NULL && SHARED_LOAD(device->hw.lpis) != NULL ? &device->hw : NULL;
}

static void resolve_vcpu(struct vits *its, uint64_t vcpu, struct propagate_command *resolved)
{
    resolved->has_pe = vcpu < its->dom->vcpu_count;
    resolved->pe = resolved->has_pe ? its->dom->vcpus[vcpu].irq_pe : 0;
}

/* The guest may have rewritten its table since the command was executed. */
static void resolve_collection(struct pe *pe, struct vits *its, const struct its_cmd *cmd,
                               struct propagate_command *resolved)
{
    struct its_cte cte;
    if (vits_cte_load(pe, its, (uint16_t)its_cmd_get(cmd, ITS_F_ICID), &cte) && cte.valid)
        resolve_vcpu(its, cte.rdbase, resolved);
}

static struct propagate_command resolve(struct pe *pe, struct vits *its, const struct its_cmd *cmd)
{
    struct propagate_command resolved = { .opcode = (unsigned)its_cmd_get(cmd, ITS_F_OPCODE),
                                          .is_mapped = vits_maps_late(its, cmd) || its->has_mapped,
                                          .lacks_sync = its->lacks_sync };
    if (names_event(resolved.opcode))
        resolved.lpi = domain_lpi(its->dom, (uint32_t)its_cmd_get(cmd, ITS_F_DEVICE_ID),
                                  (uint32_t)its_cmd_get(cmd, ITS_F_EVENT_ID));
    switch (resolved.opcode) {
    case ITS_OP_MAPD:
        resolved.device = named_device(its, cmd);
        resolved.is_valid = its_cmd_get(cmd, ITS_F_VALID) != 0;
        break;
    case ITS_OP_INVALL:
    case ITS_OP_MOVI: resolve_collection(pe, its, cmd, &resolved); break;
    case ITS_OP_SYNC: resolve_vcpu(its, its_cmd_get(cmd, ITS_F_RDBASE), &resolved); break;
    default: break;
    }
    return resolved;
}

/* ---- what it leads to ---- */

static enum probe_row caused_by(unsigned opcode)
{
    static const enum probe_row rows[] = {
        [ITS_OP_MOVI] = PROBE_VITS_HOST_MOVI,     [ITS_OP_INT] = PROBE_VITS_HOST_INT,
        [ITS_OP_CLEAR] = PROBE_VITS_HOST_CLEAR,   [ITS_OP_SYNC] = PROBE_VITS_HOST_SYNC,
        [ITS_OP_MAPD] = PROBE_VITS_HOST_MAPD,     [ITS_OP_MAPC] = PROBE_VITS_HOST_MAPC,
        [ITS_OP_MAPTI] = PROBE_VITS_HOST_MAPTI,   [ITS_OP_MAPI] = PROBE_VITS_HOST_MAPI,
        [ITS_OP_INV] = PROBE_VITS_HOST_INV,       [ITS_OP_INVALL] = PROBE_VITS_HOST_INVALL,
        [ITS_OP_MOVALL] = PROBE_VITS_HOST_MOVALL, [ITS_OP_DISCARD] = PROBE_VITS_HOST_DISCARD,
    };
    return rows[opcode];
}

static void count(struct pe *pe, const struct vits *its, enum probe_row cause, uint32_t commands)
{
    sim_probe(pe->sim, PROBE_VITS_HOST_COMMANDS, its->dom->id, commands);
    sim_probe(pe->sim, cause, its->dom->id, commands);
}

void vits_count_host_commands(struct pe *pe, struct vits *its, unsigned opcode, uint32_t commands)
{
    count(pe, its, caused_by(opcode), commands);
}

/* Writes the configuration bytes of all events whose enable bits an INVALL has found changed. The
 * INVALL's counterpart goes to one PE; PEs other than that which take such pLPIs get an INVALL of
 * their own. */
static void carry_enables(struct cmdq_batch *batch, const struct vits *its,
                          const struct propagate_command *cmd)
{
    struct domain *dom = its->dom;
    const uint32_t covered = cmd->has_pe && !cmd->lacks_sync ? cmd->pe : NO_PE;
    if (!cmdq_room(batch) ||
        !__atomic_exchange_n(&dom->vgic->enables_turned, false, __ATOMIC_SEQ_CST))
        return;
    bool all = true;
    for (unsigned n = 0; all && n < dom->info->device_count; n++) {
        struct its_device *hw = &domain_nth_device(dom, n)->hw;
        all = SHARED_LOAD(hw->lpis) == NULL || lpi_follow_guest_everywhere(batch, hw, covered);
    }
    if (!all) /* the command is tried again, and continues there */
        SHARED_STORE(dom->vgic->enables_turned, true);
}

/* Posts the counterpart; returns the batch, which has ended. Under a scheduler nobody waits: it
 * comes again by itself. */
static struct cmdq_batch forward(struct pe *pe, struct vits *its, struct propagate_command *cmd,
                                 uint32_t most)
{
    const bool is_scheduled = batch_schedules(&its->client);
    struct cmdq_batch batch;
    cmdq_begin(&batch, pe, its->dom->its, is_scheduled ? CMDQ_NO_WAIT : CMDQ_BULK, CMDQ_GUEST);
    batch.most = most;
    if (cmd->opcode == ITS_OP_INVALL)
        carry_enables(&batch, its, cmd);
    its->propagate.policy->forward(&batch, cmd);
    cmdq_end(&batch);
    if (its->propagate.policy->waits && !is_scheduled && batch.last != 0)
        batch.pe = cmdq_wait(batch.pe, its->dom->its, batch.last, CMDQ_BULK);
    return batch;
}

bool vits_propagate(struct pe *pe, struct vits *its, const struct its_cmd *cmd)
{
    if (its->propagate.policy->forward == NULL)
        return true;
    struct propagate_command resolved = resolve(pe, its, cmd);
    const struct cmdq_batch batch = forward(pe, its, &resolved, its->may_post);
    its->has_mapped = resolved.is_mapped;
    its->lacks_sync = resolved.lacks_sync;
    vits_count_host_commands(batch.pe, its, resolved.opcode, batch.written);
    its->posted += batch.written;
    its->may_post -= (uint32_t)least(its->may_post, batch.written);
    its->is_cut = batch.is_cut;
    if (batch.last != 0)
        its->ticket = batch.last;
    if (batch.refused && !batch.is_cut)
        sim_probe(batch.pe->sim, PROBE_VITS_REFUSED, its->dom->id, 1);
    return !batch.refused;
}

bool vits_int_comes_back(const struct vits *its, const struct virq *irq)
{
    return its->propagate.policy->int_comes_back && irq->lpi != NULL &&
           host_event_is_mapped(irq->lpi);
}

/* ---- what changes an enable bit without a command ---- */

bool vits_carry_enables(struct pe *pe, struct vits *its)
{
    struct propagate_command nobodys = { .opcode = ITS_OP_INVALL };
    if (!its->propagate.couples || !SHARED_LOAD(its->dom->vgic->enables_turned))
        return true;
    pe = mutex_take(pe, &its->lock);
    const struct cmdq_batch batch = forward(pe, its, &nobodys, UINT32_MAX);
    count(batch.pe, its, PROBE_VITS_HOST_CONFIG, batch.written);
    mutex_drop(batch.pe, &its->lock);
    return !batch.refused;
}

/* If the ring refuses it, the change takes effect with the guest's INV. */
static struct pe *propagate_config(struct pe *pe, struct vits *its, struct lpi *lpi)
{
    struct propagate_command inv = { .opcode = ITS_OP_INV, .lpi = lpi };
    if (its->propagate.policy->forward == NULL || lpi == NULL || !SHARED_LOAD(lpi->guest_turned))
        return pe;
    const struct cmdq_batch batch = forward(pe, its, &inv, UINT32_MAX);
    count(batch.pe, its, PROBE_VITS_HOST_CONFIG, batch.written);
    return batch.pe;
}

static struct pe *follow_byte(struct pe *pe, struct vits *its, uint64_t ipa)
{
    struct virq *irq = vgic_config_vlpi(its->dom, ipa);
    if (irq == NULL || !irq->mapped)
        return pe;
    vgic_reload(pe, its->dom, irq);
    return propagate_config(pe, its, irq->lpi);
}

static void write_config(struct pe *pe, struct vits *its, uint64_t pa, const struct sim_exit *exit)
{
    pe = mutex_take(pe, &its->lock);
    if (sim_write(pe->sim, pa, &exit->value, exit->bytes))
        for (unsigned n = 0; n < exit->bytes; n++)
            pe = follow_byte(pe, its, exit->address + n);
    mutex_drop(pe, &its->lock);
}

bool vits_config_access(struct pe *pe, struct vits *its, struct sim_exit *exit)
{
    const uint64_t pa = guest_ram_pa(its->dom, exit->address, exit->bytes);
    if (!its->propagate.traps || pa == 0)
        return false;
    if (exit->is_write) {
        write_config(pe, its, pa, exit);
        return true;
    }
    exit->value = 0;
    return sim_read(pe->sim, pa, &exit->value, exit->bytes);
}
