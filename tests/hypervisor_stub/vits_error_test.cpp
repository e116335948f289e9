// SPDX-License-Identifier: Apache-2.0
// The virtual ITS: the error code of each command.
#include "hv_bench.h"

using namespace fake;

namespace {

constexpr std::uint32_t device = MiniGuest::device, vlpi0 = INTID_LPI_FIRST;
constexpr std::uint64_t itt = MiniGuest::itt;

// 512 devices, 512 collections. Device 0x100 has 4 events: event 0 is vLPI 8192 in collection 0,
// event 2 vLPI 8194 in collection 1, which is not mapped, event 3 a forged entry. Device 0x102 has
// 16384 events.
class Answers : public Bench {
public:
    Answers()
    {
        g.bring_up(1);
        g.write(GITS_CTLR, 0, 4);
        g.write(GITS_BASER0, MiniGuest::devices | bit(63) | 0);
        g.write(GITS_CTLR, GITS_CTLR_ENABLED, 4);
        g.send({ its_cmd_mapd(device, 2, itt, true), its_cmd_mapti(device, 0, vlpi0, 0),
                 its_cmd_mapti(device, 2, vlpi0 + 2, 1),
                 its_cmd_mapd(device + 2, 14, itt + 0x1000, true) });
    }
    its_err run(const its_cmd& cmd)
    {
        vits& its = *w.dom().vits;
        pe* const self = w.self();
        switch (cmd.dw[0] & 0xff) {
        case ITS_OP_MAPD: return vits_do_mapd(self, &its, &cmd);
        case ITS_OP_MAPC: return vits_do_mapc(self, &its, &cmd);
        case ITS_OP_MAPTI: return vits_do_mapti(self, &its, &cmd);
        case ITS_OP_MAPI: return vits_do_mapi(self, &its, &cmd);
        case ITS_OP_MOVI: return vits_do_movi(self, &its, &cmd);
        case ITS_OP_INT: return vits_do_int(self, &its, &cmd);
        case ITS_OP_CLEAR: return vits_do_clear(self, &its, &cmd);
        case ITS_OP_DISCARD: return vits_do_discard(self, &its, &cmd);
        case ITS_OP_INV: return vits_do_inv(self, &its, &cmd);
        case ITS_OP_INVALL: return vits_do_invall(self, &its, &cmd);
        default: return vits_do_sync(self, &its, &cmd);
        }
    }
};

struct Answer {
    const char* name;
    its_cmd cmd;
    std::uint32_t code; // copied by hand from Arm 100336 (GIC-600 TRM), ITS command errors
};

void PrintTo(const Answer& answer, std::ostream* out)
{
    *out << answer.name;
}

class VitsErrorCode : public testing::TestWithParam<Answer> {};

TEST_P(VitsErrorCode, is_that_of_the_gic_600)
{
    Answers bench;
    EXPECT_EQ(static_cast<std::uint32_t>(bench.run(GetParam().cmd)), GetParam().code);
}

const Answer answers[] = {
    { "mapd", its_cmd_mapd(device, 16, itt, true), 0 },
    { "mapd_of_a_device_beyond_the_table", its_cmd_mapd(512, 1, itt, true), 0x010801 },
    { "mapd_of_the_highest_device", its_cmd_mapd(0xffffffff, 1, itt, true), 0x010801 },
    { "mapd_of_17_event_bits", its_cmd_mapd(device, 17, itt, true), 0x010802 },
    { "unmapping_mapd_ignores_the_event_bits", its_cmd_mapd(device, 32, itt, false), 0 },
    { "mapc", its_cmd_mapc(511, 0, true), 0 },
    { "mapc_of_a_collection_beyond_the_table", its_cmd_mapc(512, 0, true), 0x010903 },
    { "mapc_to_a_vcpu_that_does_not_exist", its_cmd_mapc(0, 1, true), 0x010902 },
    { "mapc_to_the_highest_target", its_cmd_mapc(0, 0xfffffffff, true), 0x010902 },
    { "unmapping_mapc_ignores_the_target", its_cmd_mapc(1, 0xfffffffff, false), 0 },
    { "mapti", its_cmd_mapti(device, 1, vlpi0 + 1, 0), 0 },
    { "mapti_again_the_same", its_cmd_mapti(device, 0, vlpi0, 0), 0 },
    { "mapti_to_an_unmapped_collection", its_cmd_mapti(device, 1, vlpi0 + 1, 1), 0 },
    { "mapti_of_a_device_beyond_the_table", its_cmd_mapti(512, 0, vlpi0 + 1, 0), 0x010a01 },
    { "mapti_to_a_collection_beyond_the_table", its_cmd_mapti(device, 1, vlpi0 + 1, 512),
      0x010a03 },
    { "mapti_of_an_unmapped_device", its_cmd_mapti(device + 1, 0, vlpi0 + 1, 0), 0x010a04 },
    { "mapti_of_an_event_beyond_the_itt", its_cmd_mapti(device, 4, vlpi0 + 1, 0), 0x010a05 },
    { "mapti_of_the_highest_event", its_cmd_mapti(device, 0xffffffff, vlpi0 + 1, 0), 0x010a05 },
    { "mapti_to_an_intid_below_lpis", its_cmd_mapti(device, 1, 8191, 0), 0x010a06 },
    { "mapti_to_an_intid_beyond_17_bits", its_cmd_mapti(device, 1, 131072, 0), 0x010a06 },
    { "mapti_to_the_highest_intid", its_cmd_mapti(device, 1, 0xffffffff, 0), 0x010a06 },
    { "mapti_to_a_vlpi_of_another_event", its_cmd_mapti(device, 1, vlpi0, 0), 0x010a06 },
    { "mapi", its_cmd_mapi(device + 2, 8200, 0), 0 },
    { "mapi_to_an_unmapped_collection", its_cmd_mapi(device + 2, 8200, 1), 0 },
    { "mapi_of_a_device_beyond_the_table", its_cmd_mapi(512, 8200, 0), 0x010b01 },
    { "mapi_to_a_collection_beyond_the_table", its_cmd_mapi(device + 2, 8200, 512), 0x010b03 },
    { "mapi_of_an_unmapped_device", its_cmd_mapi(device + 1, 8200, 0), 0x010b04 },
    { "mapi_of_an_event_beyond_the_itt", its_cmd_mapi(device + 2, 16384, 0), 0x010b05 },
    { "mapi_of_an_event_that_is_no_lpi", its_cmd_mapi(device + 2, 8191, 0), 0x010b06 },
    { "mapi_of_the_highest_event", its_cmd_mapi(device + 2, 0xffffffff, 0), 0x010b06 },
    { "mapi_to_a_vlpi_of_another_event", its_cmd_mapi(device + 2, vlpi0, 0), 0x010b06 },
    { "movi", its_cmd_movi(device, 0, 0), 0 },
    { "movi_of_a_device_beyond_the_table", its_cmd_movi(512, 0, 512), 0x010101 },
    { "movi_to_a_collection_beyond_the_table", its_cmd_movi(device + 1, 0, 512), 0x010103 },
    { "movi_of_an_unmapped_device", its_cmd_movi(device + 1, 0, 0), 0x010104 },
    { "movi_of_an_event_beyond_the_itt", its_cmd_movi(device, 4, 0), 0x010105 },
    { "movi_of_an_unmapped_event", its_cmd_movi(device, 1, 0), 0x010107 },
    { "movi_to_an_unmapped_collection", its_cmd_movi(device, 0, 1), 0x010109 },
    { "movi_from_an_unmapped_collection", its_cmd_movi(device, 2, 0), 0x010109 },
    { "int", its_cmd_int(device, 0), 0 },
    { "int_of_a_device_beyond_the_table", its_cmd_int(512, 0), 0x010301 },
    { "int_of_an_unmapped_device", its_cmd_int(device + 1, 0), 0x010304 },
    { "int_of_an_event_beyond_the_itt", its_cmd_int(device, 4), 0x010305 },
    { "int_of_an_unmapped_event", its_cmd_int(device, 1), 0x010307 },
    { "int_to_an_unmapped_collection", its_cmd_int(device, 2), 0x010310 },
    { "clear", its_cmd_clear(device, 0), 0 },
    { "clear_of_a_device_beyond_the_table", its_cmd_clear(512, 0), 0x010501 },
    { "clear_of_an_unmapped_device", its_cmd_clear(device + 1, 0), 0x010504 },
    { "clear_of_an_event_beyond_the_itt", its_cmd_clear(device, 4), 0x010505 },
    { "clear_of_an_unmapped_event", its_cmd_clear(device, 1), 0x010507 },
    { "clear_in_an_unmapped_collection", its_cmd_clear(device, 2), 0x010510 },
    { "discard", its_cmd_discard(device, 0), 0 },
    { "discard_of_a_device_beyond_the_table", its_cmd_discard(512, 0), 0x010f01 },
    { "discard_of_an_unmapped_device", its_cmd_discard(device + 1, 0), 0x010f04 },
    { "discard_of_an_event_beyond_the_itt", its_cmd_discard(device, 4), 0x010f05 },
    { "discard_of_an_unmapped_event", its_cmd_discard(device, 1), 0x010f07 },
    { "discard_in_an_unmapped_collection", its_cmd_discard(device, 2), 0x010f10 },
    { "inv", its_cmd_inv(device, 0), 0 },
    { "inv_of_a_device_beyond_the_table", its_cmd_inv(512, 0), 0x010c01 },
    { "inv_of_an_unmapped_device", its_cmd_inv(device + 1, 0), 0x010c04 },
    { "inv_of_an_event_beyond_the_itt", its_cmd_inv(device, 4), 0x010c05 },
    { "inv_of_an_unmapped_event", its_cmd_inv(device, 1), 0x010c07 },
    { "inv_in_an_unmapped_collection", its_cmd_inv(device, 2), 0x010c10 },
    { "invall", its_cmd_invall(0), 0 },
    { "invall_of_a_collection_beyond_the_table", its_cmd_invall(512), 0x010d03 },
    { "invall_of_an_unmapped_collection", its_cmd_invall(1), 0x010d09 },
    { "sync", its_cmd_sync(0), 0 },
    { "sync_with_a_vcpu_that_does_not_exist", its_cmd_sync(1), 0x0105fe },
};

INSTANTIATE_TEST_SUITE_P(Table, VitsErrorCode, testing::ValuesIn(answers),
                         [](const auto& row) { return row.param.name; });

TEST(Vits, a_forged_entry_that_names_no_vlpi_is_refused_by_every_command)
{
    Answers bench;
    for (std::uint64_t intid : { 0ull, 27ull, 8191ull, 9000ull, 65536ull, 0xffffffffull }) {
        bench.w.poke(itt + 8 * 3, bit(63) | intid);
        EXPECT_EQ(bench.run(its_cmd_inv(device, 3)), 0x010c10) << intid;
        EXPECT_EQ(bench.run(its_cmd_int(device, 3)), 0x010310) << intid;
        EXPECT_EQ(bench.run(its_cmd_clear(device, 3)), 0x010510) << intid;
        EXPECT_EQ(bench.run(its_cmd_discard(device, 3)), 0x010f10) << intid;
        EXPECT_EQ(bench.run(its_cmd_movi(device, 3, 0)), 0x010109) << intid;
    }
}

TEST(Vits, a_refused_command_is_counted_and_the_next_one_is_executed)
{
    Bench b;
    b.g.bring_up(1);
    its_cmd nonsense{ { 0xff, 1, 2, 3 } };
    EXPECT_EQ(b.g.send({ its_cmd_make(0), nonsense, its_cmd_make(ITS_OP_MOVI), its_cmd_sync(9),
                         its_cmd_mapc(3, 0, true) }),
              4u);
    EXPECT_EQ(b.g.read(GITS_CREADR), b.g.cwriter);
    EXPECT_EQ(b.w.peek(MiniGuest::collections + 3 * 8), bit(63));
}

} // namespace
