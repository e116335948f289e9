// SPDX-License-Identifier: Apache-2.0
// The way of a request from a function to the memory system: serialisation on the lanes, posted
// credits, latency, in order. A task performs the blocking transport at the far end; the
// target may wait inside, and then credits run out and the function waits: that is the
// back-pressure of the whole path.
//
// A read goes the same way, behind what was posted before (PCI Express Base Specification,
// "Transaction Ordering"); its completion comes back over lanes and latency of its own.
//
// Choice: a credit is held from the start of transmission until the far end has accepted the write,
// and comes back in no time (LinkConfig::oneway_ps covers more than the link, so half of it back
// would be no better founded). Reads need no credit: the reader waits for its completion.
//
// Choice: memory accepts DMA writes as they come, whatever they take; only an MSI holds its credit
// while its target takes time.
#pragma once
#include "common/task.h"
#include "device_config.h"
#include "device_facts.h"
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <systemc>
#include <tlm_utils/simple_initiator_socket.h>
#include <vector>

namespace itstorm {

// True: sending takes time, however fast a function sends. A line-rate pattern needs that, or it
// would never end.
bool link_bounds_rate(const LinkConfig& config);

// A read that waits for its completion. Giving up the request notifies it, too.
struct PendingRead {
    explicit PendingRead(unsigned function) : completed(sim::Rank(sim::Kind::Link, function)) {}

    std::vector<std::uint8_t> data;
    bool refused = true; // until the far end has answered
    sim::Event completed;
};

// What DMA has that a message has not: what is written, or the read that waits.
struct DmaRequest {
    std::vector<std::uint8_t> payload;
    std::shared_ptr<PendingRead> read;
};

// One request on its way: an MSI, or DMA. It changes hands often, and is small for that.
struct LinkRequest {
    std::uint64_t address;
    std::uint32_t data; // of an MSI
    MsiTag tag;         // DMA: only the DeviceID
    std::unique_ptr<DmaRequest> dma = {};

    bool is_message() const { return !dma; }
    PendingRead* read() const { return dma ? dma->read.get() : nullptr; }
};

class PcieLink : public sc_core::sc_module {
public:
    // `room` is called when can_take() may have become true again.
    PcieLink(sc_core::sc_module_name name, unsigned function, const LinkConfig& config,
             PciFunctionProbes& probes, std::function<void()> room);
    PcieLink(const PcieLink&) = delete; // owns the extensions
    ~PcieLink() override;

    tlm_utils::simple_initiator_socket<PcieLink> far_end;

    bool can_take() const; // transmitter idle, and a credit free
    void transmit(LinkRequest request);

    // Messages in the transmitter and on the wire, with the one inside the blocking transport until
    // that returns. Its target must count it from then on: it holds the message when it returns,
    // and does not wait between the two.
    std::uint64_t in_flight() const;

private:
    struct OnWire {
        LinkRequest request;
        sc_core::sc_time arrival;
    };

    sc_core::sc_time serialisation(const LinkRequest& request) const;
    void leave_transmitter(); // serialisation is over
    void put_on_wire(LinkRequest request);
    void deliver(); // at the far end
    void wait_for_arrival();
    void hand_over(LinkRequest& request);
    void set_up(LinkRequest& request);
    void complete(PendingRead& read, const sc_core::sc_time& delay);
    void change_credits(int by);

    const unsigned function_;
    const LinkConfig config_;
    const sc_core::sc_time short_message_time_, long_message_time_, latency_;
    PciFunctionProbes& probes_;
    const std::function<void()> room_;
    std::uint32_t credits_used_ = 0;
    std::optional<LinkRequest> sending_;
    std::deque<OnWire> queue_;           // in order of arrival
    sc_core::sc_time completions_until_; // the lanes back are taken
    sim::Event sent_, arrival_;
    sim::Task delivery_;
    tlm::tlm_generic_payload
        trans_;               // one at a time; not on the task's stack, which is never unwound
    MsiExtension* extension_; // in trans_ while it is a message
    DmaExtension* dma_;       // in trans_ while it is DMA
};

} // namespace itstorm
