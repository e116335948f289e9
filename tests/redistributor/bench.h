// SPDX-License-Identifier: Apache-2.0
// A small machine around the redistributors: RAM for their tables and lines that record. Software
// of a test runs in a thread, from the state that the conformance list calls F1: LPIs on, every
// private interrupt in Group 1 and enabled at priority 0xA0, PMR at 0xFF.
#pragma once
#define SC_INCLUDE_DYNAMIC_PROCESSES
#include "arch/sysreg.h"
#include "common/memory.h"
#include "common/simulated_time.h"
#include "redistributor/redistributors.h"
#include <functional>
#include <memory>
#include <vector>

namespace itstorm {

struct Lines : IrqLinesIf {
    bool irq_level = false, fiq_level = false, virq_level = false, vfiq_level = false;
    std::vector<sc_core::sc_time> irq_rises;

    void irq(bool level) override
    {
        irq_level = level;
        if (level)
            irq_rises.push_back(sc_core::sc_time_stamp());
    }
    void fiq(bool level) override { fiq_level = level; }
    void virq(bool level) override { virq_level = level; }
    void vfiq(bool level) override { vfiq_level = level; }
};

// Clock: 1 GHz, so that a cycle is a nanosecond.
inline sc_core::sc_time cycles(std::uint64_t n)
{
    return sc_core::sc_time(static_cast<double>(n), sc_core::SC_NS);
}

class Bench : public sc_core::sc_module {
public:
    static RedistributorConfig config_for(unsigned targets);

    explicit Bench(const RedistributorConfig& config = config_for(4), LostBooking lost = {},
                   sc_core::sc_module_name name = "bench");

    static constexpr std::uint64_t config_table = 0x100000;
    static std::uint64_t pending_table(unsigned pe) { return 0x400000 + pe * 0x10000ull; }

    Ledger ledger;
    Memory ram;
    Redistributors gic;
    tlm_utils::simple_initiator_socket<Bench> gicr, gicd;
    std::vector<std::unique_ptr<Lines>> lines;
    const RedistributorConfig config;
    const sc_core::sc_time property_read, presentation; // the named costs of the path

    // Brings every PE to F1, runs `software` in a thread, and simulates until no event is left. A
    // thread that waits then is a failure.
    void run_software(std::function<void()> software);
    void add_thread(std::function<void()> software); // one more thread, from this moment on
    void run(); // the threads of add_thread() alone, without F1

    std::uint64_t read_gicr(unsigned pe, std::uint32_t reg, unsigned bytes = 4);
    void write_gicr(unsigned pe, std::uint32_t reg, std::uint64_t value, unsigned bytes = 4);
    std::uint64_t read_gicd(std::uint32_t reg, unsigned bytes = 4);
    void write_gicd(std::uint32_t reg, std::uint64_t value, unsigned bytes = 4);
    std::uint64_t mrs(unsigned pe, std::uint16_t sysreg);
    void msr(unsigned pe, std::uint16_t sysreg, std::uint64_t value);
    std::uint64_t mrs_virtual(unsigned pe, std::uint16_t sysreg);
    void msr_virtual(unsigned pe, std::uint16_t sysreg, std::uint64_t value);

    std::uint8_t& config_byte(std::uint32_t intid);
    bool memory_bit(unsigned pe, std::uint32_t intid);
    void set_memory_bit(unsigned pe, std::uint32_t intid);

    void set(unsigned pe, std::uint32_t intid); // an LPI, which must be taken
    std::uint64_t iar(unsigned pe) { return mrs(pe, ICC_IAR1_EL1); }
    std::uint64_t next(unsigned pe) // settles, then acknowledges
    {
        settle();
        return iar(pe);
    }
    void eoi(unsigned pe, std::uint32_t intid) { msr(pe, ICC_EOIR1_EL1, intid); }
    bool irq(unsigned pe) const { return lines[pe]->irq_level; }
    bool fiq(unsigned pe) const { return lines[pe]->fiq_level; }

    // An edge-triggered SPI of Group 1 at priority 0xA0, enabled, routed to a PE.
    void bring_up_spi(unsigned intid, unsigned pe);
    void make_level(unsigned intid);
    bool spi_bit(std::uint32_t array, unsigned intid); // of a register array with one bit per SPI
    void write_spi_bit(std::uint32_t array, unsigned intid);
    void pulse(unsigned intid); // the wire rises and falls

    void lpis_off(unsigned pe);
    void lpis_on(unsigned pe, bool pending_is_zero); // tables at their usual place
    void settle();                                   // waits longer than any path takes

    // MSIs sent = acknowledged + merged + cleared + in flight.
    bool ledger_balances() const;

private:
    void bring_up(unsigned pe);

    unsigned unfinished_ = 0;
};

// Runs `software` on a machine after reset, without F1.
void at_reset(const std::function<void(Bench&)>& software,
              const RedistributorConfig& config = Bench::config_for(4));

} // namespace itstorm
