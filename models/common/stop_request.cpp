// SPDX-License-Identifier: Apache-2.0
// leave_run(): see stop_request.h.
#include "stop_request.h"
#include <systemc>

namespace itstorm {

void leave_run()
{
    sc_core::sc_pause();
    sc_core::sc_event never;
    for (;;)
        sc_core::wait(never);
}

} // namespace itstorm
