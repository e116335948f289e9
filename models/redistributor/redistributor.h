// SPDX-License-Identifier: Apache-2.0
// One PE's redistributor: its private interrupts, its LPIs, the SPIs routed to it, and which of
// them the CPU interface gets to see. The registers in front of it are in redistributor_regs.h and
// sgi_frame.h.
//
// Whenever the best candidate is not the one presented, a presentation begins; arbitration + stream
// later the candidate that is best *then* goes to the CPU interface (Choice: one that comes
// meanwhile takes the place of a worse one in transit). A presented interrupt that is no longer a
// candidate is recalled at once, but for one thing that software can watch: what it disables, by
// ICENABLER or by a group enable of the distributor, takes the time of the stream to withdraw, and
// may be acknowledged until then.
#pragma once
#include "cpu_interface.h"
#include "irq_word.h"
#include "lpi_unit.h"
#include "spi_set.h"

namespace itstorm {

// The SPIs, as a redistributor reaches them.
class SharedInterrupts {
public:
    virtual const spi_set& state() const = 0;
    virtual void acknowledged(std::uint32_t intid) = 0;
    virtual void deactivated(std::uint32_t intid) = 0; // by any PE

protected:
    ~SharedInterrupts() = default;
};

class Redistributor : public InterruptSource,
                      public PpiIf,
                      private LpiUnit::Listener,
                      private Agenda::Client {
public:
    Redistributor(unsigned target, RedistributorEnv& env, CpuInterface& cpu,
                  SharedInterrupts& spis);

    unsigned target() const { return target_; }
    LpiUnit& lpis() { return lpis_; }
    const LpiUnit& lpis() const { return lpis_; }

    // For the registers: interrupts may be changed freely, followed by reconsider(), or by
    // withdraw() if the change was to disable some. While withdrawing() RWP reads as one.
    irq_word& private_interrupts() { return private_; }
    void reconsider();
    void withdraw();
    bool withdrawing() const { return withdrawing_; }

    // Waits: configuration that is asked for now has been read, and what that lets through is at
    // the CPU interface.
    void settle();

    void forward(unsigned groups); // group enables of GICD_CTLR
    void sleep(bool asleep);       // GICR_WAKER
    bool asleep() const { return asleep_; }

    void sgi(unsigned intid, SgiGroups groups);
    void ppi(unsigned intid, bool level) override;

    void acknowledged(std::uint32_t intid) override;
    void deactivated(std::uint32_t intid) override;
    void groups_changed() override { reconsider(); }
    void maintenance(bool level) override { ppi(INTID_MAINTENANCE, level); }

private:
    enum Due : std::uint64_t { Present, Recall };

    void lpis_changed() override { reconsider(); }
    void due(std::uint64_t cookie) override;
    void present_best();
    void recall_if_stale();
    void request_wake();

    unsigned groups() const { return forwarded_ & cpu_.enabled_groups(); }
    candidate best() const;
    candidate to_present() const { return asleep_ ? candidate_none() : best(); }
    bool is_candidate(candidate c) const;
    bool pending(std::uint32_t intid) const;

    unsigned target_;
    RedistributorEnv& env_;
    CpuInterface& cpu_;
    SharedInterrupts& spis_;
    irq_word private_;
    LpiUnit lpis_;
    unsigned forwarded_ = 0; // set of groups
    bool asleep_ = true, wake_requested_ = false;
    bool presenting_ = false;  // one is on its way
    bool withdrawing_ = false; // the presented one is disabled, and the CPU interface hears of it
    sim::Event presented_, withdrawn_;
};

} // namespace itstorm
