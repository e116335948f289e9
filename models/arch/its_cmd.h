/* SPDX-License-Identifier: MIT */
/*
 * ITS commands: four little-endian doublewords each. Layouts, opcodes, encoders. Nothing executes here; errors: its_err.h.
 * Source: Arm IHI 0069 (GICv3/v4), "ITS commands".
 */
#pragma once
#include "bits.h"
#include "its_err.h"

#define ITS_CMD_BYTES 32u

struct its_cmd {
    uint64_t dw[4];
};

/* Each command, its opcode, and its name in statistics and messages. */
#define ITS_COMMANDS(X) \
    X(MOVI,    0x01, movi) \
    X(INT,     0x03, int) \
    X(CLEAR,   0x04, clear) \
    X(SYNC,    0x05, sync) \
    X(MAPD,    0x08, mapd) \
    X(MAPC,    0x09, mapc) \
    X(MAPTI,   0x0a, mapti) \
    X(MAPI,    0x0b, mapi) \
    X(INV,     0x0c, inv) \
    X(INVALL,  0x0d, invall) \
    X(MOVALL,  0x0e, movall) \
    X(DISCARD, 0x0f, discard)

enum its_opcode {
#define ITS_COMMAND_ROW(name, opcode, word) ITS_OP_##name = opcode,
    ITS_COMMANDS(ITS_COMMAND_ROW)
#undef ITS_COMMAND_ROW
};

/* "mapti"; NULL: no such command. */
ARCH_FN const char *its_opcode_word(unsigned opcode)
{
    switch (opcode) {
#define ITS_COMMAND_ROW(name, number, word) case number: return #word;
    ITS_COMMANDS(ITS_COMMAND_ROW)
#undef ITS_COMMAND_ROW
    default: return 0;
    }
}

/*      field             dw  hi  lo */
#define ITS_F_OPCODE       0,  7,  0
#define ITS_F_DEVICE_ID    0, 63, 32
#define ITS_F_SIZE         1,  4,  0 /* MAPD: EventID bits minus 1 */
#define ITS_F_EVENT_ID     1, 31,  0
#define ITS_F_PINTID       1, 63, 32
#define ITS_F_VALID        2, 63, 63
#define ITS_F_ITT          2, 51,  8 /* ITT_addr[51:8] */
#define ITS_F_RDBASE       2, 51, 16
#define ITS_F_ICID         2, 15,  0
#define ITS_F_RDBASE_TO    3, 51, 16 /* MOVALL: destination */

ARCH_FN uint64_t its_cmd_get(const struct its_cmd *c, unsigned dw, unsigned hi, unsigned lo)
{
    return bits_get(c->dw[dw], hi, lo);
}

ARCH_FN void its_cmd_put(struct its_cmd *c, unsigned dw, unsigned hi, unsigned lo, uint64_t value)
{
    c->dw[dw] = bits_put(c->dw[dw], hi, lo, value);
}

ARCH_FN uint64_t its_cmd_itt_address(const struct its_cmd *c)
{
    return its_cmd_get(c, ITS_F_ITT) << 8;
}

ARCH_FN struct its_cmd its_cmd_make(unsigned opcode)
{
    struct its_cmd c = { { opcode, 0, 0, 0 } };
    return c;
}

/* Commands on one event of one device: INV, INT, CLEAR and DISCARD have nothing else. */
ARCH_FN struct its_cmd its_cmd_event(unsigned opcode, uint32_t device, uint32_t event)
{
    struct its_cmd c = its_cmd_make(opcode);
    its_cmd_put(&c, ITS_F_DEVICE_ID, device);
    its_cmd_put(&c, ITS_F_EVENT_ID, event);
    return c;
}

ARCH_FN struct its_cmd its_cmd_inv(uint32_t device, uint32_t event)
{
    return its_cmd_event(ITS_OP_INV, device, event);
}

ARCH_FN struct its_cmd its_cmd_int(uint32_t device, uint32_t event)
{
    return its_cmd_event(ITS_OP_INT, device, event);
}

ARCH_FN struct its_cmd its_cmd_clear(uint32_t device, uint32_t event)
{
    return its_cmd_event(ITS_OP_CLEAR, device, event);
}

ARCH_FN struct its_cmd its_cmd_discard(uint32_t device, uint32_t event)
{
    return its_cmd_event(ITS_OP_DISCARD, device, event);
}

ARCH_FN struct its_cmd its_cmd_movi(uint32_t device, uint32_t event, uint16_t icid)
{
    struct its_cmd c = its_cmd_event(ITS_OP_MOVI, device, event);
    its_cmd_put(&c, ITS_F_ICID, icid);
    return c;
}

/* As MAPTI, with an INTID that equals the EventID. */
ARCH_FN struct its_cmd its_cmd_mapi(uint32_t device, uint32_t event, uint16_t icid)
{
    struct its_cmd c = its_cmd_event(ITS_OP_MAPI, device, event);
    its_cmd_put(&c, ITS_F_ICID, icid);
    return c;
}

/* size_bits: EventID bits (1..32); itt is 256-byte aligned. */
ARCH_FN struct its_cmd its_cmd_mapd(uint32_t device, unsigned size_bits, uint64_t itt, bool valid)
{
    struct its_cmd c = its_cmd_make(ITS_OP_MAPD);
    its_cmd_put(&c, ITS_F_DEVICE_ID, device);
    its_cmd_put(&c, ITS_F_SIZE, size_bits - 1u);
    its_cmd_put(&c, ITS_F_ITT, itt >> 8);
    its_cmd_put(&c, ITS_F_VALID, valid);
    return c;
}

/* rdbase: what GICR_TYPER names, by PTA; here a processor number. */
ARCH_FN struct its_cmd its_cmd_mapc(uint16_t icid, uint64_t rdbase, bool valid)
{
    struct its_cmd c = its_cmd_make(ITS_OP_MAPC);
    its_cmd_put(&c, ITS_F_ICID, icid);
    its_cmd_put(&c, ITS_F_RDBASE, rdbase);
    its_cmd_put(&c, ITS_F_VALID, valid);
    return c;
}

ARCH_FN struct its_cmd its_cmd_mapti(uint32_t device, uint32_t event, uint32_t intid, uint16_t icid)
{
    struct its_cmd c = its_cmd_event(ITS_OP_MAPTI, device, event);
    its_cmd_put(&c, ITS_F_PINTID, intid);
    its_cmd_put(&c, ITS_F_ICID, icid);
    return c;
}

/* Processor numbers, as in MAPC. */
ARCH_FN struct its_cmd its_cmd_movall(uint64_t from, uint64_t to)
{
    struct its_cmd c = its_cmd_make(ITS_OP_MOVALL);
    its_cmd_put(&c, ITS_F_RDBASE, from);
    its_cmd_put(&c, ITS_F_RDBASE_TO, to);
    return c;
}

ARCH_FN struct its_cmd its_cmd_invall(uint16_t icid)
{
    struct its_cmd c = its_cmd_make(ITS_OP_INVALL);
    its_cmd_put(&c, ITS_F_ICID, icid);
    return c;
}

ARCH_FN struct its_cmd its_cmd_sync(uint64_t rdbase)
{
    struct its_cmd c = its_cmd_make(ITS_OP_SYNC);
    its_cmd_put(&c, ITS_F_RDBASE, rdbase);
    return c;
}
