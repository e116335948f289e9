// SPDX-License-Identifier: Apache-2.0
// Command words against literals copied by hand from Arm IHI 0069, "ITS commands", and error codes
// from Arm 100336 (GIC-600 TRM); never from the macros.
#include "arch/its_cmd.h"
#include <gtest/gtest.h>

static void expect_words(const its_cmd& c, std::uint64_t dw0, std::uint64_t dw1, std::uint64_t dw2)
{
    EXPECT_EQ(c.dw[0], dw0);
    EXPECT_EQ(c.dw[1], dw1);
    EXPECT_EQ(c.dw[2], dw2);
    EXPECT_EQ(c.dw[3], 0u);
}

TEST(ItsCmd, mapd_has_device_size_minus_one_valid_and_itt)
{
    expect_words(its_cmd_mapd(0x1234, 5, 0x800012300, true), 0x0000123400000008, 0x4,
                 0x8000000800012300);
    expect_words(its_cmd_mapd(0x1234, 1, 0, false), 0x0000123400000008, 0, 0);
}

TEST(ItsCmd, mapd_itt_32_bits_and_above)
{
    EXPECT_EQ(its_cmd_mapd(0, 32, 0xfffffffffff00, true).dw[2], 0x800fffffffffff00);
    EXPECT_EQ(its_cmd_mapd(0, 32, 0xfffffffffff00, true).dw[1], 31u);
}

TEST(ItsCmd, mapc_has_valid_target_and_collection)
{
    expect_words(its_cmd_mapc(3, 2, true), 0x9, 0, 0x8000000000020003);
    expect_words(its_cmd_mapc(0xffff, 0, false), 0x9, 0, 0xffff);
}

TEST(ItsCmd, mapti_has_device_event_intid_and_collection)
{
    expect_words(its_cmd_mapti(0xabcd, 0x11, 8192 + 5, 3), 0x0000abcd0000000a, 0x0000200500000011,
                 3);
}

TEST(ItsCmd, mapi_has_device_event_and_collection)
{
    expect_words(its_cmd_mapi(0xabcd, 8192 + 5, 3), 0x0000abcd0000000b, 0x2005, 3);
}

TEST(ItsCmd, movi_has_device_event_and_the_new_collection)
{
    expect_words(its_cmd_movi(0xabcd, 0x11, 0xffff), 0x0000abcd00000001, 0x11, 0xffff);
}

TEST(ItsCmd, int_clear_and_discard_have_device_and_event)
{
    expect_words(its_cmd_int(5, 3), 0x0000000500000003, 3, 0);
    expect_words(its_cmd_clear(5, 3), 0x0000000500000004, 3, 0);
    expect_words(its_cmd_discard(5, 3), 0x000000050000000f, 3, 0);
}

TEST(ItsCmd, inv_has_device_and_event)
{
    expect_words(its_cmd_inv(5, 3), 0x000000050000000c, 3, 0);
}

TEST(ItsCmd, invall_has_a_collection)
{
    expect_words(its_cmd_invall(7), 0xd, 0, 7);
}

TEST(ItsCmd, sync_has_a_target)
{
    expect_words(its_cmd_sync(1), 0x5, 0, 0x10000);
}

TEST(ItsCmd, event_commands_differ_only_in_the_opcode)
{
    expect_words(its_cmd_event(ITS_OP_INT, 0xffffffff, 0xfffffffe), 0xffffffff00000003, 0xfffffffe,
                 0);
    expect_words(its_cmd_event(ITS_OP_CLEAR, 1, 2), 0x0000000100000004, 2, 0);
    expect_words(its_cmd_event(ITS_OP_DISCARD, 1, 2), 0x000000010000000f, 2, 0);
}

TEST(ItsCmd, fields_are_found_in_a_hand_written_command)
{
    const its_cmd c = { { 0x0000abcd0000000a, 0x0000200500000011, 0x8000000800030003, 0x50000 } };
    EXPECT_EQ(its_cmd_get(&c, ITS_F_OPCODE), 0xau);
    EXPECT_EQ(its_cmd_get(&c, ITS_F_DEVICE_ID), 0xabcdu);
    EXPECT_EQ(its_cmd_get(&c, ITS_F_EVENT_ID), 0x11u);
    EXPECT_EQ(its_cmd_get(&c, ITS_F_PINTID), 8197u);
    EXPECT_EQ(its_cmd_get(&c, ITS_F_SIZE), 0x11u);
    EXPECT_EQ(its_cmd_get(&c, ITS_F_VALID), 1u);
    EXPECT_EQ(its_cmd_get(&c, ITS_F_ICID), 3u);
    EXPECT_EQ(its_cmd_get(&c, ITS_F_RDBASE), 0x80003u);
    EXPECT_EQ(its_cmd_get(&c, ITS_F_RDBASE_TO), 5u);
    EXPECT_EQ(its_cmd_itt_address(&c), 0x800030000u);
}

TEST(ItsCmd, opcodes_have_their_numbers)
{
    EXPECT_EQ(ITS_OP_MOVI, 1);
    EXPECT_EQ(ITS_OP_INT, 3);
    EXPECT_EQ(ITS_OP_CLEAR, 4);
    EXPECT_EQ(ITS_OP_DISCARD, 0xf);
    EXPECT_EQ(ITS_OP_MAPI, 0xb);
    EXPECT_EQ(ITS_OP_MOVALL, 0xe);
}

