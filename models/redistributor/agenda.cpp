// SPDX-License-Identifier: Apache-2.0
// Agenda: see agenda.h.
#include "agenda.h"
#include <tuple>

namespace itstorm {

using sc_core::sc_time;

Agenda::Agenda(sc_core::sc_module_name name) : sc_module(name)
{
    SC_METHOD(run);
    sensitive << next_;
    dont_initialize();
}

bool Agenda::Appointment::operator<(const Appointment& other) const
{
    return std::tie(other.ps, other.rank, other.ticket) < std::tie(ps, rank, ticket);
}

void Agenda::post(sc_time delay, unsigned rank, Client& client, std::uint64_t cookie)
{
    const std::uint64_t ticket = tickets_++;
    queue_.push({ (sc_core::sc_time_stamp() + delay).value(), rank, ticket, &client, cookie });
    if (!running_ && queue_.top().ticket == ticket)
        next_.notify(delay);
}

void Agenda::run()
{
    const std::uint64_t now = sc_core::sc_time_stamp().value();
    running_ = true;
    while (!queue_.empty() && queue_.top().ps <= now) {
        const Appointment appointment = queue_.top();
        queue_.pop();
        appointment.client->due(appointment.cookie);
    }
    running_ = false;
    if (!queue_.empty())
        next_.notify(sc_time::from_value(queue_.top().ps - now));
}

} // namespace itstorm
