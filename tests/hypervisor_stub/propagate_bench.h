// SPDX-License-Identifier: Apache-2.0
// The bench of forwarded commands: one domain whose enable bits may go along to the physical ITS.
#pragma once
#include "storm_bench.h"

namespace fake {

enum Coupling { Decoupled, Coupled };
enum ConfigWrites { Untrapped, Trapped };

inline StormBench::Knobs forwarding(propagate_word word, Coupling coupling = Coupled,
                                    ConfigWrites writes = Untrapped)
{
    return { { "vits.propagate", word },
             { "vits.enable_coupling", coupling },
             { "vits.config_writes", writes } };
}

} // namespace fake
