// SPDX-License-Identifier: Apache-2.0
// BlockWeights: see block_weights.h.
#include "block_weights.h"
#include "elf_functions.h"
#include "elf_object.h"
#include "symbols.h"
#include <dlfcn.h>
#include <sstream>

namespace itstorm {

namespace {

constexpr const char* section = ".itstorm.weights";
constexpr std::uint64_t constant_milli = 4000; // instructions of a block without a weight
constexpr double most_instructions = 1000;

// Reads "# sources HASH" and "# built-from HASH"; other comments are for people.
void take_comment(const std::string& line, WeightTable& table)
{
    std::istringstream cells(line);
    std::string hash, key, value;
    cells >> hash >> key >> value;
    if (key == "sources")
        table.made_for = value;
    if (key == "built-from")
        table.built_from = value;
}

// Reads a row: function, a tab, blocks, instructions, weight; the rest of the line is for people.
// False: the row is malformed.
bool take_row(const std::string& line, WeightTable& table)
{
    std::istringstream cells(line);
    std::string function;
    std::uint64_t blocks = 0, instructions = 0;
    double weight = 0;
    if (!std::getline(cells, function, '\t') || !(cells >> blocks >> instructions >> weight) ||
        !(weight > 0) || weight > most_instructions)
        return false;
    table.instructions_milli[function] = static_cast<std::uint64_t>(weight * 1000 + 0.5);
    return true;
}

} // namespace

WeightTable weights_in(const std::string& object)
{
    WeightTable table;
    std::istringstream text(section_of(object, section));
    std::string line;
    for (unsigned number = 1; std::getline(text, line); number++) {
        if (line.empty())
            continue;
        if (line[0] == '#')
            take_comment(line, table);
        else if (!take_row(line, table))
            throw ObjectError(object + ": " + section + " line " + std::to_string(number) +
                              ": no function, blocks, instructions and weight");
    }
    return table;
}

BlockWeights::BlockWeights(std::uint64_t block_ps)
    : ps_(map_.functions().size(), block_ps), blocks_(ps_.size()),
      by_(ps_.size(), By::ConstantAlone)
{
    std::map<std::string, WeightTable> tables; // by name of the object
    for (const ObjectMemory::Range& code : registered_objects()) {
        Dl_info info;
        if (dladdr(reinterpret_cast<void*>(code.begin), &info) == 0 || info.dli_fname == nullptr)
            continue;
        const std::string path = info.dli_fname;
        tables[base_name(path)] = weights_in(path);
    }
    for (const auto& [object, table] : tables) {
        rows_ += table.instructions_milli.size();
        if (table.is_stale())
            stale_.push_back(object);
    }
    for (std::size_t n = 1; n < ps_.size(); n++) {
        const CodeMap::Function& function = map_.functions()[n];
        const auto& weights = tables[function.object].instructions_milli;
        if (weights.empty())
            continue;
        const auto row = weights.find(function.name);
        by_[n] = row == weights.end() ? By::ConstantBesideTable : By::Table;
        if (row != weights.end())
            ps_[n] = (block_ps * row->second + constant_milli / 2) / constant_milli;
    }
}

BlockWeights::Unweighted BlockWeights::unweighted() const
{
    Unweighted all;
    for (std::size_t n = 1; n < by_.size(); n++) {
        if (by_[n] == By::ConstantAlone || blocks_[n] == 0)
            continue;
        all.of += blocks_[n];
        if (by_[n] == By::Table)
            continue;
        all.blocks += blocks_[n];
        all.functions.push_back(map_.functions()[n].name);
    }
    return all;
}

} // namespace itstorm
