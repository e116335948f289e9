// SPDX-License-Identifier: Apache-2.0
// The devices of a bare machine: messages leave in the order given, one after the other, each when
// the ITS has taken the one before. It has no link: no serialisation, no credits, no latency.
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

    // A write of `data`, `bytes` long (2 or 4), to `doorbell`, as `device_id`. Refused by the
    // bus, it is booked as dropped. Any context.
    void send(std::uint64_t doorbell, std::uint32_t device_id, std::uint32_t data, unsigned bytes);

    std::uint64_t waiting() const { return queue_.size(); } // not taken yet

private:
    struct Message {
        std::uint64_t doorbell;
        MsiTag tag;
        unsigned bytes;
    };

    void run();
    void write(const Message& message);

    Ledger& ledger_;
    std::deque<Message> queue_; // the first one is on its way
    std::uint64_t serial_ = 0;
    sim::Event more_;
    sim::Task task_;
};

} // namespace itstorm
