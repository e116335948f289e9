// SPDX-License-Identifier: Apache-2.0
// Whole paths through the hypervisor, to which no weight is fitted: the trap of each guest command,
// an injection up to the list register, an EOI.
#include "hv_bench.h"
#include "mark.h"

using namespace fake;

namespace {

constexpr std::uint32_t nic = MiniGuest::device;
constexpr std::uint32_t first = INTID_LPI_FIRST;

void measure(const std::string& name, const std::function<void()>& path)
{
    calibration_mark("-");
    path();
    calibration_mark(("path." + name).c_str());
}

class Paths : public testing::Test {
protected:
    Paths() : b(Config{ 2, 4, 0x10000, { { 2, { 8 } } } }) { b.g.bring_up(6); }
    void trap(const std::string& name, const its_cmd& command)
    {
        measure(name, [&] { EXPECT_EQ(b.g.send({ command }), 0u) << name; });
    }
    Bench b;
};

} // namespace

TEST_F(Paths, each_command_is_a_trap)
{
    trap("INT", its_cmd_int(nic, 0));
    trap("CLEAR", its_cmd_clear(nic, 0));
    trap("INV", its_cmd_inv(nic, 1));
    trap("MOVI", its_cmd_movi(nic, 2, 1));
    trap("SYNC", its_cmd_sync(0));
    trap("INVALL", its_cmd_invall(0));
    trap("DISCARD", its_cmd_discard(nic, 3));
    trap("MAPTI", its_cmd_mapti(nic, 3, first + 3, 0));
    trap("MOVALL", its_cmd_movall(0, 1));
    trap("MAPC", its_cmd_mapc(0, 0, true));
    trap("MAPD", its_cmd_mapd(nic, 8, MiniGuest::itt, true));
    measure("CREADR", [&] { b.g.read(GITS_CREADR); });
}

TEST_F(Paths, an_interrupt_is_injected_and_ended)
{
    b.load();
    measure("inject.listed", [&] { b.receive(0); });
    measure("enter", [&] { b.enter(); });
    measure("leave", [&] { b.leave(); });
    const int lr = b.find(first);
    ASSERT_GE(lr, 0);
    b.enter();
    b.handle(static_cast<unsigned>(lr));
    measure("eoi", [&] { b.leave(); });
    b.save();
    measure("inject.blocked", [&] { b.receive(2); });
}
