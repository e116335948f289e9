// SPDX-License-Identifier: Apache-2.0
// Spin locks in simulated time, granted in the order of arrival. A drop takes effect at the
// holder's own time (now plus debt), without waiting for the debt; a taker that comes earlier waits
// until then. A stack that spins unmasked takes interrupts, and goes to the end of the queue
// afterwards. A PE that has taken a lock many times in a row, with no other PE between, takes it
// without letting its debt pass; another PE that wants the lock meanwhile may get it late by at
// most the masked settle bound (docs/fidelity.md).
#include "common/simulated_time.h"
#include "el2.h"
#include <algorithm>

namespace itstorm::el2 {

using sim::now_ps;

namespace {

void become_owner(SpinLock& lock, std::uint64_t arrived_ps, bool contended)
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

// Lets the first stack of the queue look at the lock again: it then waits until free_at_ps.
void wake_first(SpinLock& lock)
{
    if (!lock.queue.empty())
        lock.queue.front()->pe->wake();
}

bool can_take(const SpinLock& lock, const El2Stack* stack)
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

constexpr unsigned biased_after = 8; // attempts of one PE in a row

// Charges one attempt on the lock. The debt passes first, unless the lock is biased to this PE.
void charge_attempt(SpinLock& lock)
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
    charge_attempt(lock);
    const std::uint64_t arrived = Pe::running->local_ps();
    El2Stack* stack = Pe::running->stack();
    if (can_take(lock, stack))
        return become_owner(lock, arrived, false);
    lock.queue.push_back(stack);
    while (!can_take(lock, stack)) {
        if (!stack->masked && Pe::running->irq_pending()) {
            leave_queue(lock, stack);
            wake_first(lock);
            settle(); // takes the interrupt, nested
            lock.queue.push_back(stack);
            continue;
        }
        spin(lock);
    }
    leave_queue(lock, stack);
    become_owner(lock, arrived, true);
}

bool lock_try(SpinLock& lock)
{
    refuse_own(lock);
    charge_attempt(lock);
    if (!can_take(lock, Pe::running->stack()))
        return false;
    become_owner(lock, Pe::running->local_ps(), false);
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
