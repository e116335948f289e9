/*
 * ITS commands: four little-endian doublewords each. Layouts, opcodes, error codes, encoders. Nothing executes here.
 * Source: reference "Opcode list", "Bit layouts", "Error codes".
 */
#pragma once
#include "bits.h"

#define ITS_CMD_BYTES 32u

struct its_cmd {
    uint64_t dw[4];
};

enum its_opcode {
    ITS_OP_MOVI = 0x01,
    ITS_OP_INT = 0x03,
    ITS_OP_CLEAR = 0x04,
    ITS_OP_SYNC = 0x05,
    ITS_OP_MAPD = 0x08,
    ITS_OP_MAPC = 0x09,
    ITS_OP_MAPTI = 0x0a,
    ITS_OP_MAPI = 0x0b,
    ITS_OP_INV = 0x0c,
    ITS_OP_INVALL = 0x0d,
    ITS_OP_MOVALL = 0x0e,
    ITS_OP_DISCARD = 0x0f,
};

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

/*
 * Error codes: 0x01, opcode byte, error byte. CLEAR's opcode byte is 0x05 (its opcode is 0x04).
 * Codes without a published number carry "model" in their comment.
 */
enum its_err {
    ITS_OK = 0,
    ITS_MAPD_DEVICE_OOR = 0x010801,
    ITS_MAPD_ITTSIZE_OOR = 0x010802,
    ITS_MAPC_PROCNUM_OOR = 0x010902,
    ITS_MAPC_COLLECTION_OOR = 0x010903,
    ITS_MAPTI_DEVICE_OOR = 0x010a01,
    ITS_MAPTI_COLLECTION_OOR = 0x010a03,
    ITS_MAPTI_UNMAPPED_DEVICE = 0x010a04,
    ITS_MAPTI_ID_OOR = 0x010a05,
    ITS_MAPTI_PHYSICALID_OOR = 0x010a06,
    ITS_MAPI_DEVICE_OOR = 0x010b01,
    ITS_MAPI_COLLECTION_OOR = 0x010b03,
    ITS_MAPI_UNMAPPED_DEVICE = 0x010b04,
    ITS_MAPI_ID_OOR = 0x010b05,
    ITS_MAPI_PHYSICALID_OOR = 0x010b06,
    ITS_MOVI_DEVICE_OOR = 0x010101,
    ITS_MOVI_COLLECTION_OOR = 0x010103,
    ITS_MOVI_UNMAPPED_DEVICE = 0x010104,
    ITS_MOVI_ID_OOR = 0x010105,
    ITS_MOVI_UNMAPPED_INTERRUPT = 0x010107,
    ITS_MOVI_UNMAPPED_COLLECTION = 0x010109,
    ITS_MOVALL_PROCNUM_OOR = 0x010e01,
    ITS_INT_DEVICE_OOR = 0x010301,
    ITS_INT_UNMAPPED_DEVICE = 0x010304,
    ITS_INT_ID_OOR = 0x010305,
    ITS_INT_UNMAPPED_INTERRUPT = 0x010307,
    ITS_INT_ITE_INVALID = 0x010310,
    ITS_CLEAR_DEVICE_OOR = 0x010501,
    ITS_CLEAR_UNMAPPED_DEVICE = 0x010504,
    ITS_CLEAR_ID_OOR = 0x010505,
    ITS_CLEAR_UNMAPPED_INTERRUPT = 0x010507,
    ITS_CLEAR_ITE_INVALID = 0x010510,
    ITS_DISCARD_DEVICE_OOR = 0x010f01,
    ITS_DISCARD_UNMAPPED_DEVICE = 0x010f04,
    ITS_DISCARD_ID_OOR = 0x010f05,
    ITS_DISCARD_UNMAPPED_INTERRUPT = 0x010f07,
    ITS_DISCARD_ITE_INVALID = 0x010f10,
    ITS_INV_DEVICE_OOR = 0x010c01,
    ITS_INV_UNMAPPED_DEVICE = 0x010c04,
    ITS_INV_ID_OOR = 0x010c05,
    ITS_INV_UNMAPPED_INTERRUPT = 0x010c07,
    ITS_INV_ITE_INVALID = 0x010c10,
    ITS_INVALL_COLLECTION_OOR = 0x010d03,
    ITS_INVALL_UNMAPPED_COLLECTION = 0x010d09,
    ITS_SYNC_TARGET_BAD = 0x0105fe,  /* model */
    ITS_CMD_UNKNOWN = 0x0100ff,      /* model; opcode byte filled in by its_err_unknown() */
    ITS_TABLE_FAULT = 0x0100e2,      /* model: a table access was refused by memory */
};

ARCH_FN uint32_t its_err_unknown(unsigned opcode)
{
    return (uint32_t)ITS_CMD_UNKNOWN | (opcode & 0xffu) << 8;
}

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
