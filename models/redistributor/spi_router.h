// SPDX-License-Identifier: Apache-2.0
// The shared peripheral interrupts and the redistributors that they are routed to: every change of
// an SPI goes through here, and the redistributors concerned decide anew. The registers in front of
// it are in distributor.h.
#pragma once
#include "irq_regs.h"
#include "redistributor.h"
#include <vector>

namespace itstorm {

class SpiRouter : public SpiIf, public SharedInterrupts, public IrqRegs::Owner {
public:
    explicit SpiRouter(const RedistributorConfig& config);
    ~SpiRouter();
    SpiRouter(const SpiRouter&) = delete;
    SpiRouter& operator=(const SpiRouter&) = delete;

    void add(Redistributor& redistributor); // in order of processor number

    bool has(std::uint32_t intid) const { return spi_set_has(&spis_, intid); }
    void spi(unsigned intid, bool level) override;   // a wire
    void message(std::uint32_t intid, bool set);     // SETSPI, CLRSPI
    std::uint64_t router(std::uint32_t intid) const; // IROUTER of an SPI that there is
    void route(std::uint32_t intid, std::uint64_t router);
    void forward(unsigned groups); // group enables, to all redistributors
    bool withdrawing();            // what was disabled is still at a CPU interface: RWP

    const spi_set& state() const override { return spis_; }
    void acknowledged(std::uint32_t intid) override;
    void deactivated(std::uint32_t intid) override;

    irq_word* word(unsigned n) override;
    void changed(unsigned word, std::uint32_t interrupts, bool disabled) override;

private:
    enum class Why { Changed, Disabled };

    void update(std::uint32_t intid, Why why = Why::Changed);
    void reconsider(std::uint32_t target, Why why);
    void withdraw(Redistributor& from);

    spi_set spis_;
    std::vector<Redistributor*> targets_;     // by processor number
    std::vector<Redistributor*> withdrawing_; // for RWP
};

} // namespace itstorm
