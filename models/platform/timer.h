// SPDX-License-Identifier: Apache-2.0
// One generic timer of a PE (CNTHP or CNTV): condition, control, and the level it drives into a
// PPI. Counts nanoseconds (CNTFRQ = 1 GHz), from time zero. Software re-arms a timer far more often
// than it expires, so a later compare value does not move the event: the event finds the condition
// not met, and is notified again.
// Source: Arm DDI 0487, "The Generic Timer", registers CNT<timer>_CTL and CNT<timer>_CVAL.
#pragma once
#include "common/ports.h"
#include <systemc>

namespace itstorm {

class Timer : public sc_core::sc_module {
public:
    static constexpr std::uint64_t hertz = 1'000'000'000; // CNTFRQ_EL0

    Timer(sc_core::sc_module_name name, sim::Rank rank, unsigned intid);

    void connect(PpiIf& ppi) { ppi_ = &ppi; }

    std::uint64_t ctl() const;
    std::uint64_t cval() const { return cval_; }
    void set_ctl(std::uint64_t value);
    void set_cval(std::uint64_t value);

private:
    bool met() const;
    void evaluate();
    void look();
    void look_at(sc_core::sc_time when);

    unsigned intid_;
    PpiIf* ppi_ = nullptr;
    std::uint64_t ctl_ = 0, cval_ = 0;
    bool level_ = false;
    sim::Event due_;
    sc_core::sc_time looks_at_ = sc_core::SC_ZERO_TIME; // when due_ is notified, if looking_
    bool looking_ = false;
};

} // namespace itstorm
