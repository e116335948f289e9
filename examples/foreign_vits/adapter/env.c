/* SPDX-License-Identifier: MIT */
/* Seam 1, from below: what the foreign code asks for (env.h), by sim_*, the kit and the stub's
 * vGIC. */
#include "arch/its_cmd.h"
#include "base/probes.h"
#include "driver/lpi.h"
#include "guest.h"
#include "kit/log.h"
#include "kit/spinlock.h"
#include "vgic/usable.h"
#include "vgic/vgic.h"

/* ---- locks ---- */

bool spin_lock_init(spinlock_t *lock, struct guest *g, const char *name)
{
    struct spinlock *raw = sim_alloc(sizeof *raw, 16);
    if (raw == NULL)
        return false;
    spinlock_create(raw, name, g->dom->id);
    lock->raw = raw;
    return true;
}

void spin_lock(spinlock_t *lock)
{
    spinlock_take(sim_pe_self(), lock->raw);
}

void spin_unlock(spinlock_t *lock)
{
    spinlock_drop(sim_pe_self(), lock->raw);
}

bool spin_is_locked(const spinlock_t *lock)
{
    return spinlock_is_mine(sim_pe_self(), lock->raw);
}

/* ---- guest memory: charged by sim_read and sim_write ---- */

int access_guest_memory(struct guest *g, uint64_t gpa, void *buf, uint32_t size, bool is_write)
{
    const uint64_t pa = guest_ram_pa(g->dom, gpa, size);
    sim_pe *pe = sim_pe_self();
    if (pa == 0)
        return -1;
    return (is_write ? sim_write(pe, pa, buf, size) : sim_read(pe, pa, buf, size)) ? 0 : -1;
}

/* ---- trapped registers: one handler a guest ---- */

void register_mmio_handler(struct guest *g, const struct mmio_handler_ops *ops, uint64_t gpa,
                           uint64_t size, void *priv)
{
    (void)gpa, (void)size;
    g->ops = ops;
    g->priv = priv;
}

/* ---- virtual LPIs: the stub's vGIC ---- */

unsigned guest_max_vcpus(const struct guest *g)
{
    return g->dom->vcpu_count;
}

uint32_t guest_lpi_end(const struct guest *g)
{
    return vgic_vlpi_end(g->dom->vgic);
}

/* NULL: not one that is mapped. */
static struct virq *mapped(struct guest *g, uint32_t vlpi)
{
    struct virq *irq = vgic_vlpi(g->dom, vlpi);
    return irq != NULL && irq->mapped ? irq : NULL;
}

bool guest_lpi_is(struct guest *g, uint32_t vlpi, uint32_t devid, uint32_t eventid)
{
    const struct virq *irq = mapped(g, vlpi);
    return irq != NULL && irq->device == devid && irq->event == eventid;
}

bool guest_lpi_is_in(struct guest *g, uint32_t vlpi, uint16_t coll)
{
    const struct virq *irq = mapped(g, vlpi);
    return irq != NULL && irq->icid == coll;
}

bool guest_lpi_is_of(struct guest *g, uint32_t vlpi, uint32_t devid)
{
    const struct virq *irq = mapped(g, vlpi);
    return irq != NULL && irq->device == devid;
}

/* A pLPI is bound to one vLPI at a time. */
static void free_physical(struct guest *g, const struct lpi *lpi, uint32_t vlpi)
{
    struct virq *old = lpi != NULL && lpi->vlpi != vlpi ? mapped(g, lpi->vlpi) : NULL;
    if (old != NULL)
        vgic_unmap(guest_pe(g), old);
}

int guest_lpi_map(struct guest *g, uint32_t vlpi, uint32_t devid, uint32_t eventid, uint16_t coll,
                  unsigned vcpu)
{
    struct virq *irq = vgic_vlpi(g->dom, vlpi);
    const struct vlpi_mapping mapping = { .device = devid,
                                          .event = eventid,
                                          .icid = coll,
                                          .target = &g->dom->vcpus[vcpu],
                                          .lpi = domain_lpi(g->dom, devid, eventid) };
    if (irq == NULL || vgic_is_taken(irq, devid, eventid))
        return -1;
    free_physical(g, mapping.lpi, vlpi);
    vgic_map(guest_pe(g), g->dom, vlpi, &mapping);
    if (!vgic_reload(guest_pe(g), g->dom, irq))
        return -1;
    usable_note_event(guest_pe(g), irq->lpi);
    return 0;
}

