// SPDX-License-Identifier: Apache-2.0
// The bench of INVALL: a policy, and helpers to map vLPIs to any vCPU and to make them pending.
#pragma once
#include "hv_bench.h"

namespace fake {

enum Invall : std::uint64_t { full, bitmap64, xen }; // words of vits.invall
constexpr std::uint32_t first = INTID_LPI_FIRST;

inline Config invall_by(std::uint64_t policy, unsigned vcpus = 4)
{
    Config c;
    c.domains = { { vcpus, { 64 } } };
    c.knobs = { { "vits.invall", policy } };
    return c;
}

// Collection v is vCPU v; vLPIs are mapped without a device behind them.
class InvallBench : public Bench {
public:
    explicit InvallBench(const Config& c) : Bench(c) { g.bring_up(0); }

    void map(std::uint32_t vlpi, unsigned vcpu)
    {
        const vlpi_mapping mapping = { 0x200, vlpi - first, static_cast<std::uint16_t>(vcpu),
                                       &cpu(vcpu), nullptr };
        vgic_map(w.self(), &w.dom(), vlpi, &mapping);
    }
    void invall(unsigned vcpu = 0) { g.send({ its_cmd_invall(static_cast<std::uint16_t>(vcpu)) }); }
    std::uint64_t sum(unsigned row) { return w.counter(row, 0); }
};

enum : std::uint64_t { high_mapped = 1, pending_marks = 2, dirty = 4 }; // of vits.invall_bounds

inline Config words(std::uint64_t bounds, std::map<std::string, std::uint64_t> knobs = {})
{
    Config c = invall_by(bitmap64, 1);
    c.knobs.insert(knobs.begin(), knobs.end());
    c.knobs["vits.invall_bounds"] = bounds;
    return c;
}

// Makes disabled vLPIs pending.
inline void pend(InvallBench& m, const std::vector<std::uint32_t>& vlpis)
{
    for (const std::uint32_t vlpi : vlpis) {
        m.map(vlpi, 0);
        vgic_trigger(m.w.self(), vgic_vlpi(&m.w.dom(), vlpi));
    }
}

} // namespace fake
