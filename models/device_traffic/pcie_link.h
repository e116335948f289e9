// The way of a posted write from a function to the memory system: serialisation on the lanes,
// posted credits, latency, in order. Its own thread performs the blocking transport at the far end;
// the target may wait inside, and then credits run out and the function waits: that is the
// back-pressure of the whole path.
//
// Reads wait for their completion in the process of who asks. Choice: they do not contend with
// posted writes for the lanes, nor for credits; a read is not performed before the writes that were
// sent earlier (PCI Express Base Specification, "Transaction Ordering").
//
// Choice: a credit is held from the start of transmission until the far end has accepted the write,
// and comes back in no time (LinkConfig::oneway_ps covers more than the link, so half of it back
// would be no better founded).
#pragma once
#include "device_config.h"
#include "device_facts.h"
#include <deque>
#include <functional>
#include <optional>
#include <systemc>
#include <tlm_utils/simple_initiator_socket.h>
#include <vector>

namespace itstorm {

// Does time pass however fast a function sends? A line-rate pattern needs it, or it would never
// end.
bool link_bounds_rate(const LinkConfig& config);

// One posted write on its way: an MSI, or, with a payload, DMA.
struct PostedWrite {
    std::uint64_t address;
    std::uint32_t data; // of an MSI
    MsiTag tag;         // DMA: only the DeviceID
    std::vector<std::uint8_t> payload = {};

    bool is_message() const { return payload.empty(); }
};

class PcieLink : public sc_core::sc_module {
public:
    SC_HAS_PROCESS(PcieLink);
    // `room` is called when can_take() may have become true again.
    PcieLink(sc_core::sc_module_name name, unsigned function, const LinkConfig& config,
             PciFunctionProbes& probes, std::function<void()> room);
    PcieLink(const PcieLink&) = delete; // owns the extensions
    ~PcieLink() override;

    tlm_utils::simple_initiator_socket<PcieLink> far_end;

    bool can_take() const; // transmitter idle, and a credit free
    void transmit(PostedWrite write);

    // From an SC_THREAD. False: refused at the far end.
    bool read(std::uint64_t address, void* data, unsigned bytes, std::uint32_t device_id);

    // Messages in the transmitter and on the wire, with the one inside the blocking transport until
    // that returns. Its target must count it from then on: it holds the message when it returns,
    // and does not wait between the two.
    std::uint64_t in_flight() const;

private:
    struct OnWire {
        PostedWrite write;
        sc_core::sc_time arrival;
    };

    void leave_transmitter(); // SC_METHOD: serialisation is over
    void deliver();           // SC_THREAD at the far end
    void wait_for_arrival();
    void hand_over(const PostedWrite& write);
    void put_on_wire(PostedWrite write);
    void change_credits(int by);
    sc_core::sc_time serialisation(const PostedWrite& write) const;
    void set_up_payload(const PostedWrite& write, std::uint32_t& message);

    const unsigned function_;
    const LinkConfig config_;
    const sc_core::sc_time message_time_, latency_;
    PciFunctionProbes& probes_;
    const std::function<void()> room_;
    std::uint32_t credits_used_ = 0;
    std::optional<PostedWrite> sending_;
    std::deque<OnWire> queue_;                      // in order of arrival
    std::uint64_t transmitted_ = 0, delivered_ = 0; // posted writes
    sc_core::sc_event sent_, arrival_, delivery_;
    tlm::tlm_generic_payload
        trans_;               // one at a time; not on the thread's stack, which may never unwind
    MsiExtension* extension_; // in trans_ while it is a message
    DmaExtension* dma_;       // in trans_ while it is DMA
};

} // namespace itstorm
