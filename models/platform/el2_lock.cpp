// SPDX-License-Identifier: Apache-2.0
// Spin locks in simulated time: first come, first served among those who spin. A drop takes effect
// at the holder's own time (now plus debt) without waiting for it; a taker who comes earlier waits
// until then. Who spins unmasked takes interrupts, and stands at the end of the queue again
// afterwards. A PE that has taken a lock many times in a row without seeing another takes it
// without waiting for its debt; who comes between is then at most the masked settle bound late
// (docs/fidelity.md).
#include "common/simulated_time.h"
#include "el2.h"
#include <algorithm>

namespace itstorm::el2 {

using sim::now_ps;

namespace {

void own(SpinLock& lock, std::uint64_t arrived_ps, bool contended)
{
    El2Stack* stack = Pe::running->stack();
    lock.owner = stack;
    lock.taken_at_ps = Pe::running->local_ps();
    lock.waited_ps = lock.taken_at_ps - arrived_ps;
    lock.contended = contended;
    stack->held.push_back(&lock);
    Probe<LockTakenFact>& taken = Pe::running->machine.probes.lock_taken;
    if (taken.watched())
        taken({ Pe::running->index, lock.index, sim::time_of(lock.taken_at_ps) });
}

void leave_queue(SpinLock& lock, El2Stack* stack)
{
    lock.queue.erase(std::remove(lock.queue.begin(), lock.queue.end(), stack), lock.queue.end());
}

// Whoever is first looks at the lock again: it sees free_at and waits until then.
void wake_first(SpinLock& lock)
{
    if (!lock.queue.empty())
        lock.queue.front()->pe->wake();
}

bool is_mine_to_take(const SpinLock& lock, const El2Stack* stack)
{
    return lock.owner == nullptr && lock.free_at_ps <= Pe::running->local_ps() &&
           (lock.queue.empty() || lock.queue.front() == stack);
}

// One turn of spinning: until the lock may be free, or a line rises.
void spin(SpinLock& lock)
{
    Pe* pe = Pe::running;
    if (lock.owner == nullptr && lock.free_at_ps > now_ps())
        pe->pass(lock.free_at_ps - now_ps(), true);
    else
        pe->wait_for_wake();
}

constexpr unsigned biased_after = 8;

// The attempt itself. Locks that others use are looked at when the debt has passed.
void approach(SpinLock& lock)
{
    Pe* pe = Pe::running;
    lock.streak = lock.user == pe ? lock.streak + 1 : 0;
    lock.user = pe;
    const bool is_idle = lock.owner == nullptr && lock.queue.empty();
    if (lock.streak >= biased_after && is_idle && pe->stack()->masked)
        pe->charge(Cost::LockAccess);
    else
        access(Cost::LockAccess);
}

void refuse_own(const SpinLock& lock)
{
    if (lock.owner == Pe::running->stack())
        refuse("lock '" + lock.name + "' is taken twice by EL2 stack " + lock.owner->name);
}

} // namespace

void lock_take(SpinLock& lock)
{
    refuse_own(lock);
    approach(lock);
    const std::uint64_t arrived = Pe::running->local_ps();
    El2Stack* stack = Pe::running->stack();
    if (is_mine_to_take(lock, stack))
        return own(lock, arrived, false);
    lock.queue.push_back(stack);
    while (!is_mine_to_take(lock, stack)) {
        if (!stack->masked && Pe::running->irq_pending()) {
            leave_queue(lock, stack);
            wake_first(lock);
            settle(); // takes it, nested
            lock.queue.push_back(stack);
            continue;
        }
        spin(lock);
    }
    leave_queue(lock, stack);
    own(lock, arrived, true);
}

bool lock_try(SpinLock& lock)
{
    refuse_own(lock);
    approach(lock);
    if (!is_mine_to_take(lock, Pe::running->stack()))
        return false;
    own(lock, Pe::running->local_ps(), false);
    return true;
}

void lock_drop(SpinLock& lock)
{
    Pe* pe = Pe::running;
    El2Stack* stack = pe->stack();
    if (lock.owner != stack)
        refuse("lock '" + lock.name + "' is dropped by EL2 stack " + stack->name +
               ", which does not hold it");
    pe->charge(Cost::LockAccess);
    lock.free_at_ps = pe->local_ps();
    lock.owner = nullptr;
    stack->held.erase(std::find(stack->held.begin(), stack->held.end(), &lock));
    if (pe->machine.probes.lock.watched())
        pe->machine.probes.lock(LockFact{ pe->index, lock.index, sim::time_of(lock.waited_ps),
                                          sim::time_of(lock.free_at_ps - lock.taken_at_ps),
                                          pe->local_time(), lock.contended });
    wake_first(lock);
}

} // namespace itstorm::el2
