/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hv_needs: what this hypervisor needs of a machine, before there is one. The need of RAM is what
 * creation, boot and the assignment of every device take, allocated here in the same order from
 * unlimited RAM; a test compares the sum with what they really take.
 */
#include "arch/intid.h"
#include "arch/its_table.h"
#include "arch/lpi_table.h"
#include "dispatch/hv.h"
#include "driver/mapping.h"
#include "policy/propagate/propagate.h"
#include "policy/queue_full/queue_full.h"
#include "vits/vits.h"

enum { TABLE_ALIGN = 0x10000, TABLE_BYTES_MAX = 256 * 0x10000, COMPLETION_EVENT_BITS = 1 };

/* The least n with 2^n >= count. */
static unsigned bits_for(uint64_t count)
{
    unsigned bits = 0;
    while (bit(bits) < count)
        bits++;
    return bits;
}

static void need(struct hv_need *needs, unsigned max, unsigned *count, const struct hv_need *row)
{
    if (*count < max)
        needs[(*count)++] = *row;
}

/* ---- LPIs ---- */

static uint64_t lpis_of(const struct sim_machine *m, const struct knobs *knobs)
{
    uint64_t lpis = hv_uses_completion(knobs) ? m->its_count : 0;
    for (unsigned n = 0; n < m->domain_count; n++)
        for (unsigned i = 0; i < m->domains[n].device_count; i++)
            lpis += m->domains[n].devices[i]->vectors;
    return lpis;
}

/* ---- RAM ---- */

static void take(struct ram *ram, uint64_t bytes, uint64_t align)
{
    ram_alloc(ram, bytes, align);
}

static void take_table(struct ram *ram, uint64_t entries, uint64_t entry_bytes)
{
    const uint64_t bytes = (entries * entry_bytes + TABLE_ALIGN - 1) & ~(TABLE_ALIGN - 1ull);
    take(ram, bytes < TABLE_BYTES_MAX ? bytes : TABLE_BYTES_MAX, TABLE_ALIGN);
}

static void take_boot(struct ram *ram, const struct sim_machine *m, const struct knobs *knobs)
{
    for (unsigned n = 0; n < m->its_count; n++) {
        take_table(ram, bit(m->its[n].device_bits), ITS_DTE_BYTES);
        take_table(ram, m->pe_count, ITS_CTE_BYTES);
        if (hv_uses_completion(knobs))
            take(ram, (uint64_t)ITS_ITE_BYTES << COMPLETION_EVENT_BITS, ITS_ITT_ALIGN);
    }
}

static void take_devices(struct ram *ram, const struct sim_domain_info *domain)
{
    for (unsigned n = 0; n < domain->device_count; n++)
        take(ram, (uint64_t)ITS_ITE_BYTES << host_event_bits(domain->devices[n]->vectors),
             ITS_ITT_ALIGN);
}

static uint64_t ram_of(const struct sim_machine *m, const struct knobs *knobs)
{
    struct ram ram = { .next = m->ram_base, .end = UINT64_MAX };
    take(&ram, lpi_config_table_bytes(m->lpi_id_bits), TABLE_ALIGN);
    for (unsigned n = 0; n < m->pe_count; n++)
        take(&ram, lpi_pending_table_bytes(m->lpi_id_bits), TABLE_ALIGN);
    for (unsigned n = 0; n < m->its_count; n++)
        take(&ram, m->its[n].cmdq_bytes, TABLE_ALIGN);
    for (unsigned n = 0; n < m->domain_count; n++)
        take(&ram, m->domains[n].ram_bytes, TABLE_ALIGN);
    take_boot(&ram, m, knobs);
    for (unsigned n = 0; n < m->domain_count; n++)
        take_devices(&ram, &m->domains[n]);
    return ram.next - m->ram_base;
}

/* ---- knobs that do not go together ---- */

/* Without a slot bulk would wait for ever, and so would guests if the INT of each pass took their
 * only one. */
