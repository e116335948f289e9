// SPDX-License-Identifier: Apache-2.0
// The costs of ItsConfig as durations, converted once. What is shared by several flows is a Stage
// in the block that owns it; what only the command engine pays is here.
#pragma once
#include "common/clock.h"
#include "its_config.h"

namespace itstorm {

struct CommandCosts {
    sc_core::sc_time fetch, decode, table_write, message, invalidate_other, sync_round_trip;

    CommandCosts(const Clock& clock, const ItsConfig& config)
        : fetch(clock.cycles(config.command_fetch)), decode(clock.cycles(config.command_decode)),
          table_write(clock.cycles(config.table_write)),
          message(clock.cycles(config.redistributor_message)),
          invalidate_other(clock.cycles(config.invalidate_other)),
          sync_round_trip(clock.cycles(config.sync_round_trip))
    {
    }
};

} // namespace itstorm
