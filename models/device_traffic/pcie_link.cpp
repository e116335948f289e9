// SPDX-License-Identifier: Apache-2.0
// PcieLink: see pcie_link.h. In the order in which a request passes.
#include "pcie_link.h"
#include "common/kernel_thread.h"
#include "common/simulated_time.h"
#include "pcie_wire.h"
#include <algorithm>

namespace itstorm {

namespace {

constexpr std::uint64_t beyond_32_bits = 1ull << 32;
constexpr std::uint32_t unlimited_credits = 65536; // memory is finite

sc_core::sc_time picoseconds(std::uint64_t n)
{
    return sim::time_of(n);
}

// Time of so many bytes on the lanes, rounded to the nearest picosecond once.
sc_core::sc_time lane_time(const LinkConfig& config, std::uint64_t bytes)
{
    if (config.bytes_per_second == 0)
        return sc_core::SC_ZERO_TIME;
    const std::uint64_t rate = config.bytes_per_second;
    const auto ps = (static_cast<unsigned __int128>(bytes) * 1'000'000'000'000u + rate / 2) / rate;
    return picoseconds(static_cast<std::uint64_t>(ps));
}

sc_core::sc_time message_time(const LinkConfig& config, std::uint64_t address)
{
    return lane_time(config, msi_wire_bytes(config, address));
}

} // namespace

bool link_bounds_rate(const LinkConfig& config)
{
    const bool lanes = message_time(config, 0) != sc_core::SC_ZERO_TIME;
    return lanes || (config.posted_credits != 0 && config.oneway_ps != 0);
}

PcieLink::PcieLink(sc_core::sc_module_name name, unsigned function, const LinkConfig& config,
                   PciFunctionProbes& probes, std::function<void()> room)
    : sc_module(name), far_end("far_end"), function_(function), config_(config),
      short_message_time_(message_time(config, 0)),
      long_message_time_(message_time(config, beyond_32_bits)),
      latency_(picoseconds(config.oneway_ps)), probes_(probes), room_(std::move(room)),
      sent_(sim::Rank(sim::Kind::Link, function)), arrival_(sim::Rank(sim::Kind::Link, function)),
      delivery_(sim::Rank(sim::Kind::Link, function), std::string(this->name()),
                [this] { deliver(); }),
      extension_(new MsiExtension), dma_(new DmaExtension)
{
    sent_.calls([this] { leave_transmitter(); });
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
    const auto is_message = [](const OnWire& one) { return one.request.is_message(); };
    return static_cast<std::uint64_t>(std::count_if(queue_.begin(), queue_.end(), is_message)) +
           (sending_ && sending_->is_message() ? 1 : 0);
}

// ---- transmitter ----

bool PcieLink::can_take() const
{
    const std::uint32_t credits =
        config_.posted_credits != 0 ? config_.posted_credits : unlimited_credits;
    return !sending_ && credits_used_ < credits;
}

void PcieLink::change_credits(int by)
{
    credits_used_ += static_cast<std::uint32_t>(by);
    probes_.link_level(LinkLevelFact{ function_, credits_used_ });
}

sc_core::sc_time PcieLink::serialisation(const LinkRequest& request) const
{
    const std::uint64_t address = request.address;
    if (request.is_message())
        return address < beyond_32_bits ? short_message_time_ : long_message_time_;
    const PendingRead* read = request.read();
    return lane_time(config_, read != nullptr
                                  ? read_wire_bytes(address, read->data.size())
                                  : write_wire_bytes(address, request.dma->payload.size()));
}

void PcieLink::transmit(LinkRequest request)
{
    sc_assert(can_take());
    if (request.read() == nullptr)
        change_credits(+1);
    const sc_core::sc_time time = serialisation(request);
    if (time == sc_core::SC_ZERO_TIME)
        return put_on_wire(std::move(request));
    sending_ = std::move(request);
    sent_.notify(time);
}

void PcieLink::leave_transmitter()
{
    put_on_wire(std::move(*sending_));
    sending_.reset();
    room_();
}

void PcieLink::put_on_wire(LinkRequest request)
{
    if (request.is_message())
        probes_.on_wire(MsiOnWireFact{ function_, request.tag });
    if (queue_.empty()) // otherwise the task is waiting for an earlier one
        arrival_.notify(latency_);
    queue_.push_back({ std::move(request), sim::now() + latency_ });
}

// ---- far end ----

void PcieLink::deliver()
{
    for (;;) {
        wait_for_arrival();
        hand_over(queue_.front().request);
        room_();
    }
}

void PcieLink::wait_for_arrival()
{
    while (queue_.empty())
        sim::wait(arrival_);
    const sc_core::sc_time arrival = queue_.front().arrival;
    if (arrival > sim::now())
        sim::wait(arrival - sim::now());
}

void PcieLink::set_up(LinkRequest& request)
{
    auto* data = reinterpret_cast<unsigned char*>(&request.data);
    std::size_t bytes = sizeof request.data;
    if (request.is_message()) {
        trans_.clear_extension(dma_);
        extension_->tag = request.tag;
        trans_.set_extension(extension_);
    } else {
        trans_.clear_extension(extension_);
        dma_->device_id = request.tag.device_id;
        PendingRead* read = request.read();
        std::vector<std::uint8_t>& buffer = read != nullptr ? read->data : request.dma->payload;
        trans_.set_extension(dma_);
        data = buffer.data();
        bytes = buffer.size();
    }
    trans_.set_command(request.read() != nullptr ? tlm::TLM_READ_COMMAND : tlm::TLM_WRITE_COMMAND);
    trans_.set_address(request.address);
    trans_.set_data_ptr(data);
    trans_.set_data_length(static_cast<unsigned>(bytes));
    trans_.set_streaming_width(static_cast<unsigned>(bytes));
    trans_.set_response_status(tlm::TLM_INCOMPLETE_RESPONSE);
}

void PcieLink::hand_over(LinkRequest& request)
{
    const bool is_message = request.is_message();
    const auto read = is_message ? nullptr : request.dma->read;
    if (is_message)
        probes_.arrived(MsiArrivedFact{ function_, request.tag });

    sc_core::sc_time delay = sc_core::SC_ZERO_TIME;
    set_up(request);
    {
        const sim::Crossing crossing;
        far_end->b_transport(trans_, delay);
    }

    if (!is_message && !trans_.is_response_ok())
        probes_.kind.dma_refused(DmaRefusedFact{ function_, request.address });
    queue_.pop_front(); // at the very instant at which the target counts it
    if (read)
        return complete(*read, delay);
    // The device does not learn the status of a posted write: it has no completion.
    if (is_message && delay != sc_core::SC_ZERO_TIME)
        sim::wait(delay);
    change_credits(-1);
}

void PcieLink::complete(PendingRead& read, const sc_core::sc_time& delay)
{
    const sc_core::sc_time now = sim::now();
    read.refused = !trans_.is_response_ok();
    const std::uint64_t bytes = read.refused ? 0 : read.data.size();
    completions_until_ = std::max(now + delay, completions_until_) +
                         lane_time(config_, completion_wire_bytes(bytes));
    read.completed.notify(completions_until_ + latency_ - now);
}

} // namespace itstorm
