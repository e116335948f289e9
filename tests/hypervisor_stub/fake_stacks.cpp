// SPDX-License-Identifier: Apache-2.0
// The imports of the fake for EL2 stacks and locks. They enforce: locks are taken in the order of
// base/sync.h, and masked if an interrupt handler takes them too; no lock is held at a switch of
// stacks or by a stack that is destroyed.
#include "fake_imports.h"
#include <gtest/gtest.h>

using namespace fake;

namespace {

// Position in the lock order. A lock of rank `alone` may be taken under vits and host.batch only:
// by a bulk user of the ring.
constexpr int alone = 5;

int rank(const Lock& lock)
{
    static const std::map<std::string, int> ranks = {
        { "host.batch", 0 }, { "vits", 1 }, { "vgic", 2 }, { "host.lpi", 3 }, { "storm", 4 }
    };
    const auto found = ranks.find(lock.name);
    return found != ranks.end() ? found->second : alone;
}

bool is_taken_unmasked(const Lock& lock)
{
    return lock.name == "vits" || lock.name == "host.batch";
}

void check_order(const Pe& pe, const Lock& lock)
{
    if (!is_taken_unmasked(lock)) {
        EXPECT_TRUE(pe.current->masked) << lock.name << " is taken unmasked";
    }
    for (const Lock* held : pe.current->held) {
        EXPECT_LT(rank(*held), rank(lock)) << lock.name << " is taken under " << held->name;
        if (rank(lock) == alone) {
            EXPECT_TRUE(is_taken_unmasked(*held)) << lock.name << " is taken under " << held->name;
        }
    }
}

} // namespace

extern "C" {

sim_el2* sim_el2_create(void (*entry)(void* arg), void* arg, const char* name)
{
    world->stacks.push_back(std::make_unique<Stack>());
    prepare(*world->stacks.back(), entry, arg, name);
    return reinterpret_cast<sim_el2*>(world->stacks.back().get());
}

void sim_el2_switch(sim_pe* handle, sim_el2* to)
{
    Pe& pe = checked(handle);
    Stack* from = pe.current;
    EXPECT_TRUE(from->held.empty()) << "a lock is held at a switch of stacks";
    pe.current = to ? reinterpret_cast<Stack*>(to) : &pe.idle;
    swapcontext(&from->context, &pe.current->context);
}

// The stack's frames are dropped and never unwound: a lock that they hold would be held for ever.
void sim_el2_destroy(sim_el2* s)
{
    Stack* stack = reinterpret_cast<Stack*>(s);
    EXPECT_TRUE(stack->held.empty()) << "a stack is destroyed that holds a lock";
    for (const Pe& pe : world->pes)
        EXPECT_NE(pe.current, stack) << "a stack is destroyed while it runs";
    stack->memory.reset();
    world->stacks_destroyed++;
}

sim_lock* sim_lock_create(const char* name, uint16_t)
{
    world->locks.push_back(std::make_unique<Lock>());
    world->locks.back()->name = name;
    return reinterpret_cast<sim_lock*>(world->locks.back().get());
}

void sim_lock_take(sim_pe* handle, sim_lock* l)
{
    Pe& pe = checked(handle);
    Lock& lock = *reinterpret_cast<Lock*>(l);
    // The holder may be another PE that waits for the ITS; then this one spins, as on a real spin
    // lock.
    const bool may_spin = pe.current != &world->test_stack && lock.owner != pe.current;
    for (unsigned spins = 0; may_spin && lock.owner != nullptr && spins < 1'000'000; spins++)
        world->yield();
    ASSERT_EQ(lock.owner, nullptr) << lock.name << " is taken twice";
    check_order(pe, lock);
    lock.owner = pe.current;
    lock.takes++;
    pe.current->held.push_back(&lock);
}

void sim_lock_drop(sim_pe* handle, sim_lock* l)
{
    Pe& pe = checked(handle);
    Lock& lock = *reinterpret_cast<Lock*>(l);
    ASSERT_EQ(lock.owner, pe.current)
        << lock.name << " is dropped by a stack that does not hold it";
    lock.owner = nullptr;
    auto& held = pe.current->held;
    for (auto at = held.begin(); at != held.end(); ++at)
        if (*at == &lock) {
            held.erase(at);
            break;
        }
}

} // extern "C"
