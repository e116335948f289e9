// SPDX-License-Identifier: Apache-2.0
// The waveform of a run: takes facts, keeps the signals of a VCD file up to date, and writes a
// .gtkw beside it that groups them. Marks of software are shown at simulated time, which a PE may
// be ahead of by its settle bound.
#pragma once
#include "device_traffic/device_facts.h"
#include "gtkw.h"
#include "its/its_facts.h"
#include "platform/pe_facts.h"
#include "redistributor/redistributor_facts.h"
#include <string>
#include <vector>

struct vcd;

namespace itstorm {

struct VcdShape {
    std::vector<std::string> its{ "its0" }; // names by index
    unsigned pes = 1;
    std::vector<std::string> functions, domains; // names by index
};

class VcdTrace {
public:
    // `path` ends with .vcd; throws std::runtime_error if it cannot be created. limit_bytes: 0:
    // none.
    VcdTrace(const std::string& path, const VcdShape& shape, std::uint64_t limit_bytes = 0);
    ~VcdTrace();
    VcdTrace(const VcdTrace&) = delete;
    VcdTrace& operator=(const VcdTrace&) = delete;

    void start(); // records from now; facts before set the first values
    void stop();  // until now

    // Closes the file, writes the .gtkw. Empty: fine, else the file that could not be written.
    std::string finish();

    void ring(unsigned its, const RingFact& fact); // its: by index
    void intake(unsigned its, const IntakeLevelFact& fact);
    void on(const LpiLevelFact& fact);
    void on(const IrqLineFact& fact);
    void on(const VirqLineFact& fact);
    void on(const ListRegistersFact& fact);
    void on(const PeStateFact& fact);
    void on(const MarkFact& fact);
    void on(const GuestReadyFact& fact);
    void on(const LinkLevelFact& fact);
    void on(const PatternFact& fact);

private:
    using Signal = unsigned;

    Signal vector(const char* name, unsigned bits, Show show);
    Signal wire(const char* name);
    Signal text(const char* name);
    template <class Declare>
    auto group(const std::string& name, Declare declare);
    void set(Signal signal, std::uint64_t value);
    void count(Signal signal, std::uint64_t& counter) { set(signal, ++counter); }

    struct Its {
        Signal used, creadr, cwriter, stalled, inbox;
    };
    struct Target {
        Signal pending, irq, virq, list_registers;
    };
    struct Pe {
        Signal state, domain;
    };
    struct Domain {
        Signal ready, received, injected, retired;
        std::uint64_t ready_count = 0, received_count = 0, injected_count = 0, retired_count = 0;
    };
    struct Function {
        Signal storm, credits;
    };

    const std::string path_;
    const std::vector<std::string> domain_names_;
    vcd* vcd_;
    Gtkw gtkw_;
    std::string scope_;
    std::uint64_t started_ps_ = 0, stopped_ps_ = 0;
    bool recording_ = false;
    std::vector<Its> its_;
    std::vector<Target> targets_;
    std::vector<Pe> pes_;
    std::vector<Domain> domains_;
    std::vector<Function> functions_;
};

} // namespace itstorm
