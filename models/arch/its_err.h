/* SPDX-License-Identifier: MIT */
/*
 * Errors of ITS commands, one row each: the code, and the architecture's name.
 * Code: 0x01, opcode byte, error byte. CLEAR's opcode byte is 0x05 (its opcode is 0x04). Codes without a published number carry
 * "model" in their comment. Source: Arm IHI 0069 (GICv3/v4), "Command errors".
 */
#pragma once
#include "bits.h"

#define ITS_ERRORS(X) \
    X(MAPD_DEVICE_OOR,              0x010801) \
    X(MAPD_ITTSIZE_OOR,             0x010802) \
    X(MAPC_PROCNUM_OOR,             0x010902) \
    X(MAPC_COLLECTION_OOR,          0x010903) \
    X(MAPTI_DEVICE_OOR,             0x010a01) \
    X(MAPTI_COLLECTION_OOR,         0x010a03) \
    X(MAPTI_UNMAPPED_DEVICE,        0x010a04) \
    X(MAPTI_ID_OOR,                 0x010a05) \
    X(MAPTI_PHYSICALID_OOR,         0x010a06) \
    X(MAPI_DEVICE_OOR,              0x010b01) \
    X(MAPI_COLLECTION_OOR,          0x010b03) \
    X(MAPI_UNMAPPED_DEVICE,         0x010b04) \
    X(MAPI_ID_OOR,                  0x010b05) \
    X(MAPI_PHYSICALID_OOR,          0x010b06) \
    X(MOVI_DEVICE_OOR,              0x010101) \
    X(MOVI_COLLECTION_OOR,          0x010103) \
    X(MOVI_UNMAPPED_DEVICE,         0x010104) \
    X(MOVI_ID_OOR,                  0x010105) \
    X(MOVI_UNMAPPED_INTERRUPT,      0x010107) \
    X(MOVI_UNMAPPED_COLLECTION,     0x010109) \
    X(MOVALL_PROCNUM_OOR,           0x010e01) \
    X(INT_DEVICE_OOR,               0x010301) \
    X(INT_UNMAPPED_DEVICE,          0x010304) \
    X(INT_ID_OOR,                   0x010305) \
    X(INT_UNMAPPED_INTERRUPT,       0x010307) \
    X(INT_ITE_INVALID,              0x010310) \
    X(CLEAR_DEVICE_OOR,             0x010501) \
    X(CLEAR_UNMAPPED_DEVICE,        0x010504) \
    X(CLEAR_ID_OOR,                 0x010505) \
    X(CLEAR_UNMAPPED_INTERRUPT,     0x010507) \
    X(CLEAR_ITE_INVALID,            0x010510) \
    X(DISCARD_DEVICE_OOR,           0x010f01) \
    X(DISCARD_UNMAPPED_DEVICE,      0x010f04) \
    X(DISCARD_ID_OOR,               0x010f05) \
    X(DISCARD_UNMAPPED_INTERRUPT,   0x010f07) \
    X(DISCARD_ITE_INVALID,          0x010f10) \
    X(INV_DEVICE_OOR,               0x010c01) \
    X(INV_UNMAPPED_DEVICE,          0x010c04) \
    X(INV_ID_OOR,                   0x010c05) \
    X(INV_UNMAPPED_INTERRUPT,       0x010c07) \
    X(INV_ITE_INVALID,              0x010c10) \
    X(INVALL_COLLECTION_OOR,        0x010d03) \
    X(INVALL_UNMAPPED_COLLECTION,   0x010d09) \
    X(SYNC_TARGET_BAD,              0x0105fe) /* model */ \
    X(CMD_UNKNOWN,                  0x0100ff) /* model; opcode byte filled in by its_err_unknown() */ \
    X(TABLE_FAULT,                  0x0100e2) /* model: a table access was refused by memory */

enum its_err {
    ITS_OK = 0,
#define ITS_ERROR_ROW(name, code) ITS_##name = code,
    ITS_ERRORS(ITS_ERROR_ROW)
#undef ITS_ERROR_ROW
};

ARCH_FN uint32_t its_err_unknown(unsigned opcode)
{
    return (uint32_t)ITS_CMD_UNKNOWN | (opcode & 0xffu) << 8;
}

/* "MAPD_DEVICE_OOR"; "OK"; NULL: no such code. */
ARCH_FN const char *its_err_name(uint32_t code)
{
    switch (code) {
    case ITS_OK: return "OK";
#define ITS_ERROR_ROW(name, number) case number: return #name;
    ITS_ERRORS(ITS_ERROR_ROW)
#undef ITS_ERROR_ROW
    default: return (code & 0xff00ffu) == (uint32_t)ITS_CMD_UNKNOWN ? "CMD_UNKNOWN" : 0;
    }
}
