// SPDX-License-Identifier: Apache-2.0
// Timer: see timer.h.
#include "timer.h"
#include "arch/sysreg.h"
#include "common/simulated_time.h"

namespace itstorm {

using sc_core::sc_time;

namespace {

constexpr std::uint64_t ps_per_tick = 1'000'000'000'000 / Timer::hertz;

std::uint64_t now_ticks()
{
    return sim::now_ps() / ps_per_tick;
}

} // namespace

Timer::Timer(sc_core::sc_module_name name, sim::Rank rank, unsigned intid)
    : sc_module(name), intid_(intid), due_(rank)
{
    due_.calls([this] { look(); });
}

bool Timer::met() const
{
    return (ctl_ & CNT_CTL_ENABLE) != 0 && now_ticks() >= cval_;
}

std::uint64_t Timer::ctl() const
{
    return ctl_ | (met() ? CNT_CTL_ISTATUS : 0);
}

void Timer::set_ctl(std::uint64_t value)
{
    ctl_ = value & (CNT_CTL_ENABLE | CNT_CTL_IMASK);
    evaluate();
}

void Timer::set_cval(std::uint64_t value)
{
    cval_ = value;
    evaluate();
}

void Timer::evaluate()
{
    const bool level = met() && (ctl_ & CNT_CTL_IMASK) == 0;
    if (level != level_) {
        level_ = level;
        ppi_->ppi(intid_, level);
    }
    constexpr std::uint64_t horizon = UINT64_MAX / ps_per_tick / 2; // later than any run ends
    if ((ctl_ & CNT_CTL_ENABLE) != 0 && !met() && cval_ < horizon)
        look_at(sim::time_of(cval_ * ps_per_tick));
}

void Timer::look()
{
    looking_ = false;
    evaluate();
}

void Timer::look_at(sc_time when)
{
    if (looking_ && looks_at_ <= when)
        return;
    looking_ = true;
    looks_at_ = when;
    due_.cancel();
    due_.notify(when - sim::now());
}

} // namespace itstorm
