// SPDX-License-Identifier: Apache-2.0
// Unit: see unit.h.
#define SC_INCLUDE_DYNAMIC_PROCESSES // sc_spawn: threads by number
#include "unit.h"

namespace itstorm {

using sc_core::sc_time;

Unit::Unit(sc_core::sc_module_name name) : sc_module(name)
{
    for (unsigned thread = 0; thread < threads; thread++)
        sc_core::sc_spawn([this, thread] { run(thread); },
                          ("thread" + std::to_string(thread)).c_str());
}

// 100 to 187 ns; no two are alike, and none is a multiple of another.
sc_time Unit::period(unsigned thread)
{
    return sc_time::from_value(100'003 + thread * 1'373);
}

void Unit::run(unsigned thread)
{
    const sc_time mine = period(thread);
    for (;;) {
        sc_core::wait(go_);
        while (on_) {
            sc_core::wait(mine);
            ++resumptions_;
        }
    }
}

Speed Unit::measure(std::uint64_t resumptions)
{
    double per_second = 0;
    for (unsigned thread = 0; thread < threads; thread++)
        per_second += 1 / period(thread).to_seconds();
    on_ = true;
    go_.notify(sc_core::SC_ZERO_TIME);
    const std::uint64_t before = resumptions_;
    const Stopwatch watch;
    sc_core::sc_start(sc_time(static_cast<double>(resumptions) / per_second, sc_core::SC_SEC));
    const Speed speed = watch.speed(resumptions_ - before);
    on_ = false;
    sc_core::sc_start(period(threads)); // each thread sees that it is off and goes to sleep
    return speed;
}

} // namespace itstorm
