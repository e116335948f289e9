// SPDX-License-Identifier: Apache-2.0
// The moment at which a fact is stated, for listeners that hear many of them.
#pragma once
#include "common/event_queue.h"
#include "common/kernel_thread.h"
#include "common/simulated_time.h"

namespace itstorm {

// The same as sim::now_ps(), without a call where the queue runs, which is nearly always.
inline std::uint64_t moment_ps()
{
    return sim::KernelThread::inside() ? sim::queue().now_ps() : sim::now_ps();
}

} // namespace itstorm
