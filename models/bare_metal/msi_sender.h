// SPDX-License-Identifier: Apache-2.0
// The devices of a BareMetal: sends messages in the order of the calls, each one when the ITS has
// taken the one before. There is no link: no serialisation, no credits, no latency.
#pragma once
#include "common/ledger.h"
#include "common/msi.h"
#include "common/task.h"
#include <deque>
#include <systemc>
#include <tlm_utils/simple_initiator_socket.h>

namespace itstorm {

class MsiSender : public sc_core::sc_module {
public:
    MsiSender(sc_core::sc_module_name name, Ledger& ledger);

    tlm_utils::simple_initiator_socket<MsiSender> bus;

    // Queues a write of `data`, `bytes` long (2 or 4), to `doorbell`, with this DeviceID. Booked as
    // dropped if the bus refuses it. May be called inside and outside of simulation processes.
    void send(std::uint64_t doorbell, std::uint32_t device_id, std::uint32_t data, unsigned bytes);

    std::uint64_t waiting() const { return queue_.size(); } // messages that are not taken yet

private:
    struct Message {
        std::uint64_t doorbell;
        MsiTag tag;
        unsigned bytes;
    };

    void run();
    void write(const Message& message);

    Ledger& ledger_;
    std::deque<Message> queue_; // the first one is at the ITS
    std::uint64_t serial_ = 0;
    sim::Event more_;
    sim::Task task_;
};

} // namespace itstorm
