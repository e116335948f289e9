// SPDX-License-Identifier: Apache-2.0
// PciFunction: see pci_function.h. In the order of the way of a message: device, MSI-X, slot, link.
// What software reaches: pci_function_access.cpp.
#include "pci_function.h"
#include "arch/pci_device.h"
#include "common/simulated_time.h"
#include <algorithm>

namespace itstorm {

namespace {

config_identity identity(const FunctionConfig& config)
{
    const auto kind = static_cast<std::uint16_t>(config.kind);
    return { DEVICE_PCI_VENDOR, static_cast<std::uint16_t>(DEVICE_PCI_DEVICE + kind),
             DEVICE_PCI_CLASS,  config.vectors,
             config.intx,       { config.bar0, config.bar2 } };
}

} // namespace

PciFunction::PciFunction(sc_core::sc_module_name name, unsigned index, const FunctionConfig& config,
                         std::uint64_t seed, Ledger& ledger)
    : sc_module(name), configuration("configuration"), bar0("bar0"), bar2("bar2"),
      upstream("upstream"), intx("intx"), index_(index), config_(config), seed_(seed),
      ledger_(ledger), entries_(config.vectors),
      link_("link", index, config.link, probes, [this] { pump(); }),
      generator_("generator", index, config_, seed, *this, probes), kind_(make_device_kind(*this))
{
    sc_assert(config.vectors >= 1 && config.vectors <= MSIX_VECTORS_MAX);
    const config_identity id = identity(config);
    interrupts_init(&interrupts_, &id, entries_.data());
    configuration.register_b_transport(this, &PciFunction::access_configuration);
    bar0.register_b_transport(this, &PciFunction::access_registers);
    bar2.register_b_transport(this, &PciFunction::access_vectors);
    link_.far_end.bind(upstream);
}

// ---- device ----

void PciFunction::interrupt(unsigned vector)
{
    sc_assert(vector < config_.vectors);
    if (interrupts_way(&interrupts_) == INTERRUPT_BY_PIN)
        return assert_pin(vector);
    raise(vector);
    pump();
}

bool PciFunction::is_bus_master() const
{
    return config_space_bus_master(&interrupts_.config);
}

bool PciFunction::interrupt_waits(unsigned vector) const
{
    return interrupts_waits(&interrupts_, vector);
}

bool PciFunction::can_send() const
{
    return is_bus_master() && outgoing_.empty() && link_.can_take();
}

void PciFunction::enqueue_dma(std::uint64_t address, DmaRequest dma)
{
    const MsiTag sender{ config_.device_id, 0, 0 };
    LinkRequest request{ address, 0, sender, std::make_unique<DmaRequest>(std::move(dma)) };
    outgoing_.push_back({ std::move(request), 0, false });
    pump();
}

void PciFunction::dma_write(std::uint64_t address, const void* data, unsigned bytes)
{
    sc_assert(bytes != 0);
    if (!is_bus_master())
        return;
    const auto* from = static_cast<const std::uint8_t*>(data);
    enqueue_dma(address, { { from, from + bytes }, nullptr });
}

bool PciFunction::dma_read(std::uint64_t address, void* data, unsigned bytes)
{
    if (!is_bus_master())
        return false;
    const auto read = std::make_shared<PendingRead>(index_);
    read->data.resize(bytes);
    enqueue_dma(address, { {}, read });
    sim::wait(read->completed);
    if (!read->refused)
        std::copy(read->data.begin(), read->data.end(), static_cast<std::uint8_t*>(data));
    return !read->refused;
}

void PciFunction::forge_message(std::uint64_t address, std::uint32_t data, std::uint32_t device_id)
{
    count_sent();
    LinkRequest request{ address, data, next_tag(device_id, data) };
    outgoing_.push_back({ std::move(request), 0, false, true });
    pump();
}

VectorState PciFunction::vector_state(unsigned vector) const
{
    const interrupts_view view = interrupts_look_at(&interrupts_, vector);
    return { view.message.address, view.message.data, view.is_enabled, view.is_masked };
}

// ---- interrupts ----

void PciFunction::assert_pin(unsigned vector)
{
    interrupts_cause(&interrupts_, vector);
    drive_line();
}

void PciFunction::drive_line()
{
    const bool level = interrupts_level(&interrupts_);
    if (level == line_)
        return;
    line_ = level;
    probes.intx(IntxFact{ index_, level });
    if (intx.size() != 0)
        intx->spi(config_.intx_spi, level);
}

void PciFunction::count_sent()
{
    ledger_.book(&Ledger::msis_sent);
}

void PciFunction::raise(unsigned vector)
{
    count_sent();
    const bool can_leave = !slot_taken_ || config_.when_full == WhenFull::Drop;
    msix_message message;
    const msix_outcome outcome = interrupts_trigger(&interrupts_, vector, can_leave, &message);
    const bool lost = outcome == MSIX_SEND && slot_taken_;
    probes.raised(MsiRaisedFact{ index_, interrupts_vector(&interrupts_, vector),
                                 outcome == MSIX_MERGED, lost });
    if (lost)
        ledger_.drop(Drop::FunctionFull);
    else if (outcome == MSIX_SEND)
        fill_slot(message);
    else if (outcome == MSIX_MERGED)
        ledger_.book(&Ledger::merged_in_device);
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
    if (!slot_taken_ && interrupts_take(&interrupts_, &message))
        fill_slot(message);
    return !outgoing_.empty() ||
           (link_.can_take() && (generator_.offer_at_line_rate() || kind_->offer()));
}

// A device that sends inside of an arrival for which pump() asked leaves the sending to that
// pump().
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
        const auto next = next_outgoing();
        if (!link_.can_take() || next == outgoing_.end())
            return;
        release(next);
    }
}

// The first write that may leave; with Bus Master off, only one that ignores it.
std::deque<PciFunction::Outgoing>::iterator PciFunction::next_outgoing()
{
    if (is_bus_master())
        return outgoing_.begin();
    return std::find_if(outgoing_.begin(), outgoing_.end(),
                        [](const Outgoing& one) { return one.is_forged; });
}

void PciFunction::release(std::deque<Outgoing>::iterator next)
{
    Outgoing out = std::move(*next);
    if (next == outgoing_.begin())
        outgoing_.pop_front();
    else
        outgoing_.erase(next);
    if (out.request.is_message()) {
        slot_taken_ = slot_taken_ && !out.is_slot;
        probes.sent(MsiSentFact{ index_, out.request.tag, out.vector });
    }
    link_.transmit(std::move(out.request));
}

std::uint64_t PciFunction::in_flight() const
{
    const auto is_message = [](const Outgoing& one) { return one.request.is_message(); };
    return interrupts_pending(&interrupts_) + link_.in_flight() +
           static_cast<std::uint64_t>(
               std::count_if(outgoing_.begin(), outgoing_.end(), is_message));
}

} // namespace itstorm
