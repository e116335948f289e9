// TableWalk: see table_walk.h.
#include "table_walk.h"

namespace itstorm {
namespace {

void wait_until(sc_core::sc_time when)
{
    const sc_core::sc_time now = sc_core::sc_time_stamp();
    if (when > now)
        sc_core::wait(when - now);
}

// A port is busy for the whole of a read: its interval is its latency. Unlimited queue, so a place is always found.
sc_core::sc_time answer_time(Stage& port)
{
    return *port.reserve(sc_core::sc_time_stamp());
}

} // namespace

TableWalk::TableWalk(const Clock& clock, const ItsConfig& config, const ItsTables& tables)
    : tables_(tables), device_port_(clock, { config.table_read, config.table_read, 0 }),
      itt_port_(clock, { config.table_read, config.table_read, 0 }),
      collection_port_(clock, { config.table_read, config.table_read, 0 })
{
}

std::optional<its_dte> TableWalk::device(std::uint32_t device)
{
    wait_until(answer_time(device_port_));
    return tables_.device(device);
}

std::optional<its_ite> TableWalk::event(const its_dte& dte, std::uint32_t event)
{
    wait_until(answer_time(itt_port_));
    return tables_.event(dte, event);
}

std::optional<its_cte> TableWalk::collection(std::uint32_t icid)
{
    wait_until(answer_time(collection_port_));
    return tables_.collection(icid);
}

// Answers of one port come in the order of the calls, so arrivals at `next` never go back. Choice: the entry is looked at
// when `next` is done, a hand-over later than its read; a MAPC in between races with the MSI, and either mapping is right.
std::optional<its_cte> TableWalk::collection_then(std::uint32_t icid, Stage& next)
{
    wait_until(*next.reserve(answer_time(collection_port_)));
    return tables_.collection(icid);
}

} // namespace itstorm
