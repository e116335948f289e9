// SPDX-License-Identifier: Apache-2.0
// Exits of a running guest: hypercalls, and accesses to unmapped addresses. The guest is a script,
// and its exits are handled on the vCPU's own EL2 stack.
#include "arch/gicd_regs.h"
#include "arch/sysreg.h"
#include "mini_guest.h"
#include <gtest/gtest.h>

using namespace fake;

namespace {

// Runs a guest that makes the given exits one after the other and then sleeps; returns the answers.
std::vector<sim_exit> answers_to(const std::vector<sim_exit>& exits, World& world)
{
    std::vector<sim_exit> answers;
    unsigned next = 0;
    world.script = [&](unsigned, Guest& guest, sim_exit& exit) {
        if (guest.domain != 0) {
            exit.kind = SIM_EXIT_WFI;
            return;
        }
        if (next > 0 && answers.size() < exits.size())
            answers.push_back(exit);
        exit = next < exits.size() ? exits[next] : sim_exit{};
        if (next++ >= exits.size())
            exit.kind = SIM_EXIT_WFI;
    };
    world.boot();
    world.script = nullptr;
    return answers;
}

sim_exit hvc(std::uint64_t function, std::uint64_t arg = 0)
{
    sim_exit exit{};
    exit.kind = SIM_EXIT_HVC;
    exit.address = function;
    exit.arg[0] = arg;
    return exit;
}

sim_exit load(std::uint64_t ipa, std::uint8_t bytes = 4)
{
    sim_exit exit{};
    exit.kind = SIM_EXIT_MMIO;
    exit.address = ipa;
    exit.bytes = bytes;
    return exit;
}

sim_exit store(std::uint64_t ipa, std::uint64_t value, std::uint8_t bytes = 4)
{
    sim_exit exit = load(ipa, bytes);
    exit.value = value;
    exit.is_write = true;
    return exit;
}

// Devices 0x100 of domain 0, 0x101 of domain 1.
Config two_domains(bool privileged)
{
    Config c;
    c.domains = { { 1, { 4 }, {}, privileged }, { 1, { 4 } } };
    return c;
}

TEST(HvHypercall, manage_pci_add_maps_the_callers_device)
{
    World world(two_domains(false));
    const auto answers = answers_to({ hvc(HVC_MANAGE_PCI_ADD, 0x100) }, world);
    ASSERT_EQ(answers.size(), 1u);
    EXPECT_EQ(answers[0].value, HVC_OK);
    EXPECT_EQ(world.count(ITS_OP_MAPTI), 4u);
}

TEST(HvHypercall, manage_pci_add_of_another_domains_device_is_invalid)
{
    World world(two_domains(false));
    const auto answers = answers_to({ hvc(HVC_MANAGE_PCI_ADD, 0x101) }, world);
    ASSERT_EQ(answers.size(), 1u);
    EXPECT_EQ(answers[0].value, HVC_INVALID);
    EXPECT_EQ(world.count(ITS_OP_MAPD), 0u);
}

TEST(HvHypercall, a_privileged_domain_may_add_another_domains_device)
{
    World world(two_domains(true));
    const auto answers = answers_to({ hvc(HVC_MANAGE_PCI_ADD, 0x101) }, world);
    ASSERT_EQ(answers.size(), 1u);
    EXPECT_EQ(answers[0].value, HVC_OK);
    EXPECT_EQ(world.hypervisor->domains.devices[1].hw.lpis[0].device->domain, 1u);
}

TEST(HvHypercall, devices_that_do_not_exist_and_unknown_functions_are_invalid)
{
    World world(two_domains(true));
    const auto answers =
        answers_to({ hvc(HVC_MANAGE_PCI_ADD, 0x99), hvc(HVC_MANAGE_PCI_ADD, 0x100000100),
                     hvc(HVC_MANAGE_PCI_ADD, ~0ull), hvc(0), hvc(2), hvc(~0ull) },
                   world);
    ASSERT_EQ(answers.size(), 6u);
    for (const sim_exit& answer : answers)
        EXPECT_EQ(answer.value, HVC_INVALID);
    EXPECT_EQ(world.count(ITS_OP_MAPD), 0u);
}

TEST(HvExit, an_access_to_an_unmapped_address_is_an_external_abort)
{
    World world;
    const std::vector<sim_exit> nowhere = { load(0), load(GUEST_GITS_BASE + 0x10000, 8),
                                            load(GUEST_GICR_BASE + GICR_STRIDE),
                                            load(GUEST_GICD_BASE - 4), load(~7ull, 8) };
    const auto answers = answers_to(nowhere, world);
    ASSERT_EQ(answers.size(), nowhere.size());
    for (const sim_exit& answer : answers)
        EXPECT_TRUE(answer.fault) << std::hex << answer.address;
}

TEST(HvExit, an_access_to_the_emulated_frames_is_answered)
{
    World world;
    const auto answers =
        answers_to({ load(GUEST_GICD_BASE + GICD_PIDR2), load(GUEST_GICR_BASE + GICR_PIDR2),
                     load(GUEST_GITS_BASE + GITS_PIDR2) },
                   world);
    ASSERT_EQ(answers.size(), 3u);
    for (const sim_exit& answer : answers) {
        EXPECT_FALSE(answer.fault) << std::hex << answer.address;
        EXPECT_EQ(answer.value, 0x3bu) << std::hex << answer.address; // ArchRev 3
    }
}

TEST(HvExit, wfi_with_an_interrupt_pending_does_not_yield_the_pe)
{
    World world(two_domains(false)); // both on PE 0
    sim_exit sgi{}, wfi{};
    sgi.kind = SIM_EXIT_SYSREG;
    sgi.address = ICC_SGI1R_EL1;
    sgi.value = 1; // SGI 0 to itself
    sgi.is_write = true;
    wfi.kind = SIM_EXIT_WFI;
    std::deque<sim_exit> exits{ store(GUEST_GICD_BASE + GICD_CTLR, GICD_CTLR_ENABLE_GRP1),
                                store(GUEST_GICR_BASE + GICR_ISENABLER0, 1), sgi, wfi };
    std::vector<unsigned> entered;
    world.script = [&](unsigned, Guest& guest, sim_exit& exit) {
        entered.push_back(guest.domain);
        exit = sim_exit{};
        exit.kind = SIM_EXIT_OFF;
        if (guest.domain == 0 && !exits.empty()) {
            exit = exits.front();
            exits.pop_front();
        }
    };
    world.boot();
    EXPECT_EQ(entered, (std::vector<unsigned>{ 0, 0, 0, 0, 0, 1 }));
}

// The guest maps and enables the vLPI before EnableLPIs, so that no later command copies the bit.
TEST(HvExit, EnableLPIs_enables_the_plpis_of_the_vlpis_that_it_finds_enabled)
{
    Config c;
    c.knobs = { { "assign.enable", 1 }, { "vits.propagate", PROPAGATE_WORD_inv } };
    World world(c);
    const std::vector<its_cmd> commands = { its_cmd_mapc(0, 0, true),
                                            its_cmd_mapd(0x100, 2, MiniGuest::itt, true),
                                            its_cmd_mapti(0x100, 1, INTID_LPI_FIRST, 0) };
    for (std::size_t n = 0; n < commands.size(); n++)
        for (unsigned word = 0; word < 4; word++)
            world.poke(MiniGuest::ring + 32 * n + 8 * word, commands[n].dw[word]);
    world.poke(MiniGuest::config, lpi_config(0xa0, true), 1);
    answers_to({ hvc(HVC_MANAGE_PCI_ADD, 0x100),
                 store(GUEST_GITS_BASE + GITS_BASER0, MiniGuest::devices | bit(63), 8),
                 store(GUEST_GITS_BASE + GITS_BASER1, MiniGuest::collections | bit(63), 8),
                 store(GUEST_GITS_BASE + GITS_CBASER, MiniGuest::ring | bit(63), 8),
                 store(GUEST_GITS_BASE + GITS_CTLR, GITS_CTLR_ENABLED),
                 store(GUEST_GITS_BASE + GITS_CWRITER, 32 * commands.size(), 8),
                 store(GUEST_GICR_BASE + GICR_PROPBASER, MiniGuest::config | 15, 8),
                 store(GUEST_GICR_BASE + GICR_CTLR, GICR_CTLR_ENABLE_LPIS) },
               world);
    const lpi* lpis = world.hypervisor->domains.devices[0].hw.lpis;
    EXPECT_TRUE(world.is_enabled(lpis[1]));
    EXPECT_FALSE(world.is_enabled(lpis[2]));
    EXPECT_EQ(world.count(ITS_OP_INVALL), 1u);
}

TEST(HvExit, an_unknown_system_register_reads_as_zero)
{
    World world;
    sim_exit read{};
    read.kind = SIM_EXIT_SYSREG;
    read.address = 0x1234;
    read.value = 99;
    const auto answers = answers_to({ read }, world);
    ASSERT_EQ(answers.size(), 1u);
    EXPECT_EQ(answers[0].value, 0u);
}

} // namespace
