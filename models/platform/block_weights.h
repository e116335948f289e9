// SPDX-License-Identifier: Apache-2.0
// With `software.weights: calibrated`: the time of a basic block, by function. The weights are a
// table in the object (section .itstorm.weights, made by `make calibrate`; docs/timing.md, "Weights
// of functions"). Blocks of a function without a weight take the constant.
#pragma once
#include "code_map.h"
#include <map>

namespace itstorm {

// The table of an object.
struct WeightTable {
    std::map<std::string, std::uint64_t> instructions_milli; // of a block, by function
    std::string made_for, built_from; // hashes of sources; empty: the table does not say
    bool is_stale() const
    {
        return !made_for.empty() && !built_from.empty() && made_for != built_from;
    }
};

// Reads the table of an object; without functions if the object has none. Throws ObjectError if
// the table is damaged.
WeightTable weights_in(const std::string& object);

class BlockWeights {
public:
    // Reads the tables of all loaded objects. `block_ps`: the time of a block without a weight.
    explicit BlockWeights(std::uint64_t block_ps);

    std::uint64_t charge(std::uintptr_t pc) // ps; `pc`: where the coverage call returns to
    {
        const std::uint16_t function = map_.at(pc - 1);
        ++blocks_[function];
        return ps_[function];
    }

    std::size_t rows() const { return rows_; } // of all tables together
    // Objects that were built from other sources than those for which their table was made.
    const std::vector<std::string>& stale() const { return stale_; }

    // Functions that ran without a weight though their object has a table; how many blocks they
    // executed, and how many blocks the objects with a table executed.
    struct Unweighted {
        std::vector<std::string> functions;
        std::uint64_t blocks = 0, of = 0;
    };
    Unweighted unweighted() const;

private:
    enum class By : unsigned char { ConstantAlone, Table, ConstantBesideTable };

    const CodeMap map_;
    std::vector<std::uint64_t> ps_, blocks_; // by number of the function
    std::vector<By> by_;
    std::size_t rows_ = 0;
    std::vector<std::string> stale_;
};

} // namespace itstorm
