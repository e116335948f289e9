// SPDX-License-Identifier: Apache-2.0
// The waveform of a run: turns facts into signals of a VcdDump. Marks and locks of software are
// shown at simulated time; a PE may be ahead of it by the settle bound.
#pragma once
#include "device_traffic/device_facts.h"
#include "its/its_facts.h"
#include "platform/pe_facts.h"
#include "redistributor/redistributor_facts.h"
#include "vcd_dump.h"
#include <functional>

namespace itstorm {

class VcdTrace {
public:
    using LockName = std::function<std::string(unsigned lock)>;

    // `path` ends with .vcd; throws std::runtime_error if it cannot be created.
    VcdTrace(const std::string& path, const VcdShape& shape, const VcdOptions& options,
             LockName lock_name = {});

    void start() { dump_.start(); } // records from now; facts before set the first values
    void stop() { dump_.stop(); }   // until now
    bool has_started() const { return dump_.has_started(); }
    // Whether any instance of any of these signals was chosen. If not, the probes of their facts
    // need not be attached.
    bool shows(std::initializer_list<VcdSignal> signals) const;
    bool shows_levels() const; // of the hypervisor's object

    // Closes the file, writes the .gtkw. Empty: fine, else the file that could not be written.
    std::string finish() { return dump_.finish(); }

    void label(const std::string& label);          // a label of the timeline happens now
    void ring(unsigned its, const RingFact& fact); // its: by index
    void intake(unsigned its, const IntakeLevelFact& fact);
    void lanes(unsigned its, const LaneLevelFact& fact);
    void command_begins(unsigned its, const CommandBegunFact& fact);
    void command_ends(unsigned its);
    void look_up(unsigned its, const LookUpFact& fact);
    void on(const LpiLevelFact& fact);
    void on(const PropertyLookUpFact& fact);
    void on(const IrqLineFact& fact);
    void on(const VirqLineFact& fact);
    void on(const ListRegistersFact& fact);
    void on(const PeStateFact& fact);
    void on(const LockTakenFact& fact);
    void on(const LockFact& fact);
    void on(const HvProbeFact& fact);
    void on(const MarkFact& fact);
    void on(const GuestReadyFact& fact);
    void on(const LinkLevelFact& fact);
    void on(const PatternFact& fact);

private:
    // The words of named things, by index; vcd_word() is called when a word is first shown.
    class Words {
    public:
        explicit Words(std::function<std::string(unsigned)> name) : name_(std::move(name)) {}
        unsigned of(unsigned index, VcdDump& dump);

    private:
        const std::function<std::string(unsigned)> name_;
        std::vector<unsigned> words_; // 0: not made yet
    };

    void set(VcdSignal signal, unsigned instance, std::uint64_t value);
    void set(VcdSignal signal, unsigned instance, Words& words, unsigned index,
             std::uint64_t number);                     // of the signal beside the text
    void set_none(VcdSignal signal, unsigned instance); // the text "-"
    void count(VcdSignal signal, unsigned instance);
    void show_lock(unsigned pe);

    const std::size_t domains_;
    const std::vector<VcdLevel> levels_;
    Words states_, opcodes_, domain_words_, locks_;
    std::vector<std::vector<unsigned>> held_; // by PE: locks, the last taken last
    std::uint64_t labels_ = 0;
    VcdDump dump_;
};

} // namespace itstorm
