// PcieLink: see pcie_link.h.
#include "pcie_link.h"

namespace itstorm {

namespace {

sc_core::sc_time picoseconds(std::uint64_t n)
{
    return sc_core::sc_time::from_value(n);
}

// Time of one message on the lanes, rounded to the nearest picosecond once.
sc_core::sc_time serialisation_of(const LinkConfig& config)
{
    if (config.bytes_per_second == 0)
        return sc_core::SC_ZERO_TIME;
    const std::uint64_t rate = config.bytes_per_second;
    const auto ps =
        (static_cast<unsigned __int128>(config.msi_bytes) * 1'000'000'000'000u + rate / 2) / rate;
    return picoseconds(static_cast<std::uint64_t>(ps));
}

} // namespace

bool link_bounds_rate(const LinkConfig& config)
{
    const bool lanes = serialisation_of(config) != sc_core::SC_ZERO_TIME;
    return lanes || (config.posted_credits != 0 && config.oneway_ps != 0);
}

PcieLink::PcieLink(sc_core::sc_module_name name, unsigned function, const LinkConfig& config,
                   PciFunctionProbes& probes, std::function<void()> room)
    : sc_module(name), far_end("far_end"), function_(function), config_(config),
      serialisation_(serialisation_of(config)), latency_(picoseconds(config.oneway_ps)),
      probes_(probes), room_(std::move(room)), extension_(new MsiExtension)
{
    trans_.set_extension(extension_);
    trans_.set_command(tlm::TLM_WRITE_COMMAND);
    SC_METHOD(leave_transmitter);
    sensitive << sent_;
    dont_initialize();
    SC_THREAD(deliver);
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

void PcieLink::transmit(const MsiWrite& write)
{
    sc_assert(can_take());
    change_credits(+1);
    if (serialisation_ == sc_core::SC_ZERO_TIME)
        return put_on_wire(write);
    sending_ = write;
    sent_.notify(serialisation_);
}

void PcieLink::leave_transmitter()
{
    put_on_wire(*sending_);
    sending_.reset();
    room_();
}

void PcieLink::put_on_wire(const MsiWrite& write)
{
    probes_.on_wire(MsiOnWireFact{ function_, write.tag });
    if (queue_.empty()) // then the thread is not on its way to an earlier one
        arrival_.notify(latency_);
    queue_.push_back({ write, sc_core::sc_time_stamp() + latency_ });
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

void PcieLink::hand_over(const MsiWrite& write)
{
    probes_.arrived(MsiArrivedFact{ function_, write.tag });

    std::uint32_t data = write.data;
    sc_core::sc_time delay = sc_core::SC_ZERO_TIME;
    trans_.set_address(write.address);
    trans_.set_data_ptr(reinterpret_cast<unsigned char*>(&data));
    trans_.set_data_length(sizeof data);
    trans_.set_streaming_width(sizeof data);
    trans_.set_response_status(tlm::TLM_INCOMPLETE_RESPONSE);
    extension_->tag = write.tag;
    far_end->b_transport(
        trans_, delay); // its status is nobody's business here: a posted write has no completion

    queue_.pop_front(); // at the very instant at which the target counts it
    if (delay != sc_core::SC_ZERO_TIME)
        wait(delay);
    change_credits(-1);
}

} // namespace itstorm
