/* SPDX-License-Identifier: MIT */
/*
 * A virtual ITS of another house: registers and commands. Tables are in guest memory in formats of
 * its own; beside them it keeps a list of the devices that were mapped. Two locks: vcmd_lock for
 * the command loop, its_lock for what registers say. It stands for code that somebody brings, and
 * is left as it is; what it needs is in env.h.
 */
#include "virtual_its.h"
#include "arch/its_regs.h"

#define ITS_CMD_SIZE 32u
#define GITS_FRAME_SIZE 0x10000u
#define MAX_DEVID_BITS 16u
#define MAX_EVID_BITS 16u
#define UNMAPPED_COLLECTION 0xffffu

struct virtual_its {
    struct guest *g;
    spinlock_t vcmd_lock; /* creadr, and who executes */
    spinlock_t its_lock;  /* the registers below */
    uint64_t cbaser, baser_dev, baser_coll;
    uint64_t cwriter, creadr;
    bool enabled;
    struct list_head devices;
};

struct its_device {
    struct list_head node;
    uint32_t devid;
    uint64_t itt;
    uint32_t events; /* 0: not mapped any more */
};

/* In the guest's ITT. */
struct itte {
    uint32_t vlpi; /* 0: none */
    uint16_t collection;
    uint16_t pad;
};

#define FIELD(cmd, word, shift, bits) (((cmd)[word] >> (shift)) & ((1ull << (bits)) - 1u))

static uint32_t cmd_devid(const uint64_t *cmd)
{
    return (uint32_t)FIELD(cmd, 0, 32, 32);
}

static uint32_t cmd_eventid(const uint64_t *cmd)
{
    return (uint32_t)FIELD(cmd, 1, 0, 32);
}

static uint16_t cmd_collection(const uint64_t *cmd)
{
    return (uint16_t)FIELD(cmd, 2, 0, 16);
}

/* ---- collections: a table of 8-byte entries, the vCPU and one ---- */

static uint64_t coll_entries(const struct virtual_its *its)
{
    return gits_baser_bytes(its->baser_coll) / 8u;
}

static int write_collection(struct virtual_its *its, uint16_t coll, uint64_t vcpu_plus_1)
{
    if (!(its->baser_coll >> 63) || coll >= coll_entries(its))
        return -1;
    return access_guest_memory(its->g, gits_baser_address(its->baser_coll) + coll * 8u,
                               &vcpu_plus_1, 8, true);
}

static int read_collection(struct virtual_its *its, uint16_t coll, unsigned *vcpu)
{
    uint64_t entry = 0;
    if (!(its->baser_coll >> 63) || coll >= coll_entries(its))
        return -1;
    if (access_guest_memory(its->g, gits_baser_address(its->baser_coll) + coll * 8u, &entry, 8,
                            false))
        return -1;
    if (entry == 0 || entry > guest_max_vcpus(its->g)) /* the guest may have written it */
        return -1;
    *vcpu = (unsigned)entry - 1u;
    return 0;
}

/* ---- devices ---- */

static struct its_device *find_device(struct virtual_its *its, uint32_t devid)
{
    struct list_head *pos;
    list_for_each(pos, &its->devices)
    {
        struct its_device *dev = container_of(pos, struct its_device, node);
        if (dev->devid == devid)
            return dev;
    }
    return NULL;
}

static int access_itte(struct virtual_its *its, uint32_t devid, uint32_t eventid, struct itte *itte,
                       bool is_write)
{
    const struct its_device *dev = find_device(its, devid);
    if (dev == NULL || eventid >= dev->events)
        return -1;
    return access_guest_memory(its->g, dev->itt + (uint64_t)eventid * sizeof *itte, itte,
                               sizeof *itte, is_write);
}

/* The vLPI of an event, if the guest's ITT has not been tampered with. 0: there is none. */
static uint32_t event_vlpi(struct virtual_its *its, uint32_t devid, uint32_t eventid,
                           struct itte *itte)
{
    if (access_itte(its, devid, eventid, itte, false) || itte->vlpi == 0)
        return 0;
    return guest_lpi_is(its->g, itte->vlpi, devid, eventid) ? itte->vlpi : 0;
}

