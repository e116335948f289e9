/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bring-up of the physical ITS: tables, ring, enable, one collection per PE. Its command ring at
 * work is cmdq.c.
 */
#include "driver/its.h"
#include "arch/its_regs.h"
#include "arch/its_ring.h"
#include "driver/mmio.h"
#include "kit/least.h"

enum {
    CACHE_RAWAWB = 7,
    INNER_SHAREABLE = 1,
    PAGE_64K = 2,
    TABLE_PAGES_MAX = 256,
    BOOT_TRIES = 1000
};

enum { CREADR, BURST, USABLE_SLOTS, RESERVED_SLOTS, BULK_ADMISSION };

const struct hv_knob host_its_knobs[] = {
    [CREADR] = { .name = "host.creadr",
                 .kind = HV_CHOICE,
                 .initial = HOST_CREADR_CACHED,
                 .choices = "cached|each",
                 .text = "Host ITS driver: read GITS_CREADR only when the ring looks full, or "
                         "before each command (Xen)." },
    [BURST] = { .name = "host.burst",
                .kind = HV_UINT,
                .initial = 32,
                .min = 1,
                .max = 32767,
                .unit = "commands",
                .text = "Host ITS driver: commands written per GITS_CWRITER write (Xen: 1)." },
    [USABLE_SLOTS] = { .name = "host.usable_slots",
                       .kind = HV_UINT,
                       .initial = 32767,
                       .min = 4,
                       .max = 32767,
                       .unit = "slots",
                       .text = "Slots of the host ring that commands may fill at once; the ring "
                               "itself takes one command less than it has slots." },
    [RESERVED_SLOTS] = { .name = "host.reserved_slots",
                         .kind = HV_UINT,
                         .initial = 2,
                         .max = 64,
                         .unit = "slots",
                         .text = "Free slots of the host ring that only critical commands take: "
                                 "INV and SYNC against a storm. One at least is left to others, "
                                 "two if a scheduler's INT is among them." },
    [BULK_ADMISSION] = { .name = "host.bulk_admission",
                         .kind = HV_CHOICE,
                         .initial = HOST_BULK_WAITS,
                         .choices = "wait|refuse",
                         .text = "A bulk command that would eat into the reserved slots waits as "
                                 "queue_full says, or is refused at once." },
    KNOBS_END
};

void host_its_set_burst(struct host_its *its, const struct knobs *knobs)
{
    its->burst_commands = (uint32_t)knob(knobs, &host_its_knobs[BURST]);
}

uint32_t host_its_reservable(const struct knobs *knobs, uint32_t others)
{
    return (uint32_t)knob(knobs, &host_its_knobs[USABLE_SLOTS]) - others;
}

bool host_its_create(struct host_its *its, unsigned index, const struct gic *gic, struct ram *ram,
                     const struct knobs *knobs)
{
    const struct sim_its_info *info = &gic->machine->its[index];
    its->info = info;
    its->index = index;
    its->gic = gic;
    its->ram = ram;
    its->lock = sim_lock_create("host.cmdq", SIM_NO_DOMAIN);
    its->ring_bytes = info->cmdq_bytes;
    its->ring_pa = ram_alloc(ram, info->cmdq_bytes, 0x10000);
    its->creadr_policy = (enum host_creadr)knob(knobs, &host_its_knobs[CREADR]);
    host_its_set_burst(its, knobs);
    its->usable_slots =
        least(knob(knobs, &host_its_knobs[USABLE_SLOTS]), its_ring_free(0, 0, its->ring_bytes));
    its->reserved_slots =
        least(knob(knobs, &host_its_knobs[RESERVED_SLOTS]), its->usable_slots - 1u);
    its->bulk_admission = (enum host_bulk)knob(knobs, &host_its_knobs[BULK_ADMISSION]);
    return its->ring_pa != 0 && info->cmdq_bytes >= ITS_RING_PAGE_BYTES &&
           info->cmdq_bytes % ITS_RING_PAGE_BYTES == 0 &&
           info->cmdq_bytes <= ITS_RING_MAX_PAGES * ITS_RING_PAGE_BYTES;
}

static uint64_t reg_read(struct pe *pe, const struct host_its *its, uint32_t offset, uint32_t bytes)
{
    return mmio_read(pe, its->info->base + offset, bytes);
}

static void reg_write(struct pe *pe, const struct host_its *its, uint32_t offset, uint64_t value,
                      uint32_t bytes)
{
    mmio_write(pe, its->info->base + offset, value, bytes);
}

/* One flat table of `entries`. IDs that do not fit into 256 pages of 64 KiB have no entry: they are
 * out of range. */
