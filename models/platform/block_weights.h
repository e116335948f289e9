// SPDX-License-Identifier: Apache-2.0
// What a basic block of each function takes with `software.weights: calibrated`, by the table that
// an object carries (docs/timing.md, "Weights of functions"): section .itstorm.weights, made by
// `make calibrate`. A function without a weight takes the constant.
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

// No functions: the object has no table. Throws ObjectError if it is damaged.
WeightTable weights_in(const std::string& object);

class BlockWeights {
public:
    // Of the objects that are loaded. `block_ps`: what a block takes without a table.
    explicit BlockWeights(std::uint64_t block_ps);

    std::uint64_t charge(std::uintptr_t pc) // ps; `pc`: where the coverage call returns to
    {
        const std::uint16_t function = map_.at(pc - 1);
        ++blocks_[function];
        return ps_[function];
    }

    std::size_t rows() const { return rows_; } // of all tables
    // Objects that are built from other sources than their table is for.
    const std::vector<std::string>& stale() const { return stale_; }

    // Functions that ran without a weight though their object has a table, and their part of that
    // object's blocks.
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
