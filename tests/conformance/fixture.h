// SPDX-License-Identifier: Apache-2.0
// Fixture F1 of the conformance checklist, on the real GIC: ITS, four redistributors, CPU
// interfaces and memory, no hypervisor. State before each row unless it says otherwise:
//
// - 4 PEs; Groups 0 and 1 enabled in the distributor, Group 1 in each CPU interface;
// - SGIs and PPIs in Group 1, at priority 0xA0, enabled;
// - LPIs enabled in each redistributor, with one zeroed configuration table;
// - priorities of 5 bits, PMR 0xF8, EOImode 0;
// - ITS enabled; device table flat, 8 pages of 64 KiB; collection table one page of 64 KiB; ring of
//   64 KiB, empty;
// - ICID 0 -> PE 0, ICID 1 -> PE 1; device 5 with 32 events, its ITT at itt_a;
// - (5, 3) -> LPI 8195, ICID 1, priority 0xA0, enabled;
// - (5, 4) -> LPI 8196, ICID 0, priority 0x80, enabled.
//
// A test is TEST(MAP_01, what_is_true): CTest shows it as `MAP-01 what is true`, in a process of
// its own. Rows that need another build of the GIC make the Fixture from a changed configuration.
#pragma once
#include "arch/gicr_regs.h"
#include "arch/icc_regs.h"
#include "arch/its_cmd.h"
#include "arch/its_regs.h"
#include "arch/its_ring.h"
#include "arch/its_table.h"
#include "arch/lpi_table.h"
#include "arch/sysreg.h"
#include "bare_metal/bare_metal.h"
#include <gtest/gtest.h>
#include <vector>

namespace itstorm {

// Where the fixture puts tables and ring: addresses that are easy to recognise.
constexpr std::uint64_t ram = AddressMap::ram;
constexpr std::uint64_t device_table = ram + 0x0010'0000, collection_table = ram + 0x0020'0000,
                        ring_base = ram + 0x0030'0000;
constexpr std::uint64_t itt_a = ram + 0x0040'0000, itt_b = ram + 0x0041'0000,
                        config_table = ram + 0x0050'0000;
constexpr std::uint64_t pending_tables = ram + 0x0060'0000; // 64 KiB for each PE
constexpr std::uint64_t spare = ram + 0x0080'0000;          // free for tables of a row
constexpr std::uint64_t high_ram = 0x0003'0000'0001'0000;   // 64 KiB beyond 48 bits of address
constexpr std::uint64_t unmapped_pa = 0x4000'0000;          // no memory, no register
constexpr std::uint32_t ring_bytes_f1 = 0x10000;

SocConfig f1_config(); // 4 PEs; server profile
SocConfig f1_config(const std::string& profile);
ItsConfig& its_of(SocConfig& config); // its ITS, for rows that need another build

class Fixture {
public:
    explicit Fixture(const SocConfig& config = f1_config());
    ~Fixture(); // expects that the ledger balances, unless books_close is false

    // ---- steps, for rows that begin earlier ----
    struct Bare {};
    Fixture(Bare, const SocConfig& config); // after reset: nothing is set up
    void boot_pes();                        // distributor, redistributors with LPIs, CPU interfaces
    void boot_its();                        // tables, ring; enables
    void map();                             // F1's commands and configuration

    // ---- registers ----
    std::uint64_t its(std::uint32_t offset, unsigned bytes = 8);
    void its_write(std::uint32_t offset, std::uint64_t value, unsigned bytes = 8);
    std::uint64_t gicr(unsigned pe, std::uint32_t offset, unsigned bytes = 4);
    void gicr_write(unsigned pe, std::uint32_t offset, std::uint64_t value, unsigned bytes = 4);
    std::uint64_t gicd(std::uint32_t offset, unsigned bytes = 4);
    void gicd_write(std::uint32_t offset, std::uint64_t value, unsigned bytes = 4);
    std::uint64_t mrs(unsigned pe, std::uint16_t sysreg);
    void msr(unsigned pe, std::uint16_t sysreg, std::uint64_t value);
    std::uint64_t mrs_virtual(unsigned pe, std::uint16_t sysreg); // at EL1: ICV_*
    void msr_virtual(unsigned pe, std::uint16_t sysreg, std::uint64_t value);
    bool enabled() { return (its(GITS_CTLR, 4) & GITS_CTLR_ENABLED) != 0; }
    bool quiescent() { return (its(GITS_CTLR, 4) & GITS_CTLR_QUIESCENT) != 0; }
    void disable_its(); // and waits for Quiescent
    void enable_its();

