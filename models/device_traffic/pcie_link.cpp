// PcieLink: see pcie_link.h.
#include "pcie_link.h"
#include <algorithm>

namespace itstorm {

namespace {

sc_core::sc_time picoseconds(std::uint64_t n)
{
    return sc_core::sc_time::from_value(n);
}

// Time of so many bytes on the lanes, rounded to the nearest picosecond once.
sc_core::sc_time time_on_lanes(const LinkConfig& config, std::uint64_t bytes)
{
    if (config.bytes_per_second == 0)
        return sc_core::SC_ZERO_TIME;
    const std::uint64_t rate = config.bytes_per_second;
    const auto ps = (static_cast<unsigned __int128>(bytes) * 1'000'000'000'000u + rate / 2) / rate;
    return picoseconds(static_cast<std::uint64_t>(ps));
}

// A write with a payload is framed like an MSI, whose payload is one dword; a read's request has
// the same header and none.
std::uint64_t framing_bytes(const LinkConfig& config)
{
    return config.msi_bytes - sizeof(std::uint32_t);
}

} // namespace

bool link_bounds_rate(const LinkConfig& config)
{
    const bool lanes = time_on_lanes(config, config.msi_bytes) != sc_core::SC_ZERO_TIME;
    return lanes || (config.posted_credits != 0 && config.oneway_ps != 0);
}

PcieLink::PcieLink(sc_core::sc_module_name name, unsigned function, const LinkConfig& config,
                   PciFunctionProbes& probes, std::function<void()> room)
    : sc_module(name), far_end("far_end"), function_(function), config_(config),
      message_time_(time_on_lanes(config, config.msi_bytes)),
      latency_(picoseconds(config.oneway_ps)), probes_(probes), room_(std::move(room)),
      extension_(new MsiExtension), dma_(new DmaExtension)
{
    trans_.set_command(tlm::TLM_WRITE_COMMAND);
    SC_METHOD(leave_transmitter);
    sensitive << sent_;
    dont_initialize();
    SC_THREAD(deliver);
}

PcieLink::~PcieLink()
{
    trans_.clear_extension(extension_);
    trans_.clear_extension(dma_);
    delete extension_;
    delete dma_;
}

std::uint64_t PcieLink::in_flight() const
{
    const auto is_message = [](const OnWire& one) { return one.write.is_message(); };
    return static_cast<std::uint64_t>(std::count_if(queue_.begin(), queue_.end(), is_message)) +
           (sending_ && sending_->is_message() ? 1 : 0);
}

bool PcieLink::can_take() const
{
    return !sending_ && (config_.posted_credits == 0 || credits_used_ < config_.posted_credits);
}

void PcieLink::change_credits(int by)
{
    credits_used_ += static_cast<std::uint32_t>(by);
    probes_.link_level(LinkLevelFact{ function_, credits_used_ });
}

sc_core::sc_time PcieLink::serialisation(const PostedWrite& write) const
{
    if (write.is_message())
        return message_time_;
    return time_on_lanes(config_, framing_bytes(config_) + write.payload.size());
}

void PcieLink::transmit(PostedWrite write)
{
    sc_assert(can_take());
    change_credits(+1);
    ++transmitted_;
    const sc_core::sc_time time = serialisation(write);
    if (time == sc_core::SC_ZERO_TIME)
        return put_on_wire(std::move(write));
    sending_ = std::move(write);
    sent_.notify(time);
}

void PcieLink::leave_transmitter()
{
    put_on_wire(std::move(*sending_));
    sending_.reset();
    room_();
}

void PcieLink::put_on_wire(PostedWrite write)
{
    if (write.is_message())
        probes_.on_wire(MsiOnWireFact{ function_, write.tag });
    if (queue_.empty()) // then the thread is not on its way to an earlier one
        arrival_.notify(latency_);
    queue_.push_back({ std::move(write), sc_core::sc_time_stamp() + latency_ });
}

void PcieLink::deliver()
{
    for (;;) {
        wait_for_arrival();
        hand_over(queue_.front().write);
        room_();
    }
}

void PcieLink::wait_for_arrival()
{
    while (queue_.empty())
        wait(arrival_);
    const sc_core::sc_time arrival = queue_.front().arrival;
    if (arrival > sc_core::sc_time_stamp())
        wait(arrival - sc_core::sc_time_stamp());
}

void PcieLink::set_up_payload(const PostedWrite& write, std::uint32_t& message)
{
    trans_.clear_extension(extension_);
    trans_.clear_extension(dma_);
    if (write.is_message()) {
        extension_->tag = write.tag;
        trans_.set_extension(extension_);
    } else {
        dma_->device_id = write.tag.device_id;
        trans_.set_extension(dma_);
    }
    const auto* payload = write.is_message() ? reinterpret_cast<const unsigned char*>(&message)
                                             : write.payload.data();
    const std::size_t bytes = write.is_message() ? sizeof message : write.payload.size();
    trans_.set_address(write.address);
    trans_.set_data_ptr(const_cast<unsigned char*>(payload)); // TLM has no const writes
    trans_.set_data_length(static_cast<unsigned>(bytes));
    trans_.set_streaming_width(static_cast<unsigned>(bytes));
    trans_.set_response_status(tlm::TLM_INCOMPLETE_RESPONSE);
}

void PcieLink::hand_over(const PostedWrite& write)
{
    if (write.is_message())
        probes_.arrived(MsiArrivedFact{ function_, write.tag });

    std::uint32_t message = write.data;
    sc_core::sc_time delay = sc_core::SC_ZERO_TIME;
    set_up_payload(write, message);
    far_end->b_transport(
        trans_, delay); // its status is nobody's business here: a posted write has no completion

    queue_.pop_front(); // at the very instant at which the target counts it
    ++delivered_;
    delivery_.notify();
    if (delay != sc_core::SC_ZERO_TIME)
        wait(delay);
    change_credits(-1);
}

bool PcieLink::read(std::uint64_t address, void* data, unsigned bytes, std::uint32_t device_id)
{
    const std::uint64_t before = transmitted_;
    wait(time_on_lanes(config_, framing_bytes(config_)) + latency_);
    while (delivered_ < before)
        wait(delivery_);

    std::vector<std::uint8_t> completion(bytes);
    sc_core::sc_time delay = sc_core::SC_ZERO_TIME;
    DmaExtension requester;
    requester.device_id = device_id;
    tlm::tlm_generic_payload trans;
    trans.set_extension(&requester);
    trans.set_command(tlm::TLM_READ_COMMAND);
    trans.set_address(address);
    trans.set_data_ptr(completion.data());
    trans.set_data_length(bytes);
    trans.set_streaming_width(bytes);
    far_end->b_transport(trans, delay);
    trans.clear_extension(&requester);
    wait(delay + latency_ + time_on_lanes(config_, framing_bytes(config_) + bytes));
    if (trans.is_response_ok())
        std::copy(completion.begin(), completion.end(), static_cast<std::uint8_t*>(data));
    return trans.is_response_ok();
}

} // namespace itstorm
