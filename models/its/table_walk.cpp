// SPDX-License-Identifier: Apache-2.0
// TableWalk: see table_walk.h.
#include "table_walk.h"
#include "common/simulated_time.h"

namespace itstorm {
namespace {

// A port is busy for the whole of a read: its interval is its latency. Unlimited queue, so a place
// is always found.
void wait_for_answer(Stage& port)
{
    const sc_core::sc_time now = sim::now();
    const sc_core::sc_time answer = *port.reserve(now);
    if (answer > now)
        sim::wait(answer - now);
}

std::uint64_t event_key(std::uint32_t device, std::uint32_t event)
{
    return std::uint64_t{ device } << 32 | event;
}

// Choice: DeviceID and EventID are folded, so that the first events of many devices do not share
// one set.
std::uint64_t event_index(std::uint32_t device, std::uint32_t event)
{
    return event ^ device;
}

} // namespace

TableWalk::TableWalk(const Clock& clock, const ItsConfig& config, const ItsTables& tables,
                     const ItsProbes& probes)
    : tables_(tables), probes_(probes),
      device_port_(clock, { config.table_read, config.table_read, 0 }),
      itt_port_(clock, { config.table_read, config.table_read, 0 }),
      collection_port_(clock, { config.table_read, config.table_read, 0 }),
      devices_(config.device_cache_sets), events_(config.event_cache_sets),
      collections_(config.collection_cache_sets)
{
}

std::optional<its_dte> TableWalk::cached_device(std::uint32_t device)
{
    const auto hit = devices_.find(device, device);
    if (!hit)
        return std::nullopt;
    probes_.look_up({ TableKind::Device, true });
    return hit->dte;
}

std::optional<DevicePlace> TableWalk::cached_place(std::uint32_t device)
{
    if (!tables_.two_level())
        return tables_.device_place(device);
    const auto hit = devices_.find(device, device);
    if (!hit)
        return std::nullopt;
    probes_.look_up({ TableKind::Device, true });
    return hit->place;
}

std::optional<its_ite> TableWalk::cached_event(std::uint32_t device, std::uint32_t event)
{
    const auto hit = events_.find(event_key(device, event), event_index(device, event));
    if (hit)
        probes_.look_up({ TableKind::Event, true });
    return hit;
}

std::optional<its_cte> TableWalk::cached_collection(std::uint32_t icid)
{
    const auto hit = collections_.find(icid, icid);
    if (hit)
        probes_.look_up({ TableKind::Collection, true });
    return hit;
}

std::optional<DevicePlace> TableWalk::place(std::uint32_t device)
{
    if (const auto known = cached_place(device))
        return known;
    probes_.look_up({ TableKind::Device, false });
    return read_place(device);
}

std::optional<DevicePlace> TableWalk::read_place(std::uint32_t device)
{
    if (tables_.two_level())
        wait_for_answer(device_port_);
    return tables_.device_place(device);
}

// A device under an invalid level-1 entry is a device that is not mapped.
std::optional<its_dte> TableWalk::device(std::uint32_t device)
{
    if (const auto hit = cached_device(device))
        return hit;
    probes_.look_up({ TableKind::Device, false });
    const auto at = read_place(device);
    if (!at)
        return std::nullopt;
    if (!at->exists)
        return its_dte{};
    wait_for_answer(device_port_);
    const auto dte = tables_.device(*at);
    if (dte && dte->valid)
        devices_.fill(device, device, { *dte, *at });
    return dte;
}

// An ITE read through a DTE that a MAPD has replaced meanwhile is right for this MSI and must not
// be kept.
std::optional<its_ite> TableWalk::event(std::uint32_t device, const its_dte& dte,
                                        std::uint32_t event)
{
    if (const auto hit = cached_event(device, event))
        return hit;
    probes_.look_up({ TableKind::Event, false });
    wait_for_answer(itt_port_);
    const auto ite = tables_.event(dte, event);
    const auto current = devices_.find(device, device);
    const bool is_current =
        current && current->dte.itt == dte.itt && current->dte.event_bits == dte.event_bits;
    if (ite && ite->valid && is_current)
        events_.fill(event_key(device, event), event_index(device, event), *ite);
    return ite;
}

std::optional<its_cte> TableWalk::collection(std::uint32_t icid)
{
    if (const auto hit = cached_collection(icid))
        return hit;
    probes_.look_up({ TableKind::Collection, false });
    wait_for_answer(collection_port_);
    const auto cte = tables_.collection(icid);
    if (cte && cte->valid)
        collections_.fill(icid, icid, *cte);
    return cte;
}

void TableWalk::drop_device(std::uint32_t device)
{
    devices_.drop_if([device](std::uint64_t key) { return key == device; });
    events_.drop_if([device](std::uint64_t key) { return key >> 32 == device; });
}

void TableWalk::drop_event(std::uint32_t device, std::uint32_t event)
{
    events_.drop_one(event_key(device, event), event_index(device, event));
}

void TableWalk::drop_collection(std::uint32_t icid)
{
    collections_.drop_one(icid, icid);
}

void TableWalk::drop_all()
{
    const auto any = [](std::uint64_t) { return true; };
    devices_.drop_if(any);
    events_.drop_if(any);
    collections_.drop_if(any);
}

} // namespace itstorm
