/*
 * Guest commands that reach the physical ring, as in the Xen series of 2015 (what-ifs S1, S2):
 * posted one for one, bulk, nobody waits for their completion (but CREADR, under a scheduler). INT,
 * CLEAR, MOVI, MAPC and SYNC have no counterpart under any policy. What a guest names counts only
 * if it is a device of its own.
 */
#include "base/probes.h"
#include "driver/mapping.h"
#include "vits/vits.h"

typedef void forward(struct cmdq_batch *batch, struct vits *its, const struct its_cmd *cmd);

static struct lpi *named_lpi(struct vits *its, const struct its_cmd *cmd)
{
    return domain_lpi(its->dom, (uint32_t)its_cmd_get(cmd, ITS_F_DEVICE_ID),
                      (uint32_t)its_cmd_get(cmd, ITS_F_EVENT_ID));
}

static void forward_inv(struct cmdq_batch *batch, struct vits *its, const struct its_cmd *cmd)
{
    struct lpi *lpi = named_lpi(its, cmd);
    if (lpi != NULL)
        host_reload_event(batch, lpi);
}

static void forward_map(struct cmdq_batch *batch, struct vits *its, const struct its_cmd *cmd)
{
    struct lpi *lpi = named_lpi(its, cmd);
    if (lpi != NULL)
        host_map_event(batch, lpi);
}

static void forward_discard(struct cmdq_batch *batch, struct vits *its, const struct its_cmd *cmd)
{
    struct lpi *lpi = named_lpi(its, cmd);
    if (lpi != NULL)
        host_unmap_event(batch, lpi);
}

static void forward_mapd(struct cmdq_batch *batch, struct vits *its, const struct its_cmd *cmd)
{
    const uint32_t device_id = (uint32_t)its_cmd_get(cmd, ITS_F_DEVICE_ID);
    struct device *device = domain_device(its->dom, device_id);
    if (device == NULL || SHARED_LOAD(device->hw.lpis) == NULL)
        return; /* not assigned yet: its turn comes then */
    if (its_cmd_get(cmd, ITS_F_VALID))
        host_map_device(batch, &device->hw);
    else
        host_unmap_device(batch, &device->hw);
}

/* The guest's collection is a vCPU; the host's is the PE of that vCPU. */
static void forward_invall(struct cmdq_batch *batch, struct vits *its, const struct its_cmd *cmd)
{
    struct its_cte cte;
    if (!vits_cte_load(batch->pe, its, (uint16_t)its_cmd_get(cmd, ITS_F_ICID), &cte) || !cte.valid)
        return; /* the guest has rewritten its table meanwhile */
    const struct its_cmd invall = its_cmd_invall(its->dom->vcpus[cte.rdbase].irq_pe);
    cmdq_put(batch, &invall);
}

static forward *find_forward(const struct vits *its, unsigned opcode)
{
    static forward *const forwards[] = {
        [ITS_OP_MAPD] = forward_mapd,     [ITS_OP_MAPTI] = forward_map,
        [ITS_OP_MAPI] = forward_map,      [ITS_OP_INV] = forward_inv,
        [ITS_OP_INVALL] = forward_invall, [ITS_OP_DISCARD] = forward_discard,
    };
    if (its->propagates == VITS_PROPAGATE_NONE)
        return NULL;
    return opcode < sizeof forwards / sizeof *forwards ? forwards[opcode] : NULL;
}

bool vits_propagate(struct pe *pe, struct vits *its, const struct its_cmd *cmd)
{
    forward *forward_command = find_forward(its, (unsigned)its_cmd_get(cmd, ITS_F_OPCODE));
    if (forward_command == NULL)
        return true;
    struct cmdq_batch batch;
    sim_span(pe->sim, SIM_SPAN_HOST_COMMAND, true);
    cmdq_begin(&batch, pe, its->dom->its, batch_schedules(&its->client) ? CMDQ_NO_WAIT : CMDQ_BULK,
               CMDQ_GUEST);
    forward_command(&batch, its, cmd);
    cmdq_end(&batch);
    pe = batch.pe;
    its->posted += batch.written;
    if (batch.last != 0)
        its->ticket = batch.last;
    sim_span(pe->sim, SIM_SPAN_HOST_COMMAND, false);
    sim_probe(pe->sim, PROBE_VITS_HOST_COMMANDS, its->dom->id, batch.written);
    if (batch.refused)
        sim_probe(pe->sim, PROBE_VITS_REFUSED, its->dom->id, 1);
    return !batch.refused;
}
