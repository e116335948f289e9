// SPDX-License-Identifier: Apache-2.0
// Rows and sets of signals: see vcd_signals.h.
#include "vcd_signals.h"

namespace itstorm {

namespace {

std::vector<std::string> numbered(const char* name, unsigned count)
{
    std::vector<std::string> names;
    for (unsigned n = 0; n < count; ++n)
        names.push_back(name + std::to_string(n));
    return names;
}

bool is_in(const VcdRow& row, const std::string& set)
{
    if (set == "lines")
        return row.bits == 1;
    const std::string sets = " all " + row.sets + " ";
    return sets.find(" " + set + " ") != std::string::npos;
}

} // namespace

std::vector<VcdRow> vcd_rows(const VcdShape& shape)
{
    constexpr unsigned level_bits = 32;
    std::vector<VcdRow> rows = {
#define X(signal, block, name, bits, show, sets) { VcdBlock::block, name, bits, Show::show, sets },
        VCD_SIGNALS(X)
#undef X
    };
    for (const VcdLevel& level : shape.levels)
        rows.push_back({ level.per_domain ? VcdBlock::Domain : VcdBlock::Run, level.name,
                         level_bits, Show::Curve, "usual queue" });
    return rows;
}

std::vector<std::string> vcd_instances(const VcdShape& shape, VcdBlock block)
{
    switch (block) {
    case VcdBlock::Run: return { "run" };
    case VcdBlock::Function: return shape.functions;
    case VcdBlock::Its: return shape.its;
    case VcdBlock::Redistributor: return numbered("gicr", shape.pes);
    case VcdBlock::Pe: return numbered("pe", shape.pes);
    case VcdBlock::Domain: return shape.domains;
    case VcdBlock::Count: break;
    }
    return {};
}

const std::vector<std::string>& vcd_sets()
{
    static const std::vector<std::string> sets = { "usual", "queue", "cpu", "traffic",
                                                   "cache", "lines", "all" };
    return sets;
}

std::set<std::string> vcd_signals(const VcdShape& shape, const std::string& set)
{
    std::set<std::string> names;
    for (const VcdRow& row : vcd_rows(shape))
        if (is_in(row, set))
            for (const std::string& instance : vcd_instances(shape, row.block))
                names.insert(instance + "." + row.name);
    return names;
}

} // namespace itstorm
