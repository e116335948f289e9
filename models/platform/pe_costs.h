// SPDX-License-Identifier: Apache-2.0
// Prices: the time of one unit of each Cost, in integer picoseconds, converted once from cycles.
#pragma once
#include "common/clock.h"
#include "pe_facts.h"
#include "soc_config.h"

namespace itstorm {

const char* cost_name(Cost cost); // "block", "irq_entry", ...

class PeCosts {
public:
    PeCosts(const PeConfig& config, const Clock& gic_clock, const Clock& pe_clock,
            const SoftwareConfig& software = {});

    std::uint64_t ps(Cost cost) const { return ps_[static_cast<std::size_t>(cost)]; }

    // Prices outside of spans, and inside a span with a constant, where everything that the
    // constant contains is free.
    const CostCounts& prices() const { return ps_; }
    const CostCounts& prices_in_span(bool is_guest) const { return in_span_[is_guest]; }
    bool has_constants() const { return software_.is_fixed; }
    bool has_constant(unsigned span) const
    {
        return software_.span_ps[span] != SoftwareConfig::by_blocks;
    }
    std::uint64_t span_ps(unsigned span) const { return software_.span_ps[span]; }

    std::uint64_t cycles_ps(std::uint64_t cycles) const { return pe_clock_.cycles(cycles).value(); }
    std::uint64_t cycle_hertz() const { return pe_clock_.hertz(); }

    std::uint64_t settle_ps, settle_masked_ps; // bounds of the debt
    std::uint64_t mmio_arrive_ps;              // from posting a write until it reaches its register

private:
    Clock pe_clock_;
    CostCounts ps_{}, in_span_[2]{};
    SoftwareConfig software_;
};

} // namespace itstorm