static void give_table(struct pe *pe, struct host_its *its, uint32_t offset, uint64_t baser,
                       uint64_t entries)
{
    const uint64_t entry_bytes = bits_get(baser, GITS_BASER_ENTRY_BYTES) + 1u;
    uint64_t pages = (entries * entry_bytes + 0xffff) / 0x10000;
    if (pages > TABLE_PAGES_MAX)
        pages = TABLE_PAGES_MAX;
    const uint64_t pa = ram_alloc(its->ram, pages * 0x10000, 0x10000);
    if (pa == 0)
        HV_PANIC("no RAM left for a table of the physical ITS");
    HV_ASSERT(pa < bit(48));
    uint64_t value =
        pa | bits_put(0, GITS_BASER_VALID, 1) | bits_put(0, GITS_BASER_INNER_CACHE, CACHE_RAWAWB);
    value |= bits_put(0, GITS_BASER_SHAREABILITY, INNER_SHAREABLE) |
             bits_put(0, GITS_BASER_PAGE_SIZE, PAGE_64K);
    reg_write(pe, its, offset, value | bits_put(0, GITS_BASER_PAGES, pages - 1u), 8);
}

static void give_tables(struct pe *pe, struct host_its *its)
{
    for (unsigned n = 0; n < GITS_BASERS; n++) {
        const uint32_t offset = GITS_BASER0 + 8u * n;
        const uint64_t baser = reg_read(pe, its, offset, 8);
        const uint64_t type = bits_get(baser, GITS_BASER_TYPE);
        if (type == GITS_TABLE_DEVICES)
            give_table(pe, its, offset, baser, bit(its->info->device_bits));
        else if (type == GITS_TABLE_COLLECTIONS)
            give_table(pe, its, offset, baser, its->gic->machine->pe_count);
    }
}

static void give_ring(struct pe *pe, struct host_its *its)
{
    uint64_t cbaser = its->ring_pa | bits_put(0, GITS_CBASER_VALID, 1) |
                      bits_put(0, GITS_CBASER_INNER_CACHE, CACHE_RAWAWB);
    cbaser |= bits_put(0, GITS_CBASER_SHAREABILITY, INNER_SHAREABLE);
    cbaser |= bits_put(0, GITS_CBASER_PAGES, its->ring_bytes / ITS_RING_PAGE_BYTES - 1u);
    reg_write(pe, its, GITS_CBASER, cbaser, 8);
    reg_write(pe, its, GITS_CWRITER, 0, 8);
}

void host_its_boot(struct pe *pe, struct host_its *its)
{
    its->itt_entry_bytes =
        (uint32_t)bits_get(reg_read(pe, its, GITS_TYPER, 8), GITS_TYPER_ITT_ENTRY) + 1u;
    give_tables(pe, its);
    give_ring(pe, its);
    reg_write(pe, its, GITS_CTLR, GITS_CTLR_ENABLED, 4);
    sim_dsb(pe->sim);
}

struct its_cmd host_its_sync(const struct host_its *its, unsigned target)
{
    return its_cmd_sync(its->gic->pe[target].rdbase);
}

/* Posts as many as the ring takes; returns how many. */
static unsigned post_some(struct pe *pe, struct host_its *its, const struct its_cmd *cmds,
                          unsigned count, cmdq_ticket *ticket)
{
    unsigned posted = 0;
    struct cmdq_batch batch;
    cmdq_begin(&batch, pe, its, CMDQ_BULK, CMDQ_BOOT);
    while (posted < count && cmdq_put(&batch, &cmds[posted]))
        posted++;
    *ticket = cmdq_end(&batch);
    return posted;
}

/* A policy may refuse; at boot the only answer is to try again. */
cmdq_ticket host_its_post_at_boot(struct pe *pe, struct host_its *its, const struct its_cmd *cmds,
                                  unsigned count)
{
    cmdq_ticket ticket = 0;
    unsigned posted = post_some(pe, its, cmds, count, &ticket);
    for (unsigned tries = 0; posted < count; tries++) {
        if (tries == BOOT_TRIES)
            HV_PANIC("the physical ITS takes no command at boot");
        cmdq_poll_delay(pe);
        posted += post_some(pe, its, &cmds[posted], count - posted, &ticket);
    }
    return ticket;
}

void host_its_map_pe(struct pe *pe, struct host_its *its)
{
    const struct its_cmd cmds[] = {
        its_cmd_mapc((uint16_t)pe->index, its->gic->pe[pe->index].rdbase, true),
        host_its_sync(its, pe->index),
    };
    const cmdq_ticket ticket = host_its_post_at_boot(pe, its, cmds, sizeof cmds / sizeof *cmds);
    cmdq_wait(pe, its, ticket, CMDQ_BULK);
}
