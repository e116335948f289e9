/* SPDX-License-Identifier: Apache-2.0 */
/* Physical LPIs on the hardware; see lpi.h. What arrives is dispatch/arrival.c's. */
#include "driver/lpi.h"
#include "arch/sysreg.h"
#include "driver/gic.h"
#include "driver/its.h"
#include "driver/mapping.h"
#include "driver/mmio.h"

bool lpi_table_create(struct lpi_table *table, const struct sim_machine *machine)
{
    if (machine->pe_count > LPI_PES_MAX)
        return false;
    for (unsigned n = 0; n < machine->pci_count; n++)
        table->capacity += machine->pci[n].vectors;
    table->capacity += machine->its_count; /* completion.h */
    table->id_bits = machine->lpi_id_bits;
    table->lock = sim_lock_create("host.lpi", SIM_NO_DOMAIN);
    table->entries = sim_alloc((uint64_t)table->capacity * sizeof *table->entries, 64);
    table->to_drop = sim_alloc(machine->pe_count * sizeof *table->to_drop, 64);
    return table->entries != NULL && table->to_drop != NULL;
}

/* The first of `count` consecutive entries that were given back; table->count: there are not that
 * many. */
static uint32_t find_free(const struct lpi_table *table, uint32_t count)
{
    uint32_t run = 0;
    for (uint32_t n = 0; n < table->count; n++) {
        run = table->entries[n].is_free ? run + 1u : 0;
        if (run == count)
            return n + 1u - count;
    }
    return table->count;
}

struct lpi *lpi_table_take(struct lpi_table *table, struct its_device *device, uint32_t count)
{
    const uint32_t first = find_free(table, count), end = first + count;
    if (count > table->capacity - first ||
        !lpi_in_range(INTID_LPI_FIRST + end - 1u, table->id_bits))
        return NULL;
    struct lpi *lpis = &table->entries[first];
    for (uint32_t event = 0; event < count; event++) {
        const struct lpi fresh = { .intid = INTID_LPI_FIRST + first + event,
                                   .event = event,
                                   .device = device };
        lpis[event] = fresh;
    }
    if (end > table->count)
        SHARED_STORE(table->count, end);
    return lpis;
}

void lpi_table_give_back(struct lpi_table *table, struct lpi *lpis, uint32_t count)
{
    (void)table;
    for (uint32_t n = 0; n < count; n++)
        lpis[n].is_free = true;
}

void lpi_write_config(struct pe *pe, const struct gic *gic, uint32_t intid, bool enabled)
{
    const uint8_t config = lpi_config(LPI_HOST_PRIORITY, enabled);
    HV_ASSERT(sim_write(pe->sim, lpi_config_address(gic->prop_pa, intid), &config, 1));
}

/* ---- held priorities ---- */

void lpi_hold_priority(struct pe *pe, struct lpi *lpi)
{
    SHARED_STORE(lpi->holds, pe->index + 1u);
}

static uint32_t take(uint32_t *shared)
{
    return __atomic_exchange_n(shared, 0, __ATOMIC_SEQ_CST);
}

void lpi_drop_priority(struct lpi_table *table, struct pe *pe, struct lpi *lpi)
{
    const uint32_t holder = take(&lpi->holds);
    if (holder == 0)
        return;
    if (holder == pe->index + 1u) {
        sim_msr(pe->sim, ICC_EOIR1_EL1, lpi->intid);
        return;
    }
    SHARED_STORE(table->to_drop[holder - 1u], lpi->intid);
    gic_kick(pe, holder - 1u);
}

void lpi_drop_late(struct lpi_table *table, struct pe *pe)
{
    const uint32_t intid = take(&table->to_drop[pe->index]);
    if (intid != 0)
        sim_msr(pe->sim, ICC_EOIR1_EL1, intid);
}

/* ---- on the hardware ---- */

/* CLEAR before the INV, so that arrivals after the pLPI is enabled again are delivered. */
static bool sweep(struct cmdq_batch *batch, struct lpi *lpi)
{
    return !__atomic_exchange_n(&lpi->sweep, false, __ATOMIC_SEQ_CST) ||
           host_clear_event(batch, lpi);
}

/* ---- following the flags ---- */

static bool end_batch(struct cmdq_batch *batch, uint16_t domain, const struct lpi_applying *how)
{
    struct host_its *its = batch->its;
    struct pe *pe = batch->pe;
    const cmdq_ticket ticket = cmdq_end(batch);
    sim_probe(pe->sim, PROBE_STORM_HOST_COMMANDS, domain, batch->written);
    if (how->waits && batch->written != 0 && !batch->refused)
        cmdq_wait(pe, its, ticket, CMDQ_CRITICAL);
    return !batch->refused;
}