void guest_lpi_unmap(struct guest *g, uint32_t vlpi)
{
    vgic_unmap(guest_pe(g), vgic_vlpi(g->dom, vlpi));
}

void guest_lpi_move(struct guest *g, uint32_t vlpi, uint16_t coll, unsigned vcpu)
{
    vgic_retarget(guest_pe(g), vgic_vlpi(g->dom, vlpi), coll, &g->dom->vcpus[vcpu]);
}

void guest_lpi_move_pending(struct guest *g, unsigned from, unsigned to)
{
    struct vcpu *vcpus = g->dom->vcpus;
    if (from == to || !vcpus[from].vgic->lpis_enabled || !vcpus[to].vgic->lpis_enabled)
        return;
    for (uint32_t vlpi = INTID_LPI_FIRST; vlpi < guest_lpi_end(g); vlpi++)
        vgic_move_pending(guest_pe(g), vgic_vlpi(g->dom, vlpi), &vcpus[from], &vcpus[to]);
}

void guest_lpi_inject(struct guest *g, uint32_t vlpi)
{
    vgic_trigger(guest_pe(g), vgic_vlpi(g->dom, vlpi));
}

void guest_lpi_clear(struct guest *g, uint32_t vlpi)
{
    vgic_clear(guest_pe(g), vgic_vlpi(g->dom, vlpi));
}

/* Of one vLPI for INV, of each in turn for INVALL. */
int guest_lpi_update_config(struct guest *g, uint32_t vlpi)
{
    struct virq *irq = vgic_vlpi(g->dom, vlpi);
    if (!vgic_reload(guest_pe(g), g->dom, irq))
        return -1;
    usable_note_event(guest_pe(g), irq->lpi);
    return 0;
}

void guest_lpis_enable(struct guest *g, bool enable)
{
    vgic_translate(guest_pe(g), g->dom, enable);
}

/* ---- the rest ---- */

/* A guest's own, so that one that maps devices without end runs out alone. */
void *guest_xzalloc(struct guest *g, size_t bytes)
{
    return heap_alloc(&g->heap, bytes);
}

void gprintk(const struct guest *g, const char *what, uint64_t word0, uint64_t word1)
{
    hv_log(SIM_LOG_WARNING, "%s: %s (0x%lx, 0x%lx)", g->dom->info->name, what, word0, word1);
}

void trace_command(struct guest *g, unsigned opcode, bool begin)
{
    static const enum probe_row rows[] = {
        [ITS_OP_MOVI] = PROBE_VITS_MOVI,     [ITS_OP_INT] = PROBE_VITS_INT,
        [ITS_OP_CLEAR] = PROBE_VITS_CLEAR,   [ITS_OP_SYNC] = PROBE_VITS_SYNC,
        [ITS_OP_MAPD] = PROBE_VITS_MAPD,     [ITS_OP_MAPC] = PROBE_VITS_MAPC,
        [ITS_OP_MAPTI] = PROBE_VITS_MAPTI,   [ITS_OP_MAPI] = PROBE_VITS_MAPI,
        [ITS_OP_INV] = PROBE_VITS_INV,       [ITS_OP_INVALL] = PROBE_VITS_INVALL,
        [ITS_OP_MOVALL] = PROBE_VITS_MOVALL, [ITS_OP_DISCARD] = PROBE_VITS_DISCARD,
    };
    sim_pe *pe = sim_pe_self();
    sim_span(pe, SIM_SPAN_VITS_COMMAND, begin);
    if (begin && opcode < sizeof rows / sizeof *rows && rows[opcode] != 0)
        sim_probe(pe, rows[opcode], g->dom->id, 1);
}
