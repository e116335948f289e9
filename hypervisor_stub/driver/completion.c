/* The completion LPI; see completion.h. */
#include "driver/completion.h"
#include "arch/its_ring.h"
#include "arch/its_table.h"
#include "dispatch/assign.h"
#include "dispatch/hv.h"
#include "policy/queue_full/queue_full.h"

enum { EVENT = 0, EVENT_BITS = 1 };

static bool is_taken(const struct sim_machine *machine, uint32_t device_id)
{
    for (unsigned n = 0; n < machine->pci_count; n++)
        if (machine->pci[n].device_id == device_id)
            return true;
    return false;
}

/* The highest DeviceID that no function has. */
static uint32_t free_device_id(const struct sim_machine *machine, const struct host_its *its)
{
    uint32_t id = (uint32_t)bit(its->info->device_bits) - 1u;
    while (is_taken(machine, id))
        id--;
    return id;
}

static void map(struct pe *pe, struct host_its *its, uint64_t itt)
{
    const uint32_t id = its->completion.device_id;
    const uint32_t intid = its->completion.lpi->intid;
    const struct its_cmd mapd = its_cmd_mapd(id, EVENT_BITS, itt, true);
    const struct its_cmd mapti = its_cmd_mapti(id, EVENT, intid, (uint16_t)pe->index);
    const uint8_t config = lpi_config(LPI_HOST_PRIORITY, true);
    struct cmdq_batch batch;
    HV_ASSERT(sim_write(pe->sim, lpi_config_address(pe->hv->prop_pa, intid), &config, 1));
    cmdq_begin(&batch, pe, its, CMDQ_BULK, CMDQ_BOOT);
    HV_ASSERT(cmdq_put(&batch, &mapd) && cmdq_put(&batch, &mapti));
    cmdq_end(&batch);
}

void completion_boot(struct pe *pe, struct host_its *its)
{
    list_init(&its->completion.sleepers);
    if (!its->full->sleeps || pe->hv->settings.sleep_wake != HOST_SLEEP_WAKE_INT)
        return;
    const uint64_t itt =
        ram_alloc(&pe->hv->ram, (uint64_t)its->itt_entry_bytes << EVENT_BITS, ITS_ITT_ALIGN);
    struct lpi *lpi = lpi_table_take(pe->hv, NULL, 1);
    if (itt == 0 || lpi == NULL)
        HV_PANIC("no RAM or INTID left for the completion LPI");
    its->completion.lpi = lpi;
    its->completion.device_id = free_device_id(pe->hv->machine, its);
    map(pe, its, itt);
}

bool completion_is_due(const struct host_its *its)
{
    const uint32_t used = its_ring_used(its->creadr, its->cwriter, its->ring_bytes);
    return completion_is_used(&its->completion) && !its->completion.on_the_way &&
           2u * used >= its_ring_slots(its->ring_bytes);
}

static struct vcpu *take_sleeper(struct pe *pe, struct host_its *its)
{
    struct list *sleepers = &its->completion.sleepers;
    struct vcpu *v = NULL;
    sim_lock_take(pe->sim, its->lock);
    if (!list_empty(sleepers)) {
        v = list_entry(sleepers->next, struct vcpu, sched.wait_node);
        list_remove(&v->sched.wait_node);
    }
    sim_lock_drop(pe->sim, its->lock);
    return v;
}

/* An empty batch: if the ring is half full already, its end puts the next INT. */
void completion_received(struct pe *pe, const struct lpi *lpi)
{
    struct host_its *its = pe->hv->its;
    struct cmdq_batch batch;
    while (its->completion.lpi != lpi) /* it is one of theirs */
        its++;
    cmdq_begin(&batch, pe, its, CMDQ_BULK, CMDQ_COMPLETION);
    its->completion.on_the_way = false;
    cmdq_end(&batch);
    for (struct vcpu *v = take_sleeper(pe, its); v != NULL; v = take_sleeper(pe, its))
        sched_resume(pe, v);
}
