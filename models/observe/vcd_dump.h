// SPDX-License-Identifier: Apache-2.0
// The file of a waveform: declares the chosen signals, writes changes of their values by row and
// instance (vcd_signals.h), and writes a .gtkw beside the dump that groups the signals. Called by
// VcdTrace, which knows the facts.
#pragma once
#include "vcd_history.h"
#include "vcd_signals.h"

namespace itstorm {

struct VcdOptions {
    std::set<std::string> signals; // full names ("its0.occupancy")
    bool numbers = false;          // beside each text its number, for readers without texts
    std::uint64_t limit_bytes = 0; // of the dump and the one before it together; 0: none
    std::uint64_t history_ps = 0;  // how long before its start a waveform begins
    std::string shown_as{};        // file that the .gtkw opens; empty: the dump
};

class VcdDump {
public:
    // `path` ends with .vcd; throws std::runtime_error if it cannot be created.
    VcdDump(const std::string& path, const VcdShape& shape, const VcdOptions& options);
    ~VcdDump();
    VcdDump(const VcdDump&) = delete;
    VcdDump& operator=(const VcdDump&) = delete;

    void start(); // records from now, or from the beginning of its history; once
    void stop();  // until now
    bool has_started() const { return started_; }
    std::string finish(); // see VcdTrace

    bool is_shown(unsigned row) const; // of any instance
    bool is_shown(unsigned row, unsigned instance) const;
    unsigned word(const std::string& text); // see vcd_word(); not after finish()

    // Set the value of a signal; a signal that was not chosen is ignored. `number`: the value of
    // the numeric signal beside a text.
    void set(unsigned row, unsigned instance, std::uint64_t value);
    void set_word(unsigned row, unsigned instance, unsigned word, std::uint64_t number);
    void count(unsigned row, unsigned instance); // one more
    void mark(const std::string& name);          // a marker of the .gtkw, now

private:
    static constexpr unsigned not_shown = ~0u;
    struct Variable {
        unsigned id = not_shown, number = not_shown; // number: of the signal beside a text
        std::uint64_t count = 0;
    };

    struct Group { // the signals of one instance
        std::string name;
        VcdBlock block;
        unsigned place; // in the .gtkw
    };

    void declare_group(const Group& group, const std::vector<VcdRow>& rows,
                       const VcdOptions& options);
    Variable declare(const std::string& scope, const VcdRow& row, bool numbers);

    const std::string path_;
    vcd* vcd_;
    Gtkw gtkw_;
    VcdHistory history_;
    std::uint64_t started_ps_ = 0, stopped_ps_ = 0;
    bool started_ = false, recording_ = false;
    std::vector<std::vector<Variable>> variables_; // by row and instance
};

} // namespace itstorm
