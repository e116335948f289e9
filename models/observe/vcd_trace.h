// SPDX-License-Identifier: Apache-2.0
// The waveform of a run: takes facts and sets the signals of a VcdDump. Marks and locks of software
// are shown at simulated time, which a PE may be ahead of by its settle bound.
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

    // Closes the file, writes the .gtkw. Empty: fine, else the file that could not be written.
    std::string finish() { return dump_.finish(); }

    void label(const std::string& label);          // of the timeline, which happens now
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
    void set(VcdSignal signal, unsigned instance, std::uint64_t value);
    void set(VcdSignal signal, unsigned instance, const std::string& text, std::uint64_t number);
    void count(VcdSignal signal, unsigned instance);
    bool is_shown(VcdSignal signal, unsigned instance) const;
    void show_lock(unsigned pe);

    const std::vector<std::string> domain_names_;
    const std::vector<VcdLevel> levels_;
    const LockName lock_name_;
    std::vector<std::vector<unsigned>> held_; // by PE: locks, the last taken last
    std::uint64_t labels_ = 0;
    VcdDump dump_;
};

} // namespace itstorm