static void discard_device(struct virtual_its *its, uint32_t devid)
{
    const uint32_t end = guest_lpi_end(its->g);
    for (uint32_t vlpi = 8192; vlpi < end; vlpi++)
        if (guest_lpi_is_of(its->g, vlpi, devid))
            guest_lpi_unmap(its->g, vlpi);
}

/* ---- commands; 0, or a negative number ---- */

static int handle_mapd(struct virtual_its *its, const uint64_t *cmd)
{
    const uint32_t devid = cmd_devid(cmd);
    const unsigned bits = (unsigned)FIELD(cmd, 1, 0, 5) + 1u;
    const bool valid = cmd[2] >> 63;
    struct its_device *dev = find_device(its, devid);

    if (devid >> MAX_DEVID_BITS || bits > MAX_EVID_BITS)
        return -1;
    if (dev != NULL && dev->events != 0)
        discard_device(its, devid);
    if (dev == NULL && valid) {
        dev = guest_xzalloc(its->g, sizeof *dev);
        if (dev == NULL)
            return -1;
        dev->devid = devid;
        list_add_tail(&dev->node, &its->devices);
    }
    if (dev != NULL) {
        dev->itt = cmd[2] & 0x000fffffffffff00ull;
        dev->events = valid ? 1u << bits : 0;
    }
    return 0;
}

static int handle_mapc(struct virtual_its *its, const uint64_t *cmd)
{
    const uint16_t coll = cmd_collection(cmd);
    const uint64_t vcpu = FIELD(cmd, 2, 16, 35);
    const bool valid = cmd[2] >> 63;
    const uint32_t end = guest_lpi_end(its->g);

    if (valid && vcpu >= guest_max_vcpus(its->g))
        return -1;
    if (write_collection(its, coll, valid ? vcpu + 1u : 0))
        return -1;
    for (uint32_t vlpi = 8192; valid && vlpi < end; vlpi++)
        if (guest_lpi_is_in(its->g, vlpi, coll))
            guest_lpi_move(its->g, vlpi, coll, (unsigned)vcpu);
    return 0;
}

static int map_event(struct virtual_its *its, const uint64_t *cmd, uint32_t vlpi)
{
    struct itte itte = { vlpi, cmd_collection(cmd), 0 }, old;
    const uint32_t before = event_vlpi(its, cmd_devid(cmd), cmd_eventid(cmd), &old);
    unsigned vcpu;

    if (read_collection(its, itte.collection, &vcpu))
        return -1;
    if (access_itte(its, cmd_devid(cmd), cmd_eventid(cmd), &itte, true))
        return -1;
    if (before != 0 && before != vlpi)
        guest_lpi_unmap(its->g, before);
    return guest_lpi_map(its->g, vlpi, cmd_devid(cmd), cmd_eventid(cmd), itte.collection, vcpu);
}

static int handle_inv(struct virtual_its *its, const uint64_t *cmd)
{
    struct itte itte;
    const uint32_t vlpi = event_vlpi(its, cmd_devid(cmd), cmd_eventid(cmd), &itte);
    return vlpi == 0 ? -1 : guest_lpi_update_config(its->g, vlpi);
}

static int handle_invall(struct virtual_its *its, const uint64_t *cmd)
{
    const uint32_t end = guest_lpi_end(its->g);
    unsigned vcpu;
    int result = 0;
    if (read_collection(its, cmd_collection(cmd), &vcpu))
        return -1;
    for (uint32_t vlpi = 8192; vlpi < end; vlpi++)
        if (guest_lpi_is_in(its->g, vlpi, cmd_collection(cmd)))
            result |= guest_lpi_update_config(its->g, vlpi);
    return result;
}

