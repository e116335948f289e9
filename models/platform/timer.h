// One generic timer of a PE (CNTHP or CNTV): condition, control, and the level it drives into a PPI. Counts nanoseconds
// (CNTFRQ = 1 GHz), from time zero; no event while it is off. Source: the generic timer's CTL and CVAL registers.
#pragma once
#include "common/ports.h"
#include <systemc>

namespace itstorm {

class Timer : public sc_core::sc_module {
public:
    SC_HAS_PROCESS(Timer);
    Timer(sc_core::sc_module_name name, unsigned intid);

    void connect(PpiIf& ppi) { ppi_ = &ppi; }

    std::uint64_t ctl() const;
    std::uint64_t cval() const { return cval_; }
    void set_ctl(std::uint64_t value);
    void set_cval(std::uint64_t value);

private:
    bool met() const;
    void evaluate();

    unsigned intid_;
    PpiIf* ppi_ = nullptr;
    std::uint64_t ctl_ = 0, cval_ = 0;
    bool level_ = false;
    sc_core::sc_event due_;
};

} // namespace itstorm
