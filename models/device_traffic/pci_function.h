// A PCI function that interrupts: MSI-X in a BAR, one outgoing slot, a link, a traffic pattern. Not
// a device that does anything else: no DMA, no configuration space.
//
// The slot holds one message that waits for the link. While it is taken, a trigger waits in its
// MSI-X pending bit, and one whose bit is set already is merged there (booked). A line-rate pattern
// offers a message only when the link can take it, and passes over vectors whose pending bit is
// set, so it never merges by itself; with all of its vectors masked it rests until one is unmasked.
#pragma once
#include "common/fault.h"
#include "device_config.h"
#include "device_facts.h"
#include "msix.h"
#include "pattern.h"
#include "pcie_link.h"
#include <optional>
#include <string>
#include <systemc>
#include <tlm>
#include <tlm_utils/simple_target_socket.h>
#include <vector>

namespace itstorm {

// Why the function cannot run the pattern; empty: it can.
std::string pattern_problem(const FunctionConfig& function, const PatternConfig& pattern);

class PciFunction : public sc_core::sc_module {
public:
    SC_HAS_PROCESS(PciFunction);
    PciFunction(sc_core::sc_module_name name, unsigned index, const FunctionConfig& config,
                std::uint64_t seed, Ledger& ledger, FaultPlan& faults);

    tlm_utils::simple_target_socket<PciFunction> bar; // arch/msix.h; 4 or 8 bytes, aligned
    tlm::tlm_initiator_socket<> upstream;             // the far end of the link
    PciFunctionProbes probes;

    // Replaces the pattern that runs. One with a pattern_problem() is an error report and changes
    // nothing.
    void start(const PatternConfig& pattern);
    void stop();
    bool running() const { return pattern_.has_value(); }

    void send(unsigned vector); // one MSI, now

    // Pending bits, the slot and what the link holds: see PcieLink::in_flight for where the next
    // block takes over.
    std::uint64_t in_flight() const;

    const FunctionConfig& config() const { return config_; }

private:
    void access_bar(tlm::tlm_generic_payload& trans, sc_core::sc_time& delay);
    void message_due(); // SC_METHOD, periodic and Poisson
    void schedule_next();
    void offer(unsigned vector);
    bool offer_at_line_rate();
    std::optional<unsigned> vector_without_pending();

    void raise(unsigned vector);
    void fill_slot(const msix_message& message);
    bool refill();
    void pump(); // the slot to the link, as long as it takes
    void release_slot();

    const unsigned index_;
    const FunctionConfig config_;
    Ledger& ledger_;
    FaultPlan& faults_;
    std::vector<msix_entry> entries_;
    msix msix_;
    RandomStream random_;
    std::optional<Pattern> pattern_;
    sc_core::sc_event due_;

    struct Outgoing {
        MsiWrite write;
        unsigned vector;
    };
    std::optional<Outgoing> slot_;
    std::uint64_t serial_ = 0;
    PcieLink link_;
};

} // namespace itstorm
