// PciFunction: see pci_function.h. In the order of the way of a message: BAR, pattern, MSI-X, slot,
// link.
#include "pci_function.h"
#include <cstring>
#include <string>

namespace itstorm {

std::string pattern_problem(const FunctionConfig& function, const PatternConfig& pattern)
{
    if (pattern.vector_count == 0 || pattern.first_vector + pattern.vector_count > function.vectors)
        return "the pattern uses vectors that the function does not have";
    if (pattern.arrival != Arrival::LineRate && !(pattern.rate_per_s > 0))
        return "the pattern needs a positive rate";
    if (pattern.arrival == Arrival::LineRate && !link_bounds_rate(function.link))
        return "line rate on a link without serialisation and latency would never let time pass";
    return {};
}

PciFunction::PciFunction(sc_core::sc_module_name name, unsigned index, const FunctionConfig& config,
                         std::uint64_t seed, Ledger& ledger, FaultPlan& faults)
    : sc_module(name), bar("bar"), upstream("upstream"), index_(index), config_(config),
      ledger_(ledger), faults_(faults), entries_(config.vectors),
      random_(random_stream(seed, config.name)),
      link_("link", index, config.link, probes, [this] { pump(); })
{
    sc_assert(config.vectors >= 1 && config.vectors <= MSIX_VECTORS_MAX);
    msix_init(&msix_, entries_.data(), config.vectors);
    bar.register_b_transport(this, &PciFunction::access_bar);
    link_.far_end.bind(upstream);
    SC_METHOD(message_due);
    sensitive << due_;
    dont_initialize();
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

// ---- pattern ----

void PciFunction::start(const PatternConfig& pattern)
{
    const std::string problem = pattern_problem(config_, pattern);
    if (!problem.empty()) {
        SC_REPORT_ERROR(name(), problem.c_str());
        return;
    }
    stop();
    pattern_.emplace(pattern, sc_core::sc_time_stamp().value());
    probes.pattern(PatternFact{ index_, true });
    if (pattern.arrival == Arrival::LineRate)
        pump();
    else
        schedule_next();
}

void PciFunction::stop()
{
    if (!pattern_)
        return;
    pattern_.reset();
    due_.cancel();
    probes.pattern(PatternFact{ index_, false });
}

void PciFunction::schedule_next()
{
    const auto due = sc_core::sc_time::from_value(pattern_->next_due_ps(random_));
    due_.notify(due - sc_core::sc_time_stamp());
}

void PciFunction::message_due()
{
    offer(pattern_->next_vector(random_));
    if (pattern_)
        schedule_next();
    pump();
}

// The pattern's next message, and its last if it has sent all.
void PciFunction::offer(unsigned vector)
{
    pattern_->offered();
    const bool last = pattern_->exhausted();
    raise(vector);
    if (last)
        stop();
}

// False: the pattern has nothing to offer now.
bool PciFunction::offer_at_line_rate()
{
    if (!pattern_ || pattern_->config().arrival != Arrival::LineRate || !link_.can_take())
        return false;
    const auto vector = vector_without_pending();
    if (!vector)
        return false;
    offer(*vector);
    return true;
}

std::optional<unsigned> PciFunction::vector_without_pending()
{
    const PatternConfig& config = pattern_->config();
    const unsigned count = config.choice == VectorChoice::One ? 1 : config.vector_count;
    const unsigned chosen = pattern_->next_vector(random_) - config.first_vector;
    for (unsigned step = 0; step < count; ++step) {
        const unsigned vector = config.first_vector + (chosen + step) % count;
        if (!msix_pending(&msix_, vector))
            return vector;
    }
    return std::nullopt;
}

// ---- MSI-X ----

void PciFunction::send(unsigned vector)
{
    sc_assert(vector < config_.vectors);
    raise(vector);
    pump();
}

void PciFunction::raise(unsigned vector)
{
    if (!faults_.fires(Fault::SentUncounted))
        ++ledger_.msis_sent;
    msix_message message;
    const msix_outcome outcome = msix_trigger(&msix_, vector, !slot_, &message);
    probes.raised(MsiRaisedFact{ index_, vector, outcome == MSIX_MERGED });
    if (outcome == MSIX_SEND)
        fill_slot(message);
    else if (outcome == MSIX_MERGED && !faults_.fires(Fault::DeviceMergeUncounted))
        ++ledger_.merged_in_device;
}

// ---- slot and link ----

void PciFunction::fill_slot(const msix_message& message)
{
    const std::uint64_t serial = static_cast<std::uint64_t>(index_) << 40 | ++serial_;
    const MsiTag tag{ config_.device_id, message.data, serial };
    slot_ = Outgoing{ { message.address, message.data, tag }, message.vector };
}

bool PciFunction::refill()
{
    msix_message message;
    if (msix_take(&msix_, &message)) {
        fill_slot(message);
        return true;
    }
    return offer_at_line_rate();
}

// Ends because the link is full, or because there is nothing left to send: each round sends a
// message, or sets one more pending bit of a masked vector.
void PciFunction::pump()
{
    while (slot_ || refill()) {
        if (!slot_)
            continue; // the offer went to a masked vector's pending bit
        if (!link_.can_take())
            return;
        release_slot();
    }
}

void PciFunction::release_slot()
{
    const Outgoing out = *slot_;
    if (!faults_.fires(Fault::DoubleMsi)) // then it stays, and goes out again
        slot_.reset();
    probes.sent(MsiSentFact{ index_, out.write.tag, out.vector });
    if (!faults_.fires(Fault::DropMsi))
        link_.transmit(out.write);
}

std::uint64_t PciFunction::in_flight() const
{
    return msix_.pending_count + (slot_ ? 1 : 0) + link_.in_flight();
}

} // namespace itstorm
