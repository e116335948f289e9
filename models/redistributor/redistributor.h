// One PE's redistributor: its private interrupts, its LPIs, and which interrupt the CPU interface
// gets to see. The registers in front of it are in redistributor_regs.h.
//
// Whenever the best candidate is not the one presented, a presentation begins; arbitration + stream
// later the candidate that is best *then* goes to the CPU interface (Choice: one that comes
// meanwhile takes the place of a worse one in transit). A presented interrupt that is no longer a
// candidate is recalled at once.
#pragma once
#include "cpu_interface.h"
#include "lpi_unit.h"
#include "sgi_ppi.h"

namespace itstorm {

class Redistributor : public InterruptSource,
                      public PpiIf,
                      private LpiUnit::Listener,
                      private Agenda::Client {
public:
    Redistributor(unsigned target, RedistributorEnv& env, CpuInterface& cpu);

    unsigned target() const { return target_; }
    LpiUnit& lpis() { return lpis_; }
    const LpiUnit& lpis() const { return lpis_; }

    // For the registers: private interrupts may be changed freely, followed by reconsider().
    sgi_ppi& private_interrupts() { return private_; }
    void reconsider();

    // Waits: configuration that is asked for now has been read, and what that lets through is at
    // the CPU interface.
    void settle();

    void forward_group1(bool enabled); // GICD_CTLR.EnableGrp1
    void sleep(bool asleep);           // GICR_WAKER
    bool asleep() const { return asleep_; }

    void sgi(unsigned intid);
    void ppi(unsigned intid, bool level) override;

    void acknowledged(std::uint32_t intid) override;
    void deactivated(std::uint32_t intid) override;
    void maintenance(bool level) override { ppi(INTID_MAINTENANCE, level); }

private:
    void lpis_changed() override { reconsider(); }
    void due(std::uint64_t cookie) override;
    bool forwards() const { return group1_ && !asleep_; }
    candidate best() const;
    bool is_candidate(candidate c) const;

    unsigned target_;
    RedistributorEnv& env_;
    CpuInterface& cpu_;
    sgi_ppi private_;
    LpiUnit lpis_;
    bool group1_ = false, asleep_ = true;
    bool presenting_ = false; // one is on its way
    sc_core::sc_event presented_;
};

} // namespace itstorm
