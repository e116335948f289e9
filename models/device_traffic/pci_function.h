// SPDX-License-Identifier: Apache-2.0
// A PCI function: configuration space, MSI-X in a BAR, one slot for a message, a link, and behind
// it a kind of device and a generator of arrivals.
//
// The slot holds one message of a vector that waits for the link. While it is taken, a trigger
// waits in its pending bit, and one whose bit is set already is merged there (booked); a function
// whose rule is to drop loses it instead (booked, too). DMA writes queue up before and behind the
// slot's message, in order.
//
// Choice: a Function Level Reset takes no time, and also ends the pattern that runs where arrivals
// are a part of the device; packets keep coming to a NIC, which misses them until its queues are on
// again. What is on the link is not taken back.
//
// Choice: with Bus Master Enable off, messages wait, DMA writes are dropped and reads refused.
#pragma once
#include "common/ports.h"
#include "device_config.h"
#include "device_facts.h"
#include "device_kind.h"
#include "generator.h"
#include "interrupts.h"
#include "pcie_link.h"
#include <deque>
#include <systemc>
#include <tlm>
#include <tlm_utils/simple_target_socket.h>
#include <vector>

namespace itstorm {

class PciFunction : public sc_core::sc_module, private DeviceHost, private ArrivalSink {
public:
    PciFunction(sc_core::sc_module_name name, unsigned index, const FunctionConfig& config,
                std::uint64_t seed, Ledger& ledger);

    // Choice: 1, 2 or 4 bytes of configuration space, 4 or 8 of a BAR, aligned; others are refused,
    // which the specification leaves open.
    tlm_utils::simple_target_socket<PciFunction> configuration; // arch/pci_config.h
    tlm_utils::simple_target_socket<PciFunction> bar0;          // arch/pci_device.h
    tlm_utils::simple_target_socket<PciFunction> bar2;          // arch/msix.h
    tlm::tlm_initiator_socket<> upstream;                       // the far end of the link
    sc_core::sc_port<SpiIf, 1, sc_core::SC_ZERO_OR_MORE_BOUND> intx;
    PciFunctionProbes probes;

    void start(const PatternConfig& pattern) { generator_.start(pattern); }
    void stop() { generator_.stop(); }
    bool running() const { return generator_.running(); }

    void send(unsigned vector) { generator_.arrive(vector); }           // one arrival, now
    void send_soon(unsigned vector) { generator_.arrive_soon(vector); } // behind what is ready now

    // Pending bits, the slot and what the link holds: see PcieLink::in_flight for where the next
    // block takes over.
    std::uint64_t in_flight() const;

    const FunctionConfig& config() const override { return config_; }

private:
    struct Outgoing {
        LinkRequest request;
        unsigned vector;
        bool is_slot; // the slot's message
        bool is_forged = false;
    };

    void access_configuration(tlm::tlm_generic_payload& trans, sc_core::sc_time& delay);
    void access_registers(tlm::tlm_generic_payload& trans, sc_core::sc_time& delay);
    void access_vectors(tlm::tlm_generic_payload& trans, sc_core::sc_time& delay);
    bool begin_bar_access(tlm::tlm_generic_payload& trans) const;
    std::uint32_t read_register(std::uint32_t offset) const;
    void write_register(std::uint32_t offset, std::uint32_t value);
    void configure(std::uint32_t offset, unsigned bytes, std::uint32_t value);
    void reset();
    void drive_line();

    // DeviceHost
    unsigned index() const override { return index_; }
    PciFunctionProbes& facts() override { return probes; }
    RandomStream random_stream(const std::string& purpose) const override
    {
        return itstorm::random_stream(seed_, config_.name + "." + purpose);
    }
    void interrupt(unsigned vector) override;
    bool interrupt_waits(unsigned vector) const override;
    bool can_send() const override;
    std::size_t writes_waiting() const override { return outgoing_.size(); }
    void dma_write(std::uint64_t address, const void* data, unsigned bytes) override;
    bool dma_read(std::uint64_t address, void* data, unsigned bytes) override;
    void forge_message(std::uint64_t address, std::uint32_t data, std::uint32_t device_id) override;
    VectorState vector_state(unsigned vector) const override;
    void offers() override { pump(); }

    // ArrivalSink
    void arrival(unsigned vector) override { kind_->arrival(vector); }
    bool arrival_waits(unsigned vector) const override { return interrupt_waits(vector); }
    void line_rate_started() override { pump(); }

    MsiTag next_tag(std::uint32_t device_id, std::uint32_t event_id);
    void count_sent();
    bool is_bus_master() const;
    void enqueue_dma(std::uint64_t address, DmaRequest dma);
    void assert_pin(unsigned vector);
    void raise(unsigned vector);
    void fill_slot(const msix_message& message);
    bool refill();
    void pump(); // hands outgoing writes to the link while it takes them
    void pump_once();
    std::deque<Outgoing>::iterator next_outgoing(); // end: none may leave
    void release(std::deque<Outgoing>::iterator next);

    const unsigned index_;
    const FunctionConfig config_;
    const std::uint64_t seed_;
    Ledger& ledger_;
    std::vector<msix_entry> entries_;
    interrupts interrupts_;
    bool line_ = false; // the level driven on intx

    std::deque<Outgoing> outgoing_;
    bool slot_taken_ = false, pumping_ = false;
    std::uint64_t serial_ = 0;
    PcieLink link_;
    Generator generator_;
    const std::unique_ptr<DeviceKind> kind_;
};

} // namespace itstorm
