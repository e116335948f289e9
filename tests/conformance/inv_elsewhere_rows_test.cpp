// SPDX-License-Identifier: Apache-2.0
// INV: INV and INVALL, once their SYNC is complete, hold at every redistributor at which the LPI
// has been. Each row is tested in all profiles.
#include "fixture.h"

namespace itstorm {

namespace {

constexpr std::uint8_t enabled = 0xa3, disabled = 0xa2;

// LPI 8195 has been delivered at PE 1, which has its configuration byte cached.
struct Elsewhere : Fixture {
    explicit Elsewhere(const std::string& profile) : Fixture(f1_config(profile))
    {
        msi(5, 3);
        EXPECT_TRUE(gets(1, 8195));
        eoi(1, 8195);
    }

    void to_pe0() { send({ its_cmd_movi(5, 3, 0), its_cmd_sync(0), its_cmd_sync(1) }); }
    void to_pe1() { send({ its_cmd_movi(5, 3, 1), its_cmd_sync(0), its_cmd_sync(1) }); }
    void collection_to(unsigned pe)
    {
        send({ its_cmd_mapc(1, pe, true), its_cmd_sync(0), its_cmd_sync(1) });
    }
    void everything_to(unsigned pe)
    {
        collection_to(pe);
        send({ its_cmd_movall(1 - pe, pe), its_cmd_sync(0), its_cmd_sync(1) });
    }
    void change_to(std::uint8_t byte, const its_cmd& invalidate)
    {
        set_config(8195, byte);
        send({ invalidate, its_cmd_sync(0) });
    }
    void trigger() { send({ its_cmd_int(5, 3), its_cmd_sync(1) }); }

    void expect_disabled_at_pe1()
    {
        EXPECT_TRUE(nothing());
        EXPECT_TRUE(pending(1, 8195));
    }
};

void expect_disabled_after_movi(const std::string& profile)
{
    Elsewhere f(profile);
    f.to_pe0();
    f.change_to(disabled, its_cmd_inv(5, 3));
    f.to_pe1();
    f.trigger();
    f.expect_disabled_at_pe1();
}

void expect_enabled_after_movi(const std::string& profile)
{
    Elsewhere f(profile);
    f.change_to(disabled, its_cmd_inv(5, 3));
    f.trigger(); // PE1 caches the byte again
    ASSERT_TRUE(f.nothing());
    f.send({ its_cmd_clear(5, 3), its_cmd_sync(1) });
    f.to_pe0();
    f.change_to(enabled, its_cmd_inv(5, 3));
    f.to_pe1();
    f.trigger();
    EXPECT_TRUE(f.gets(1, 8195));
}

void expect_disabled_while_pending(const std::string& profile)
{
    Elsewhere f(profile);
    f.to_pe0();
    f.mask(0);
    f.send({ its_cmd_int(5, 3), its_cmd_sync(0) });
    ASSERT_TRUE(f.pending(0, 8195));
    f.change_to(disabled, its_cmd_inv(5, 3));
    f.to_pe1();
    f.expect_disabled_at_pe1();
}

void expect_disabled_after_movall(const std::string& profile)
{
    Elsewhere f(profile);
    f.everything_to(0);
    f.change_to(disabled, its_cmd_inv(5, 3));
    f.everything_to(1);
    f.trigger();
    f.expect_disabled_at_pe1();
}

void expect_disabled_where_left_pending(const std::string& profile)
{
    Elsewhere f(profile);
    f.mask(1);
    f.trigger();
    f.collection_to(0); // without MOVALL: the LPI stays pending at PE 1
    f.change_to(disabled, its_cmd_inv(5, 3));
    f.unmask(1);
    f.expect_disabled_at_pe1();
}

void expect_disabled_after_invall(const std::string& profile)
{
    Elsewhere f(profile);
    f.to_pe0();
    f.change_to(disabled, its_cmd_invall(0));
    f.to_pe1();
    f.trigger();
    f.expect_disabled_at_pe1();
}

void expect_disabled_after_mapc(const std::string& profile)
{
    Elsewhere f(profile);
    f.collection_to(0);
    f.change_to(disabled, its_cmd_invall(1));
    f.collection_to(1);
    f.trigger();
    f.expect_disabled_at_pe1();
}

} // namespace

TEST(INV_21, inv_and_sync_hold_where_the_lpi_has_been_server)
{
    expect_disabled_after_movi("server");
}

TEST(INV_21, inv_and_sync_hold_where_the_lpi_has_been_embedded)
{
    expect_disabled_after_movi("embedded");
}

TEST(INV_21, inv_and_sync_hold_where_the_lpi_has_been_ideal)
{
    expect_disabled_after_movi("ideal");
}

TEST(INV_22, inv_and_sync_enable_an_lpi_where_it_has_been_server)
{
    expect_enabled_after_movi("server");
}

TEST(INV_22, inv_and_sync_enable_an_lpi_where_it_has_been_embedded)
{
    expect_enabled_after_movi("embedded");
}

TEST(INV_22, inv_and_sync_enable_an_lpi_where_it_has_been_ideal)
{
    expect_enabled_after_movi("ideal");
}

TEST(INV_23, inv_and_sync_hold_for_a_pending_lpi_that_moves_back_server)
{
    expect_disabled_while_pending("server");
}

TEST(INV_23, inv_and_sync_hold_for_a_pending_lpi_that_moves_back_embedded)
{
    expect_disabled_while_pending("embedded");
}

TEST(INV_23, inv_and_sync_hold_for_a_pending_lpi_that_moves_back_ideal)
{
    expect_disabled_while_pending("ideal");
}

TEST(INV_24, inv_and_sync_hold_when_collection_and_pending_state_move_server)
{
    expect_disabled_after_movall("server");
}

TEST(INV_24, inv_and_sync_hold_when_collection_and_pending_state_move_embedded)
{
    expect_disabled_after_movall("embedded");
}

TEST(INV_24, inv_and_sync_hold_when_collection_and_pending_state_move_ideal)
{
    expect_disabled_after_movall("ideal");
}

TEST(INV_24, inv_and_sync_hold_for_an_lpi_left_pending_at_the_old_target_server)
{
    expect_disabled_where_left_pending("server");
}

TEST(INV_24, inv_and_sync_hold_for_an_lpi_left_pending_at_the_old_target_embedded)
{
    expect_disabled_where_left_pending("embedded");
}

TEST(INV_24, inv_and_sync_hold_for_an_lpi_left_pending_at_the_old_target_ideal)
{
    expect_disabled_where_left_pending("ideal");
}

TEST(INV_25, invall_and_sync_hold_where_the_lpi_has_been_server)
{
    expect_disabled_after_invall("server");
}

TEST(INV_25, invall_and_sync_hold_where_the_lpi_has_been_embedded)
{
    expect_disabled_after_invall("embedded");
}

TEST(INV_25, invall_and_sync_hold_where_the_lpi_has_been_ideal)
{
    expect_disabled_after_invall("ideal");
}

TEST(INV_25, invall_and_sync_hold_where_the_collection_has_been_server)
{
    expect_disabled_after_mapc("server");
}

TEST(INV_25, invall_and_sync_hold_where_the_collection_has_been_embedded)
{
    expect_disabled_after_mapc("embedded");
}

TEST(INV_25, invall_and_sync_hold_where_the_collection_has_been_ideal)
{
    expect_disabled_after_mapc("ideal");
}

} // namespace itstorm
