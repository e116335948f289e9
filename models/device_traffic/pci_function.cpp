// PciFunction: see pci_function.h. In the order of the way of a message: BAR, device, MSI-X, slot,
// link.
#include "pci_function.h"
#include <algorithm>
#include <cstring>

namespace itstorm {

PciFunction::PciFunction(sc_core::sc_module_name name, unsigned index, const FunctionConfig& config,
                         std::uint64_t seed, Ledger& ledger, FaultPlan& faults)
    : sc_module(name), bar("bar"), upstream("upstream"), index_(index), config_(config),
      ledger_(ledger), faults_(faults), entries_(config.vectors),
      link_("link", index, config.link, probes, [this] { pump(); }),
      generator_("generator", index, config_, seed, *this, probes),
      kind_(make_device_kind(*this))
{
    sc_assert(config.vectors >= 1 && config.vectors <= MSIX_VECTORS_MAX);
    msix_init(&msix_, entries_.data(), config.vectors);
    bar.register_b_transport(this, &PciFunction::access_bar);
    link_.far_end.bind(upstream);
}

// ---- BAR ----

void PciFunction::access_bar(tlm::tlm_generic_payload& trans, sc_core::sc_time&)
{
    const auto offset = static_cast<std::uint32_t>(trans.get_address());
    const unsigned bytes = trans.get_data_length();
    if ((bytes != 4 && bytes != 8) ||
        offset % bytes != 0) { // Choice: the specification leaves others undefined
        trans.set_response_status(tlm::TLM_BURST_ERROR_RESPONSE);
        return;
    }
    for (unsigned at = 0; at < bytes; at += 4) {
        std::uint32_t word = msix_read32(&msix_, offset + at);
        if (trans.is_read()) {
            std::memcpy(trans.get_data_ptr() + at, &word, sizeof word);
        } else {
            std::memcpy(&word, trans.get_data_ptr() + at, sizeof word);
            msix_write32(&msix_, offset + at, word);
        }
    }
    trans.set_response_status(tlm::TLM_OK_RESPONSE);
    if (trans.is_write())
        pump();
}

// ---- device ----

void PciFunction::interrupt(unsigned vector)
{
    sc_assert(vector < config_.vectors);
    raise(vector);
    pump();
}

bool PciFunction::interrupt_waits(unsigned vector) const
{
    return msix_pending(&msix_, vector);
}

bool PciFunction::can_send() const
{
    return outgoing_.empty() && link_.can_take();
}

void PciFunction::dma_write(std::uint64_t address, const void* data, unsigned bytes)
{
    sc_assert(bytes != 0);
    const auto* from = static_cast<const std::uint8_t*>(data);
    LinkRequest request{ address, 0, { config_.device_id, 0, 0 }, { from, from + bytes } };
    outgoing_.push_back({ std::move(request), 0, false });
    pump();
}

bool PciFunction::dma_read(std::uint64_t address, void* data, unsigned bytes)
{
    const auto read = std::make_shared<PendingRead>();
    read->data.resize(bytes);
    LinkRequest request{ address, 0, { config_.device_id, 0, 0 }, {}, read };
    outgoing_.push_back({ std::move(request), 0, false });
    pump();
    sc_core::wait(read->completed);
    if (!read->refused)
        std::copy(read->data.begin(), read->data.end(), static_cast<std::uint8_t*>(data));
    return !read->refused;
}

void PciFunction::forge_message(std::uint64_t address, std::uint32_t data, std::uint32_t device_id)
{
    count_sent();
    LinkRequest request{ address, data, next_tag(device_id, data) };
    outgoing_.push_back({ std::move(request), 0, false });
    pump();
}

// ---- MSI-X ----

void PciFunction::count_sent()
{
    if (!faults_.fires(Fault::SentUncounted))
        ++ledger_.msis_sent;
}

void PciFunction::raise(unsigned vector)
{
    count_sent();
    const bool can_leave = !slot_taken_ || config_.when_full == WhenFull::Drop;
    msix_message message;
    const msix_outcome outcome = msix_trigger(&msix_, vector, can_leave, &message);
    const bool lost = outcome == MSIX_SEND && slot_taken_;
    probes.raised(MsiRaisedFact{ index_, vector, outcome == MSIX_MERGED, lost });
    if (lost)
        ledger_.drop(Drop::FunctionFull);
    else if (outcome == MSIX_SEND)
        fill_slot(message);
    else if (outcome == MSIX_MERGED && !faults_.fires(Fault::DeviceMergeUncounted))
        ++ledger_.merged_in_device;
}

// ---- slot and link ----

MsiTag PciFunction::next_tag(std::uint32_t device_id, std::uint32_t event_id)
{
    return { device_id, event_id, static_cast<std::uint64_t>(index_) << 40 | ++serial_ };
}

void PciFunction::fill_slot(const msix_message& message)
{
    LinkRequest request{ message.address, message.data, next_tag(config_.device_id, message.data) };
    outgoing_.push_back({ std::move(request), message.vector, true });
    slot_taken_ = true;
}

// False: there is nothing to send.
bool PciFunction::refill()
{
    msix_message message;
    if (!slot_taken_ && msix_take(&msix_, &message))
        fill_slot(message);
    return !outgoing_.empty() || (link_.can_take() && generator_.offer_at_line_rate());
}

// A device that sends from within (an arrival that the pump asked for) leaves it to the pump that
// runs.
void PciFunction::pump()
{
    if (pumping_)
        return;
    pumping_ = true;
    pump_once();
    pumping_ = false;
}

// Ends because the link is full, or because there is nothing left to send: each round sends a
// write, or sets one more pending bit of a masked vector.
void PciFunction::pump_once()
{
    while (refill()) {
        if (outgoing_.empty())
            continue; // the offer went to a masked vector's pending bit
        if (!link_.can_take())
            return;
        release();
    }
}

void PciFunction::release()
{
    Outgoing out = outgoing_.front();
    if (!out.request.is_message()) {
        outgoing_.pop_front();
        return link_.transmit(std::move(out.request));
    }
    if (!faults_.fires(Fault::DoubleMsi)) { // then it stays, and goes out again
        outgoing_.pop_front();
        slot_taken_ = slot_taken_ && !out.is_slot;
    }
    probes.sent(MsiSentFact{ index_, out.request.tag, out.vector });
    if (!faults_.fires(Fault::DropMsi))
        link_.transmit(std::move(out.request));
}

std::uint64_t PciFunction::in_flight() const
{
    const auto is_message = [](const Outgoing& one) { return one.request.is_message(); };
    return msix_.pending_count + link_.in_flight() +
           static_cast<std::uint64_t>(
               std::count_if(outgoing_.begin(), outgoing_.end(), is_message));
}

} // namespace itstorm
