// SPDX-License-Identifier: Apache-2.0
// leave_run(): see stop_request.h.
#include "stop_request.h"
#include "simulated_time.h"

namespace itstorm {

void leave_run()
{
    sim::pause();
    static const sim::Event never;
    for (;;)
        sim::wait(never);
}

} // namespace itstorm