static void need_slots(const struct knobs *knobs, struct hv_need *needs, unsigned max,
                       unsigned *count)
{
    const bool has_ints = batch_uses_completion(knobs);
    const struct hv_need reserved = {
        .key = "hypervisor.host.reserved_slots",
        .at_most = true,
        .limit = host_its_reservable(knobs, has_ints ? 2 : 1),
        .what = has_ints ? "of host.usable_slots one must be left to guests' commands, and one to "
                           "the INT of vits.batch_triggers"
                         : "of host.usable_slots one must be left to commands that can wait",
    };
    need(needs, max, count, &reserved);
}

/* pLPIs must be enabled: from the beginning, or when their guest enables them. */
static void refuse_disabled(const struct knobs *knobs, struct refusals *refusals)
{
    if (assign_chosen(knobs).follows_guest && !propagate_chosen(knobs).couples)
        knobs_refuse(refusals, "hypervisor.assign.enable",
                     "vits.propagate: inv, all or sync_each, with vits.enable_coupling: coupled");
}

/* An enable bit that is copied by INVALL needs an INVALL that reads every byte. */
static void refuse_uncopied(const struct knobs *knobs, struct refusals *refusals)
{
    if (propagate_chosen(knobs).couples && !invall_reads_all(knobs))
        knobs_refuse(refusals, "hypervisor.vits.invall",
                     "full or xen, which read every byte: with vits.enable_coupling: coupled the "
                     "enable bits go along");
}

void hv_refuse(const struct knobs *knobs, struct refusals *refusals)
{
    batch_refuse(knobs, refusals);
    vgic_refuse(knobs, refusals);
    vits_refuse(knobs, refusals);
    refuse_disabled(knobs, refusals);
    refuse_uncopied(knobs, refusals);
}

static void need_other_values(const struct knobs *knobs, struct hv_need *needs, unsigned max,
                              unsigned *count)
{
    struct refusals refusals = { .count = 0 };
    hv_refuse(knobs, &refusals);
    for (unsigned n = 0; n < refusals.count; n++) {
        const struct hv_need row = { .key = refusals.list[n].key,
                                     .at_most = true, /* of a number: 0 */
                                     .what = refusals.list[n].what };
        need(needs, max, count, &row);
    }
}

/* ---- the export ---- */

static unsigned device_ids_below(const struct sim_machine *m, uint64_t end)
{
    unsigned ids = 0;
    for (unsigned n = 0; n < m->pci_count; n++)
        ids += m->pci[n].device_id < end;
    return ids;
}

unsigned hv_needs(const struct sim_machine *machine, const uint64_t *values, struct hv_need *needs,
                  unsigned max)
{
    const struct knobs knobs = { hv_knob_table(), values };
    unsigned count = 0;
    const struct hv_need id_bits = {
        .key = "platform.lpi_id_bits",
        .limit = bits_for(INTID_LPI_FIRST + lpis_of(machine, &knobs)),
        .what = "an LPI for each vector of the domains' devices",
    };
    const struct hv_need ram = {
        .key = "platform.ram",
        .limit = ram_of(machine, &knobs),
        .what = "the domains' memory, and tables and command rings of the GIC",
    };
    need_slots(&knobs, needs, max, &count);
    need_other_values(&knobs, needs, max, &count);
    need(needs, max, &count, &id_bits);
    need(needs, max, &count, &ram);
    for (uint16_t n = 0; n < machine->its_count; n++) {
        const unsigned device_bits = machine->its[n].device_bits;
        const bool is_full = device_ids_below(machine, bit(device_bits)) == bit(device_bits);
        const struct hv_need icid_bits = {
            .key = "platform.its[].icid_bits",
            .index = n,
            .limit = bits_for(machine->pe_count),
            .what = "a collection for each PE",
        };
        const struct hv_need own_id = {
            .key = "platform.its[].device_bits",
            .index = n,
            .limit = device_bits + 1u,
            .what = "a DeviceID beside those of the functions, for its completion interrupt",
        };
        need(needs, max, &count, &icid_bits);
        if (hv_uses_completion(&knobs) && is_full)
            need(needs, max, &count, &own_id);
    }
    return count;
}
