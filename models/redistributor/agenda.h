// SPDX-License-Identifier: Apache-2.0
// What the redistributors have to do later, in one queue with one process and one event for all of
// them: an idle redistributor costs nothing, and what falls on the same instant goes by rank,
// then by posting.
#pragma once
#include "common/event.h"
#include <cstdint>
#include <queue>
#include <systemc>
#include <vector>

namespace itstorm {

class Agenda : public sc_core::sc_module {
public:
    class Client {
    public:
        virtual void due(std::uint64_t cookie) = 0; // must not wait

    protected:
        ~Client() = default;
    };

    explicit Agenda(sc_core::sc_module_name name);

    // client.due(cookie) after `delay`. Lower ranks go first at the same instant, then earlier
    // posts. No cancelling: a client recognises what it no longer wants by the cookie.
    void post(sc_core::sc_time delay, unsigned rank, Client& client, std::uint64_t cookie);

private:
    struct Appointment {
        std::uint64_t ps;
        unsigned rank;
        std::uint64_t ticket;
        Client* client;
        std::uint64_t cookie;

        // Is later than: the queue's top is the earliest.
        bool operator<(const Appointment& other) const;
    };

    void run();

    std::priority_queue<Appointment> queue_;
    std::uint64_t tickets_ = 0;
    bool running_ = false;
    sim::Event next_{ sim::Rank(sim::Kind::Redistributor, 0) };
};

} // namespace itstorm
