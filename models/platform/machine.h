// SPDX-License-Identifier: Apache-2.0
// The part of a machine that software sees and all PEs share: RAM, stage 2, IOMMU, the loaded
// hypervisor and its knobs, the lists of locks, stacks and guest contexts, and the probes through
// which software states facts. One per process (current()), since imports are plain C functions.
#pragma once
#include "common/log.h"
#include "common/memory.h"
#include "common/probe.h"
#include "fault_report.h"
#include "handles.h"
#include "iommu.h"
#include "loader.h"
#include "pe_costs.h"
#include "soc_config.h"
#include "software.h"
#include "stage2.h"
#include <map>
#include <memory>

namespace itstorm {

class BlockWeights;

struct MachineProbes {
    Probe<PeStateFact> state;
    Probe<ProgressFact> progress;
    Probe<GuestReadyFact> ready;
    Probe<LockMadeFact> lock_made;
    Probe<LockTakenFact> lock_taken;
    Probe<LockFact> lock;
    Probe<MarkFact> mark;
    Probe<SpanFact> span;
    Probe<HvProbeFact> hv_probe;
    Probe<HvCommandsFact> hv_commands;
    Probe<GuestProbeFact> guest_probe;
    Probe<GuestVerdictFact> verdict;
    Probe<ExitFact> exit;
};

class Machine {
public:
    Machine(const SocConfig& config, const sim_machine& description, const HypervisorObject& object,
            std::vector<GuestObject> guest_objects, Memory& memory, const PeCosts& costs);
    ~Machine();

    static Machine* current() { return current_; }

    // Runs a call into the object outside of simulated time, on a stack of its own. False: the call
    // failed, and `faults` says how.
    bool set_up(const char* what, const std::function<void()>& call);
    bool create_hypervisor();                                    // hv_create
    bool set_hypervisor_knob(unsigned row, std::uint64_t value); // hv_set_knob
    void set_guest_knob(std::uint16_t domain, unsigned row, std::uint64_t value);
    bool check_hypervisor(); // hv_check, at the end
    bool destroy_hypervisor();

    // What an object may allocate and create. The callers (hypervisor_stub/bindings) have checked
    // each request against these limits.
    static constexpr std::uint64_t most_allocated_bytes = std::uint64_t{ 4 } << 30;
    static constexpr std::size_t most_locks = 65536, most_stacks = 8192;
    static constexpr std::size_t most_stacks_ever = 1 << 20;

    void* allocate(std::uint64_t bytes, std::uint32_t align); // nullptr: there is no such memory
    std::uint64_t allocated_bytes() const { return allocated_bytes_; }
    sim_lock* create_lock(const std::string& name, std::uint16_t domain);
    sim_el2* create_stack(void (*entry)(void*), void* arg, const std::string& name);
    void destroy_stack(sim_el2* handle); // requires that the stack does not run
    std::size_t stack_count() const { return stacks.live(); }
    sim_vcpu* create_guest(std::uint16_t domain, std::uint16_t index); // nullptr: no such program
    void destroy_guest(sim_vcpu* handle); // requires that the guest does not run
    GuestContext* find_guest(std::uint16_t domain, std::uint16_t index);

    // The probes that this program's object declares; none if there is no such program.
    std::vector<hv_probe> guest_probes(const std::string& program) const;

    // For messages: the first few vCPUs that have not called sim_guest_ready, each with the last
    // line that it logged; empty: all of them have.
    std::string guests_not_ready() const;

    const SocConfig& config;
    const sim_machine& description;
    const HypervisorObject& object;
    const PeCosts& costs;
    Memory& memory;
    std::vector<std::uint64_t> hypervisor_knobs;         // by row; as set now
    std::vector<std::vector<std::uint64_t>> guest_knobs; // by domain and row; as set now
    std::vector<Stage2> stage2;                          // by domain
    Iommu* iommu = nullptr;                              // set by Soc once it exists
    hv* hypervisor = nullptr;
    MachineProbes probes;
    CodeProfile* profile = nullptr;  // set before time zero; nullptr: no profile is made
    BlockWeights* weights = nullptr; // set before time zero; nullptr: every block is the same
    FaultReport faults;
    Log log;
    std::vector<const Pe*> pes; // in no order
    HandleTable<SpinLock, sim_lock, lock_handles> locks;
    HandleTable<El2Stack, sim_el2, stack_handles> stacks;
    HandleTable<GuestContext, sim_vcpu, vcpu_handles> guests;

private:
    static Machine* current_;
    const std::vector<GuestObject> guest_objects_;
    std::vector<void*> allocations_;
    std::uint64_t allocated_bytes_ = 0;
};

} // namespace itstorm
