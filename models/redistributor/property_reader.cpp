// SPDX-License-Identifier: Apache-2.0
// PropertyReader: see property_reader.h.
#include "property_reader.h"
#include "arch/intid.h"
#include "common/simulated_time.h"
#include <algorithm>

namespace itstorm {

PropertyReader::PropertyReader(unsigned target, RedistributorEnv& env, Owner& owner)
    : target_(target), rank_(2 * target), env_(env), owner_(owner)
{
}

void PropertyReader::ask(std::uint32_t intid)
{
    if (enlist(intid, epoch_))
        asked_.push_back(intid);
    start_more();
}

void PropertyReader::refresh(std::uint32_t intid)
{
    if (enlist(intid, epoch_))
        refreshes_.push_back({ false, Sweep::Unknown, intid, epoch_ });
    start_more();
}

void PropertyReader::sweep(Sweep which)
{
    const bool one_has_not_begun = !refreshes_.empty() && refreshes_.back().is_sweep &&
                                   refreshes_.back().intid == INTID_LPI_FIRST &&
                                   refreshes_.back().which >= which;
    if (one_has_not_begun)
        return;
    refreshes_.push_back({ true, which, INTID_LPI_FIRST, epoch_ });
    opened(epoch_);
    start_more();
}

// True: a read has to begin. False: a read of this INTID has not ended; it samples memory later
// than now, so this request waits for it.
bool PropertyReader::enlist(std::uint32_t intid, std::uint64_t epoch)
{
    std::uint64_t* read = open_reads_.find(intid);
    if (read == nullptr) {
        open_reads_[intid] = epoch;
        lpi_directory_learn(&env_.directory, intid, target_);
        opened(epoch);
        return true;
    }
    if (epoch < *read) { // an older request waits for this read, too
        closed(*read);
        opened(epoch);
        *read = epoch;
    }
    return false;
}

void PropertyReader::start_more()
{
    while (env_.config.property_reads == 0 || running_ < env_.config.property_reads) {
        refresh_turn_ = !refresh_turn_;
        const bool started =
            refresh_turn_ ? start_refresh() || start_asked() : start_asked() || start_refresh();
        if (!started)
            return;
    }
}

bool PropertyReader::start_asked()
{
    if (asked_.empty())
        return false;
    begin(asked_.front());
    asked_.pop_front();
    return true;
}

bool PropertyReader::start_refresh()
{
    while (!refreshes_.empty()) {
        Refresh& next = refreshes_.front();
        std::uint32_t intid = next.intid;
        if (next.is_sweep && sweep_on(next, intid)) {
            begin(intid);
            return true;
        }
        const Refresh done = next;
        refreshes_.pop_front();
        if (!done.is_sweep) {
            begin(intid);
            return true;
        }
        closed(done.epoch);
    }
    return false;
}

// The next INTID that the sweep has to read itself; false: it has come to its end.
bool PropertyReader::sweep_on(Refresh& sweep, std::uint32_t& intid)
{
    while (owner_.next_to_read(sweep.which, sweep.intid, intid)) {
        sweep.intid = intid + 1;
        if (enlist(intid, sweep.epoch))
            return true;
    }
    return false;
}

void PropertyReader::begin(std::uint32_t intid)
{
    ++running_;
    env_.agenda.post(env_.property_read, rank_, *this,
                     static_cast<std::uint64_t>(generation_) << 32 | intid);
}

void PropertyReader::due(std::uint64_t cookie)
{
    if (cookie >> 32 != generation_)
        return;
    const auto intid = static_cast<std::uint32_t>(cookie);
    const std::uint64_t epoch = open_reads_.take(intid).value();
    --running_;
    owner_.configured(intid, owner_.look_up(intid));
    closed(epoch);
    start_more();
}

void PropertyReader::opened(std::uint64_t epoch)
{
    ++open_;
    for (Waiter* waiter : waiters_)
        waiter->open += epoch <= waiter->epoch;
}

void PropertyReader::closed(std::uint64_t epoch)
{
    --open_;
    for (Waiter* waiter : waiters_)
        if (epoch <= waiter->epoch && --waiter->open == 0)
            settled_.notify(sc_core::SC_ZERO_TIME);
}

void PropertyReader::cancel()
{
    asked_.clear();
    refreshes_.clear();
    open_reads_.clear();
    running_ = 0;
    open_ = 0;
    ++generation_;
    for (Waiter* waiter : waiters_)
        waiter->open = 0;
    settled_.notify(sc_core::SC_ZERO_TIME);
}

void PropertyReader::settle()
{
    if (open_ == 0)
        return;
    Waiter self{ epoch_++, open_ };
    waiters_.push_back(&self);
    while (self.open > 0)
        sim::wait(settled_);
    waiters_.erase(std::find(waiters_.begin(), waiters_.end(), &self));
}

} // namespace itstorm
