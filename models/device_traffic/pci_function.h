// A PCI function: MSI-X in a BAR, one slot for a message, a link, and behind it a kind of device
// and a generator of arrivals.
//
// The slot holds one message of a table entry that waits for the link. While it is taken, a trigger
// waits in its MSI-X pending bit, and one whose bit is set already is merged there (booked); a function
// whose rule is to drop loses it instead (booked, too). DMA writes queue up before and behind the
// slot's message, in order.
#pragma once
#include "common/fault.h"
#include "device_config.h"
#include "device_facts.h"
#include "device_kind.h"
#include "generator.h"
#include "msix.h"
#include "pcie_link.h"
#include <deque>
#include <systemc>
#include <tlm>
#include <tlm_utils/simple_target_socket.h>
#include <vector>

namespace itstorm {

class PciFunction : public sc_core::sc_module, private DeviceHost, private ArrivalSink {
public:
    SC_HAS_PROCESS(PciFunction);
    PciFunction(sc_core::sc_module_name name, unsigned index, const FunctionConfig& config,
                std::uint64_t seed, Ledger& ledger, FaultPlan& faults);

    tlm_utils::simple_target_socket<PciFunction> bar; // arch/msix.h; 4 or 8 bytes, aligned
    tlm::tlm_initiator_socket<> upstream;             // the far end of the link
    PciFunctionProbes probes;

    void start(const PatternConfig& pattern) { generator_.start(pattern); }
    void stop() { generator_.stop(); }
    bool running() const { return generator_.running(); }

    void send(unsigned vector) { generator_.arrive(vector); } // one arrival, now

    // Pending bits, the slot and what the link holds: see PcieLink::in_flight for where the next
    // block takes over.
    std::uint64_t in_flight() const;

    const FunctionConfig& config() const override { return config_; }

private:
    void access_bar(tlm::tlm_generic_payload& trans, sc_core::sc_time& delay);

    // DeviceHost
    void interrupt(unsigned vector) override;
    bool interrupt_waits(unsigned vector) const override;
    bool can_send() const override;
    std::size_t writes_waiting() const override { return outgoing_.size(); }
    void dma_write(std::uint64_t address, const void* data, unsigned bytes) override;
    bool dma_read(std::uint64_t address, void* data, unsigned bytes) override;
    void forge_message(std::uint64_t address, std::uint32_t data, std::uint32_t device_id) override;

    // ArrivalSink
    void arrival(unsigned vector) override { kind_->arrival(vector); }
    bool arrival_waits(unsigned vector) const override { return interrupt_waits(vector); }
    void line_rate_started() override { pump(); }

    MsiTag next_tag(std::uint32_t device_id, std::uint32_t event_id);
    void count_sent();
    void raise(unsigned vector);
    void fill_slot(const msix_message& message);
    bool refill();
    void pump(); // what is outgoing to the link, as long as it takes
    void pump_once();
    void release();

    const unsigned index_;
    const FunctionConfig config_;
    Ledger& ledger_;
    FaultPlan& faults_;
    std::vector<msix_entry> entries_;
    msix msix_;

    struct Outgoing {
        LinkRequest request;
        unsigned vector;
        bool is_slot; // the slot's message
    };
    std::deque<Outgoing> outgoing_;
    bool slot_taken_ = false, pumping_ = false;
    std::uint64_t serial_ = 0;
    PcieLink link_;
    Generator generator_;
    const std::unique_ptr<DeviceKind> kind_;
};

} // namespace itstorm
