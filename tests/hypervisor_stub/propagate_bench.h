// SPDX-License-Identifier: Apache-2.0
// The knobs of forwarded commands and enable bits, for StormBench.
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
