// SPDX-License-Identifier: Apache-2.0
// What the files of the fake's imports share.
#pragma once
#include "fake_sim.h"
#include <string>

namespace fake {

Pe& checked(sim_pe* handle); // fails the test if it is not the PE that runs; lets a nanosecond pass
void prepare(Stack& stack, void (*entry)(void*), void* arg, const std::string& name);

} // namespace fake
