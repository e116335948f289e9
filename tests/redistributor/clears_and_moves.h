// SPDX-License-Identifier: Apache-2.0
// The fixture of the tests of CLEAR, DISCARD, MOVI and MOVALL: it records the facts that a
// redistributor reports about cleared and moved LPIs.
#pragma once
#include "bench.h"
#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace itstorm {

struct ClearsAndMoves : testing::Test {
    Bench b;
    std::vector<std::string> facts; // in order

    ClearsAndMoves()
    {
        b.gic.probes.lpi_cleared.attach([this](const LpiClearedFact& fact) {
            facts.push_back("cleared " + std::to_string(fact.intid) + " at " +
                            std::to_string(fact.target));
        });
        b.gic.probes.lpi_moved.attach([this](const LpiMovedFact& fact) {
            facts.push_back("moved " + std::to_string(fact.intid) + " from " +
                            std::to_string(fact.from) + " to " + std::to_string(fact.to) +
                            (fact.merged ? ", merged" : ""));
        });
    }
    void mask(unsigned pe) { b.msr(pe, ICC_PMR_EL1, 0); }
    void unmask(unsigned pe) { b.msr(pe, ICC_PMR_EL1, 0xff); }
    // Makes the LPI pending at `pe` by the pending table, not by an MSI.
    void load_pending(unsigned pe, std::uint32_t intid)
    {
        b.lpis_off(pe);
        b.set_memory_bit(pe, intid);
        b.lpis_on(pe, false);
        b.settle();
    }
};

} // namespace itstorm
