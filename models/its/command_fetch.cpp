// SPDX-License-Identifier: Apache-2.0
// CommandFetch: see command_fetch.h.
#include "command_fetch.h"
#include "common/simulated_time.h"
#include <algorithm>

namespace itstorm {

using sc_core::sc_time;

CommandFetch::CommandFetch(sc_core::sc_module_name name, const Clock& clock,
                           const ItsConfig& config, sim::Rank rank, CommandRing& ring,
                           const ItsTables& tables)
    : sc_module(name), ring_(ring), tables_(tables), fetch_(clock.cycles(config.command_fetch)),
      room_(1 + config.command_prefetch), gives_back_(config.creadr == CreadrMoves::AtFetch),
      arrived_(rank)
{
    if (config.command_prefetch != 0)
        ring_.on_work([this] { read_ahead(); });
    if (gives_back_)
        arrived_.calls([this] { give_back(); });
}

bool CommandFetch::next()
{
    read_ahead();
    return !held_.empty();
}

const FetchedCommand& CommandFetch::begin()
{
    executing_ = true;
    return held_.front();
}

void CommandFetch::end()
{
    executing_ = false;
    held_.pop_front();
}

bool CommandFetch::busy() const
{
    return executing_ || (!held_.empty() && held_.front().given_back);
}

// The 32 bytes are copied when the fetch begins: software may not write them between CREADR and
// CWRITER, so a later copy would be the same.
void CommandFetch::read_ahead()
{
    drop_stale();
    while (held_.size() < room_ && ring_.has(in_ring())) {
        FetchedCommand& fetched = held_.emplace_back();
        fetched.read = tables_.fetch(ring_.command_address(in_ring() - 1), fetched.command);
        fetched.ready = port_free_ = std::max(port_free_, sim::now()) + fetch_;
    }
    if (gives_back_)
        give_back();
}

// The ring has changed: fetched commands that CREADR has not passed and that are not in execution
// are read again. A read that has begun keeps the port busy until it ends.
void CommandFetch::drop_stale()
{
    if (epoch_ == ring_.epoch())
        return;
    epoch_ = ring_.epoch();
    const std::size_t keep = executing_ ? 1 : 0;
    while (held_.size() > keep && !held_.back().given_back)
        held_.pop_back();
    port_free_ = std::min(port_free_, sim::now() + fetch_);
}

// Choice: CREADR passes a SYNC when that is complete, and nothing behind it before: "CREADR is
// beyond my SYNC" stays true to its meaning.
void CommandFetch::give_back()
{
    for (FetchedCommand& fetched : held_) {
        if (fetched.given_back)
            continue;
        if (its_cmd_get(&fetched.command, ITS_F_OPCODE) == ITS_OP_SYNC)
            return;
        if (fetched.ready > sim::now())
            return arrived_.notify(fetched.ready - sim::now());
        fetched.given_back = true;
        ring_.give_back();
    }
}

std::uint32_t CommandFetch::in_ring() const
{
    return static_cast<std::uint32_t>(std::count_if(
        held_.begin(), held_.end(), [](const FetchedCommand& f) { return !f.given_back; }));
}

} // namespace itstorm
