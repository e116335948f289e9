// SPDX-License-Identifier: Apache-2.0
#include "fake.h"
#include <itstorm/guest.h>
#include <itstorm/import.h>
#include <map>
#include <stdexcept>

struct sim_lock {
    bool taken = false;
};

namespace kit_fake {

std::uint64_t now_ns;
std::function<void()> on_delay;
std::vector<std::string> lines;
std::vector<unsigned char> ram;
static std::map<std::string, sim_lock> locks;

void reset()
{
    now_ns = 0;
    on_delay = nullptr;
    lines.clear();
    ram.assign(1u << 20, 0xee);
    locks.clear();
}

} // namespace kit_fake

using namespace kit_fake;

extern "C" {

sim_lock* sim_lock_create(const char* name, uint16_t)
{
    return &locks[name];
}

void sim_lock_take(sim_pe* pe, sim_lock* lock)
{
    while (lock->taken)
        sim_delay_ns(pe, 1);
    lock->taken = true;
}

bool sim_lock_try(sim_pe*, sim_lock* lock)
{
    const bool was_taken = lock->taken;
    lock->taken = true;
    return !was_taken;
}

void sim_lock_drop(sim_pe*, sim_lock* lock)
{
    lock->taken = false;
}

uint64_t sim_now_ns(sim_pe*)
{
    return now_ns;
}

void sim_delay_ns(sim_pe*, uint64_t ns)
{
    now_ns += ns;
    if (now_ns > 1'000'000)
        throw std::runtime_error("waits for ever");
    if (on_delay)
        on_delay();
}

unsigned sim_pe_index(const sim_pe* pe)
{
    return static_cast<unsigned>(reinterpret_cast<std::uintptr_t>(pe)) - 1;
}

void* sim_ram(uint64_t pa, uint64_t bytes)
{
    const bool is_ram = pa >= ram_base && pa - ram_base + bytes <= ram.size();
    return is_ram ? &ram[pa - ram_base] : nullptr;
}

void sim_log_at(sim_log_level, const char* text)
{
    lines.push_back(text);
}

void sim_guest_log(sim_vcpu*, const char* text)
{
    lines.push_back(std::string("guest: ") + text);
}

void sim_panic(const char*, int, const char* what)
{
    throw std::runtime_error(what);
}

} // extern "C"
