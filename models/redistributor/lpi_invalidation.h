// SPDX-License-Identifier: Apache-2.0
// INV and INVALL across redistributors. Once its SYNC is done nobody uses a configuration byte that
// is older than the command: not the target alone, every redistributor that knows one. An LPI may
// have left its byte behind (MOVI, MAPC, DISCARD and MAPTI elsewhere), or be pending away from
// where it leads (MAPC, MOVALL, GICR_SETLPIR, a pending table from memory).
// Source: Arm IHI 0069, INV, INVALL ("for all Redistributors"), SYNC.
//
// Choice: INV reaches those that know the LPI, INVALL the target of its collection and those that
// may know an LPI that leads elsewhere (lpi_directory.h). Which ones is known without asking: no
// message goes to the others. Such a redistributor forgets all it knows at an INVALL.
#pragma once
#include "lpi_directory.h"
#include "lpi_unit.h"
#include <vector>

namespace itstorm {

class LpiInvalidation {
public:
    explicit LpiInvalidation(lpi_directory& directory) : directory_(directory) {}
    void add(LpiUnit& unit) { units_.push_back(&unit); } // in order of processor number

    // Targets that INV, INVALL of a collection at `target` have to reach besides `target`.
    std::vector<unsigned> others(unsigned target, std::uint32_t intid) const;
    std::vector<unsigned> others(unsigned target) const;

    // INV, INVALL, at `target` and all others.
    void invalidate(unsigned target, std::uint32_t intid);
    void invalidate_all(unsigned target);
    sc_core::sc_time invalidate_all_time(unsigned target) const; // they work at the same time

    void forget_if_gone(unsigned target, std::uint32_t intid); // it may know the byte no longer

private:
    std::vector<unsigned> knowing(std::uint32_t intid) const;
    void invalidate_all_of(unsigned target);

    lpi_directory& directory_;
    std::vector<LpiUnit*> units_; // by processor number
};

} // namespace itstorm