/* Disabled, against a storm or by its guest. It takes no more branches than the test for a storm
 * alone. */
static bool is_off(const struct lpi *lpi)
{
    return lpi_is_disabled(lpi) | SHARED_LOAD(lpi->guest_off);
}

/* A pLPI that is not mapped on the ITS needs no command: mapping it posts an INV. */
bool lpi_apply(struct pe *pe, struct lpi *lpi, const struct lpi_applying *how)
{
    struct host_its *its = lpi->device->its;
    struct cmdq_batch batch;
    cmdq_begin(&batch, pe, its, CMDQ_CRITICAL, CMDQ_STORM);
    if (cmdq_room(&batch)) {
        const struct its_cmd sync = host_its_sync(its, lpi->target);
        lpi_write_config(pe, its->gic, lpi->intid, !is_off(lpi));
        if (sweep(&batch, lpi) && host_reload_event(&batch, lpi) && batch.written != 0)
            cmdq_put(&batch, &sync);
    }
    return end_batch(&batch, lpi->device->domain, how);
}

enum { LINE_BYTES = 64 };

/* The configuration bytes of up to a line of events. */
static void fill_line(uint8_t line[LINE_BYTES], const struct lpi *lpis, uint32_t count)
{
    const uint8_t enabled = lpi_config(LPI_HOST_PRIORITY, true);
    for (uint32_t n = 0; n < count; n++)
        line[n] = enabled & (uint8_t) ~(LPI_CONFIG_ENABLE * (SHARED_LOAD(lpis[n].throttled) |
                                                             SHARED_LOAD(lpis[n].guest_off)));
}

/* The bytes are consecutive: they are written a cache line at a time. */
static void write_configs(struct pe *pe, const struct its_device *device)
{
    const uint64_t pa = lpi_config_address(device->its->gic->prop_pa, device->lpis->intid);
    const bool is_off = SHARED_LOAD(device->throttled);
    uint8_t line[LINE_BYTES];
    for (unsigned n = 0; n < LINE_BYTES; n++)
        line[n] = lpi_config(LPI_HOST_PRIORITY, false);
    for (uint32_t event = 0; event < device->info->vectors; event += LINE_BYTES) {
        const uint32_t left = device->info->vectors - event;
        const uint32_t bytes = left < LINE_BYTES ? left : LINE_BYTES;
        if (!is_off)
            fill_line(line, &device->lpis[event], bytes);
        HV_ASSERT(sim_write(pe->sim, pa + event, line, bytes));
    }
}

static bool sweep_all(struct cmdq_batch *batch, struct its_device *device)
{
    if (!__atomic_exchange_n(&device->sweeps, false, __ATOMIC_SEQ_CST))
        return true;
    for (uint32_t event = 0; event < device->info->vectors; event++)
        if (!sweep(batch, &device->lpis[event]))
            return false;
    return true;
}

bool lpi_apply_device(struct pe *pe, struct its_device *device, const struct lpi_applying *how)
{
    struct cmdq_batch batch;
    cmdq_begin(&batch, pe, device->its, CMDQ_CRITICAL, CMDQ_STORM);
    if (cmdq_room(&batch) && SHARED_LOAD(device->lpis) != NULL) {
        write_configs(pe, device);
        if (sweep_all(&batch, device))
            host_reload_device(&batch, device, how->invall_from);
    }
    return end_batch(&batch, device->domain, how);
}

/* ---- following the guest ---- */

bool lpi_follow_guest(struct cmdq_batch *batch, struct lpi *lpi, bool reloads)
{
    if (!reloads && !SHARED_LOAD(lpi->guest_turned))
        return true;
    if (!cmdq_room(batch))
        return false;
    const bool has_turned = __atomic_exchange_n(&lpi->guest_turned, false, __ATOMIC_SEQ_CST);
    if (has_turned)
        lpi_write_config(batch->pe, batch->its->gic, lpi->intid, !is_off(lpi));
    return (!has_turned && !reloads) || host_reload_event(batch, lpi);
}

bool lpi_follow_guest_everywhere(struct cmdq_batch *batch, struct its_device *device,
                                 uint32_t covered)
{
    for (uint32_t event = 0; event < device->info->vectors; event++) {
        struct lpi *lpi = &device->lpis[event];
        lpi->stale |= __atomic_exchange_n(&lpi->guest_turned, false, __ATOMIC_SEQ_CST);
    }
    write_configs(batch->pe, device);
    return host_reload_stale(batch, device, covered);
}
