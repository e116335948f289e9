/* SPDX-License-Identifier: Apache-2.0 */
/* The completion LPI; see completion.h. */
#include "driver/completion.h"
#include "arch/its_ring.h"
#include "arch/its_table.h"
#include "driver/its.h"
#include "driver/lpi.h"
#include "driver/mmio.h"

enum { EVENT = 0, EVENT_BITS = 1 };

static bool is_taken(const struct sim_machine *machine, uint32_t device_id)
{
    for (unsigned n = 0; n < machine->pci_count; n++)
        if (machine->pci[n].device_id == device_id)
            return true;
    return false;
}

/* The highest DeviceID that no PCI function has. */
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
    /* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): without an LPI the boot has panicked */
    const uint32_t intid = its->completion.lpi->intid;
    const struct its_cmd cmds[] = {
        its_cmd_mapd(id, EVENT_BITS, itt, true),
        its_cmd_mapti(id, EVENT, intid, (uint16_t)pe->index),
    };
    lpi_write_config(pe, its->gic, intid, true);
    host_its_post_at_boot(pe, its, cmds, sizeof cmds / sizeof *cmds);
}

void completion_boot(struct pe *pe, struct host_its *its, struct lpi_table *lpis, bool at_half)
{
    const uint64_t itt =
        ram_alloc(its->ram, (uint64_t)its->itt_entry_bytes << EVENT_BITS, ITS_ITT_ALIGN);
    struct lpi *lpi = lpi_table_take(lpis, NULL, 1);
    if (itt == 0 || lpi == NULL)
        HV_PANIC("no RAM or INTID left for the completion LPI");
    its->completion.lpi = lpi;
    its->completion.at_half = at_half;
    its->completion.device_id = free_device_id(its->gic->machine, its);
    map(pe, its, itt);
}

bool completion_is_due(const struct host_its *its)
{
    const struct completion *completion = &its->completion;
    const uint32_t used = its_ring_used(its->creadr, its->cwriter, its->ring_bytes);
    const bool is_half_full = 2u * used >= its->usable_slots;
    return SHARED_LOAD(completion->is_open) && !completion->on_the_way &&
           (completion->is_asked || (completion->at_half && is_half_full));
}

/* Posts an empty batch, whose end puts the INT. */
bool completion_ask(struct pe *pe, struct host_its *its)
{
    struct cmdq_batch batch;
    cmdq_begin(&batch, pe, its, CMDQ_NO_WAIT, CMDQ_COMPLETION);
    its->completion.is_asked = !its->completion.on_the_way;
    cmdq_end(&batch);
    return SHARED_LOAD(its->completion.on_the_way);
}

/* Posts an empty batch: if the ring is still half full, its end puts the next INT. */
void completion_received(struct pe *pe, struct host_its *its)
{
    struct cmdq_batch batch;
    cmdq_begin(&batch, pe, its, CMDQ_BULK, CMDQ_COMPLETION);
    SHARED_STORE(its->completion.on_the_way, false);
    cmdq_end(&batch);
}