static int handle_int_or_clear(struct virtual_its *its, const uint64_t *cmd, bool is_int)
{
    struct itte itte;
    const uint32_t vlpi = event_vlpi(its, cmd_devid(cmd), cmd_eventid(cmd), &itte);
    if (vlpi == 0)
        return -1;
    if (is_int)
        guest_lpi_inject(its->g, vlpi);
    else
        guest_lpi_clear(its->g, vlpi);
    return 0;
}

static int handle_discard(struct virtual_its *its, const uint64_t *cmd)
{
    struct itte itte;
    const uint32_t vlpi = event_vlpi(its, cmd_devid(cmd), cmd_eventid(cmd), &itte);
    if (vlpi == 0)
        return -1;
    guest_lpi_unmap(its->g, vlpi);
    itte.vlpi = 0;
    itte.collection = UNMAPPED_COLLECTION;
    return access_itte(its, cmd_devid(cmd), cmd_eventid(cmd), &itte, true);
}

static int handle_movi(struct virtual_its *its, const uint64_t *cmd)
{
    struct itte itte;
    const uint32_t vlpi = event_vlpi(its, cmd_devid(cmd), cmd_eventid(cmd), &itte);
    unsigned vcpu;
    if (vlpi == 0 || read_collection(its, cmd_collection(cmd), &vcpu))
        return -1;
    itte.collection = cmd_collection(cmd);
    guest_lpi_move(its->g, vlpi, itte.collection, vcpu);
    return access_itte(its, cmd_devid(cmd), cmd_eventid(cmd), &itte, true);
}

static int handle_movall(struct virtual_its *its, const uint64_t *cmd)
{
    const uint64_t from = FIELD(cmd, 2, 16, 35), to = FIELD(cmd, 3, 16, 35);
    if (from >= guest_max_vcpus(its->g) || to >= guest_max_vcpus(its->g))
        return -1;
    guest_lpi_move_pending(its->g, (unsigned)from, (unsigned)to);
    return 0;
}

static int handle_cmd(struct virtual_its *its, const uint64_t *cmd)
{
    switch (cmd[0] & 0xffu) {
    case 0x01: return handle_movi(its, cmd);
    case 0x03: return handle_int_or_clear(its, cmd, true);
    case 0x04: return handle_int_or_clear(its, cmd, false);
    case 0x05: return 0; /* SYNC: all is done already */
    case 0x08: return handle_mapd(its, cmd);
    case 0x09: return handle_mapc(its, cmd);
    case 0x0a: return map_event(its, cmd, (uint32_t)FIELD(cmd, 1, 32, 32));
    case 0x0b: return map_event(its, cmd, cmd_eventid(cmd));
    case 0x0c: return handle_inv(its, cmd);
    case 0x0d: return handle_invall(its, cmd);
    case 0x0e: return handle_movall(its, cmd);
    case 0x0f: return handle_discard(its, cmd);
    default: return -1;
    }
}

/* Everything up to CWRITER. A command in error is skipped. */
static void handle_cmds(struct virtual_its *its)
{
    uint64_t cmd[4];
    while (its->creadr != its->cwriter) {
        if (access_guest_memory(its->g, gits_cbaser_address(its->cbaser) + its->creadr, cmd,
                                ITS_CMD_SIZE, false)) {
            gprintk(its->g, "command ring is not in memory", its->cbaser, its->creadr);
            return;
        }
        const unsigned opcode = (unsigned)(cmd[0] & 0xffu);
        trace_command(its->g, opcode, true);
        if (handle_cmd(its, cmd))
            gprintk(its->g, "command refused", cmd[0], cmd[1]);
        trace_command(its->g, opcode, false);
        its->creadr = (its->creadr + ITS_CMD_SIZE) % gits_cbaser_bytes(its->cbaser);
    }
}

/* ---- registers ---- */

static uint64_t baser(uint64_t value, uint64_t type)
{
    value &= ~(7ull << 56 | 0x1full << 48 | 1ull << 62);
    return value | type << 56 | 7ull << 48; /* entries of 8 bytes */
}