    // ---- memory ----
    std::uint64_t peek(std::uint64_t pa, unsigned bytes = 8);
    void poke(std::uint64_t pa, std::uint64_t value, unsigned bytes = 8);
    void set_config(std::uint32_t intid, std::uint8_t byte)
    {
        poke(lpi_config_address(config_table, intid), byte, 1);
    }
    its_dte dte(std::uint32_t device)
    {
        return its_dte_load(peek(device_table + device * ITS_DTE_BYTES));
    }
    its_ite ite(std::uint32_t event, std::uint64_t itt = itt_a)
    {
        return its_ite_load(peek(itt + event * ITS_ITE_BYTES));
    }

    // Maps (5, event) to `lpi` with this configuration byte, which its redistributor has read.
    void map_event(std::uint32_t event, std::uint32_t lpi, std::uint16_t icid,
                   std::uint8_t config = 0xa3);

    // ---- commands ----
    void put(const its_cmd& cmd); // into the next slot, without a write of CWRITER
    void announce();              // writes CWRITER
    void retry();                 // writes CWRITER with Retry
    // Puts, announces, and runs until all is idle.
    void send(const std::vector<its_cmd>& commands);
    std::uint32_t creadr()
    {
        return static_cast<std::uint32_t>(its(GITS_CREADR) & GITS_CQ_OFFSET_MASK);
    }
    bool stalled() { return (its(GITS_CREADR) & GITS_CREADR_STALLED) != 0; }
    bool drained() { return creadr() == cwriter && !stalled(); }
    // The code of the last command in error since the last call; 0: none.
    std::uint32_t error();

    // ---- messages and interrupts ----
    // msi() sends a message and runs until all is idle; post() sends it and lets no time pass.
    void msi(std::uint32_t device, std::uint32_t event, unsigned bytes = 4);
    void post(std::uint32_t device, std::uint32_t event) { gic.send(device, event); }
    void settle();                          // runs until all is idle
    std::uint32_t acknowledge(unsigned pe); // ICC_IAR1: INTID, 1023 if none
    void eoi(unsigned pe, std::uint32_t intid);
    void mask(unsigned pe) { msr(pe, ICC_PMR_EL1, 0); }
    void unmask(unsigned pe) { msr(pe, ICC_PMR_EL1, 0xff); }
    bool pending(unsigned pe, std::uint32_t intid); // the LPI, in its redistributor

    // An SPI in Group 1, at priority 0xA0, edge-triggered, enabled, routed to a PE.
    void set_up_spi(std::uint32_t intid, unsigned pe);
    void make_level(std::uint32_t intid);
    void raise_spi(std::uint32_t intid) { gic.redistributors.spi(intid, true); }
    void lower_spi(std::uint32_t intid) { gic.redistributors.spi(intid, false); }
    bool spi_bit(std::uint32_t array, std::uint32_t intid); // in a GICD array with one bit per SPI

    // "PEn gets L": its IRQ is asserted and IAR1 returns L. "nothing": no IRQ anywhere, and IAR1
    // reads 1023.
    testing::AssertionResult gets(unsigned pe, std::uint32_t intid);
    testing::AssertionResult nothing();

    // Reads of memory by the ITS and the redistributors since the last call, by the table that was
    // read.
    struct Reads {
        unsigned ring = 0, device_table = 0, collection_table = 0, itt = 0, config = 0, other = 0;
    };
    Reads reads();

    BareMetal gic;
    Memory high; // at high_ram
    std::uint32_t cwriter = 0, ring_bytes = ring_bytes_f1;
    std::vector<CommandFact> commands; // every fetched command
    std::vector<MsiDroppedFact> drops;
    bool books_close = true;

private:
    void listen();

    std::size_t errors_seen_ = 0;
    Reads reads_;
};

} // namespace itstorm