TEST(ItsCmd, movall_names_both_targets)
{
    const its_cmd c = its_cmd_movall(0x1234, 0xabcd);
    EXPECT_EQ(c.dw[0], 0x0eu);
    EXPECT_EQ(c.dw[1], 0u);
    EXPECT_EQ(c.dw[2], 0x1234'0000u); // RDbase1 [51:16]
    EXPECT_EQ(c.dw[3], 0xabcd'0000u); // RDbase2 [51:16]
}

TEST(ItsCmd, error_codes_have_their_numbers)
{
    EXPECT_EQ(ITS_MOVALL_PROCNUM_OOR, 0x010e01);
    EXPECT_EQ(ITS_MAPD_DEVICE_OOR, 0x010801);
    EXPECT_EQ(ITS_MAPD_ITTSIZE_OOR, 0x010802);
    EXPECT_EQ(ITS_MAPC_PROCNUM_OOR, 0x010902);
    EXPECT_EQ(ITS_MAPC_COLLECTION_OOR, 0x010903);
    EXPECT_EQ(ITS_MAPTI_DEVICE_OOR, 0x010a01);
    EXPECT_EQ(ITS_MAPTI_COLLECTION_OOR, 0x010a03);
    EXPECT_EQ(ITS_MAPTI_UNMAPPED_DEVICE, 0x010a04);
    EXPECT_EQ(ITS_MAPTI_ID_OOR, 0x010a05);
    EXPECT_EQ(ITS_MAPTI_PHYSICALID_OOR, 0x010a06);
    EXPECT_EQ(ITS_MAPI_DEVICE_OOR, 0x010b01);
    EXPECT_EQ(ITS_MAPI_COLLECTION_OOR, 0x010b03);
    EXPECT_EQ(ITS_MAPI_UNMAPPED_DEVICE, 0x010b04);
    EXPECT_EQ(ITS_MAPI_ID_OOR, 0x010b05);
    EXPECT_EQ(ITS_MAPI_PHYSICALID_OOR, 0x010b06);
    EXPECT_EQ(ITS_MOVI_DEVICE_OOR, 0x010101);
    EXPECT_EQ(ITS_MOVI_COLLECTION_OOR, 0x010103);
    EXPECT_EQ(ITS_MOVI_UNMAPPED_DEVICE, 0x010104);
    EXPECT_EQ(ITS_MOVI_ID_OOR, 0x010105);
    EXPECT_EQ(ITS_MOVI_UNMAPPED_INTERRUPT, 0x010107);
    EXPECT_EQ(ITS_MOVI_UNMAPPED_COLLECTION, 0x010109);
    EXPECT_EQ(ITS_INT_DEVICE_OOR, 0x010301);
    EXPECT_EQ(ITS_INT_UNMAPPED_DEVICE, 0x010304);
    EXPECT_EQ(ITS_INT_ID_OOR, 0x010305);
    EXPECT_EQ(ITS_INT_UNMAPPED_INTERRUPT, 0x010307);
    EXPECT_EQ(ITS_INT_ITE_INVALID, 0x010310);
    EXPECT_EQ(ITS_CLEAR_DEVICE_OOR, 0x010501); // opcode byte 05, though the opcode is 04
    EXPECT_EQ(ITS_CLEAR_UNMAPPED_DEVICE, 0x010504);
    EXPECT_EQ(ITS_CLEAR_ID_OOR, 0x010505);
    EXPECT_EQ(ITS_CLEAR_UNMAPPED_INTERRUPT, 0x010507);
    EXPECT_EQ(ITS_CLEAR_ITE_INVALID, 0x010510);
    EXPECT_EQ(ITS_DISCARD_DEVICE_OOR, 0x010f01);
    EXPECT_EQ(ITS_DISCARD_UNMAPPED_DEVICE, 0x010f04);
    EXPECT_EQ(ITS_DISCARD_ID_OOR, 0x010f05);
    EXPECT_EQ(ITS_DISCARD_UNMAPPED_INTERRUPT, 0x010f07);
    EXPECT_EQ(ITS_DISCARD_ITE_INVALID, 0x010f10);
    EXPECT_EQ(ITS_INV_DEVICE_OOR, 0x010c01);
    EXPECT_EQ(ITS_INV_UNMAPPED_DEVICE, 0x010c04);
    EXPECT_EQ(ITS_INV_ID_OOR, 0x010c05);
    EXPECT_EQ(ITS_INV_UNMAPPED_INTERRUPT, 0x010c07);
    EXPECT_EQ(ITS_INV_ITE_INVALID, 0x010c10);
    EXPECT_EQ(ITS_INVALL_COLLECTION_OOR, 0x010d03);
    EXPECT_EQ(ITS_INVALL_UNMAPPED_COLLECTION, 0x010d09);
    EXPECT_EQ(ITS_SYNC_TARGET_BAD, 0x0105fe);
    EXPECT_EQ(its_err_unknown(0x42), 0x0142ffu);
}
