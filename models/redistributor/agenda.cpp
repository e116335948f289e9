// SPDX-License-Identifier: Apache-2.0
// Agenda: see agenda.h.
#include "agenda.h"
#include "common/simulated_time.h"
#include <tuple>

namespace itstorm {

using sc_core::sc_time;

Agenda::Agenda(sc_core::sc_module_name name) : sc_module(name)
{
    next_.calls([this] { run(); });
}

bool Agenda::Appointment::operator<(const Appointment& other) const
{
    return std::tie(other.ps, other.rank, other.ticket) < std::tie(ps, rank, ticket);
}

void Agenda::post(sc_time delay, unsigned rank, Client& client, std::uint64_t cookie)
{
    const std::uint64_t ticket = tickets_++;
    queue_.push({ (sim::now() + delay).value(), rank, ticket, &client, cookie });
    if (!running_ && queue_.top().ticket == ticket)
        next_.notify(delay);
}

void Agenda::run()
{
    const std::uint64_t now = sim::now_ps();
    running_ = true;
    while (!queue_.empty() && queue_.top().ps <= now) {
        const Appointment appointment = queue_.top();
        queue_.pop();
        appointment.client->due(appointment.cookie);
    }
    running_ = false;
    if (!queue_.empty())
        next_.notify(sim::time_of(queue_.top().ps - now));
}

} // namespace itstorm
