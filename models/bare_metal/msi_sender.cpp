// SPDX-License-Identifier: Apache-2.0
// MsiSender: see msi_sender.h.
#include "msi_sender.h"
#include "common/kernel_thread.h"
#include "common/simulated_time.h"

namespace itstorm {

MsiSender::MsiSender(sc_core::sc_module_name name, Ledger& ledger)
    : sc_module(name), bus("bus"), ledger_(ledger),
      task_(sim::Rank(sim::Kind::Link, 0), std::string(this->name()), [this] { run(); })
{
}

void MsiSender::send(std::uint64_t doorbell, std::uint32_t device_id, std::uint32_t data,
                     unsigned bytes)
{
    ledger_.book(&Ledger::msis_sent);
    queue_.push_back({ doorbell, { device_id, data, ++serial_ }, bytes });
    more_.notify(sc_core::SC_ZERO_TIME);
}

void MsiSender::run()
{
    for (;;) {
        while (queue_.empty())
            sim::wait(more_);
        write(queue_.front());
        queue_.pop_front();
    }
}

void MsiSender::write(const Message& message)
{
    MsiExtension extension;
    extension.tag = message.tag;
    std::uint32_t data = message.tag.event_id;
    tlm::tlm_generic_payload trans;
    sc_core::sc_time delay = sc_core::SC_ZERO_TIME;
    trans.set_command(tlm::TLM_WRITE_COMMAND);
    trans.set_address(message.doorbell);
    trans.set_data_ptr(reinterpret_cast<unsigned char*>(&data));
    trans.set_data_length(message.bytes);
    trans.set_streaming_width(message.bytes);
    trans.set_response_status(tlm::TLM_INCOMPLETE_RESPONSE);
    trans.set_extension(&extension);
    {
        const sim::Crossing crossing;
        bus->b_transport(trans, delay);
    }
    trans.clear_extension(&extension);
    if (!trans.is_response_ok())
        ledger_.drop(Drop::BusError);
}

} // namespace itstorm