static uint64_t read_reg(const struct virtual_its *its, uint64_t offset)
{
    switch (offset) {
    case GITS_CTLR: return its->enabled ? GITS_CTLR_ENABLED : GITS_CTLR_QUIESCENT;
    case GITS_TYPER:
        return 1ull | (sizeof(struct itte) - 1ull) << 4 | (MAX_EVID_BITS - 1ull) << 8 |
               (MAX_DEVID_BITS - 1ull) << 13;
    case GITS_CBASER: return its->cbaser;
    case GITS_CWRITER: return its->cwriter;
    case GITS_CREADR: return its->creadr;
    case GITS_BASER0: return baser(its->baser_dev, GITS_TABLE_DEVICES);
    case GITS_BASER1: return baser(its->baser_coll, GITS_TABLE_COLLECTIONS);
    case GITS_PIDR2: return 0x3b;
    default: return 0;
    }
}

static int its_mmio_read(struct guest *g, const mmio_info_t *info, uint64_t *value, void *priv)
{
    const struct virtual_its *its = priv;
    const unsigned shift = (unsigned)(info->gpa & 7u) * 8u;
    (void)g;
    *value = read_reg(its, info->gpa & (GITS_FRAME_SIZE - 1u) & ~7ull) >> shift;
    if (info->size == 4)
        *value &= 0xffffffffull;
    return 1;
}

static void update(uint64_t *reg, const mmio_info_t *info, uint64_t value)
{
    const unsigned shift = (unsigned)(info->gpa & 7u) * 8u;
    const uint64_t mask = info->size == 8 ? ~0ull : 0xffffffffull << shift;
    *reg = (*reg & ~mask) | (value << shift & mask);
}

static void write_setting(struct virtual_its *its, const mmio_info_t *info, uint64_t value)
{
    const uint64_t offset = info->gpa & (GITS_FRAME_SIZE - 1u) & ~7ull;
    spin_lock(&its->its_lock);
    if (offset == GITS_CTLR && (info->gpa & 4u) == 0)
        its->enabled = value & GITS_CTLR_ENABLED;
    else if (offset == GITS_CBASER && !its->enabled) {
        update(&its->cbaser, info, value);
        its->creadr = its->cwriter = 0;
    } else if (offset == GITS_BASER0 && !its->enabled)
        update(&its->baser_dev, info, value);
    else if (offset == GITS_BASER1 && !its->enabled)
        update(&its->baser_coll, info, value);
    spin_unlock(&its->its_lock);
    if (offset == GITS_CTLR)
        guest_lpis_enable(its->g, its->enabled);
}

static int its_mmio_write(struct guest *g, const mmio_info_t *info, uint64_t value, void *priv)
{
    struct virtual_its *its = priv;
    const uint64_t offset = info->gpa & (GITS_FRAME_SIZE - 1u) & ~7ull;
    (void)g;
    spin_lock(&its->vcmd_lock);
    if (offset == GITS_CWRITER) {
        uint64_t cwriter = its->cwriter;
        update(&cwriter, info, value);
        cwriter &= 0xfffe0u;
        if (cwriter < gits_cbaser_bytes(its->cbaser))
            its->cwriter = cwriter;
    } else
        write_setting(its, info, value);
    if (its->enabled && its->cbaser >> 63)
        handle_cmds(its);
    spin_unlock(&its->vcmd_lock);
    return 1;
}

static const struct mmio_handler_ops its_mmio = { .read = its_mmio_read, .write = its_mmio_write };

int virtual_its_init(struct guest *g, uint64_t gpa)
{
    struct virtual_its *its = guest_xzalloc(g, sizeof *its);
    if (its == NULL || !spin_lock_init(&its->vcmd_lock, g, "vcmd") ||
        !spin_lock_init(&its->its_lock, g, "its"))
        return -1;
    its->g = g;
    INIT_LIST_HEAD(&its->devices);
    register_mmio_handler(g, &its_mmio, gpa, GITS_FRAME_SIZE, its);
    return 0;
}
