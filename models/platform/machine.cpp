// SPDX-License-Identifier: Apache-2.0
// Machine: see machine.h.
#include "machine.h"
#include "guest.h"
#include "object_memory.h"
#include "setup_call.h"
#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <utility>

namespace itstorm {

Machine* Machine::current_ = nullptr;

namespace {

struct Found {
    const GuestObject* object = nullptr;
    const guest_program* program = nullptr; // nullptr: no object has the program
};

Found find_program(const std::vector<GuestObject>& objects, const char* name)
{
    for (const GuestObject& object : objects)
        for (const guest_program& program : object.programs)
            if (std::strcmp(program.name, name) == 0)
                return { &object, &program };
    return {};
}

} // namespace

Machine::Machine(const SocConfig& soc, const sim_machine& what,
                 const HypervisorObject& hypervisor_object, std::vector<GuestObject> guest_objects,
                 Memory& ram, const PeCosts& prices)
    : config(soc), description(what), object(hypervisor_object), costs(prices), memory(ram),
      hypervisor_knobs(soc.hypervisor_knobs), stage2(soc.domains.size()),
      guest_objects_(std::move(guest_objects))
{
    for (const DomainConfig& domain : soc.domains)
        guest_knobs.push_back(domain.knobs);
    current_ = this;
}

Machine::~Machine()
{
    for (void* allocation : allocations_)
        std::free(allocation);
    current_ = nullptr;
}

bool Machine::set_up(const char* what, const std::function<void()>& call)
{
    Pe* const running = Pe::running;
    Pe::set_running(nullptr);
    const bool returned = run_set_up(what, faults, call);
    Pe::set_running(running);
    return returned;
}

bool Machine::create_hypervisor()
{
    if (!set_up("hv_create", [this] { hypervisor = object.create(&description); }))
        return false;
    if (hypervisor == nullptr)
        faults.record("hv_create refused this machine" +
                      (log.last().empty() ? std::string() : ": " + log.last()));
    return hypervisor != nullptr;
}

bool Machine::set_hypervisor_knob(unsigned row, std::uint64_t value)
{
    hypervisor_knobs.at(row) = value;
    return set_up("hv_set_knob", [&] { object.set_knob(hypervisor, row, value); });
}

void Machine::set_guest_knob(std::uint16_t domain, unsigned row, std::uint64_t value)
{
    guest_knobs.at(domain).at(row) = value;
}

bool Machine::check_hypervisor()
{
    constexpr std::size_t most_shown = 1000;
    std::string broken;
    const bool returned = set_up("hv_check", [&] {
        if (const char* text = object.check(hypervisor))
            broken = "hv_check: " + shown_text(text, most_shown);
    });
    if (returned && !broken.empty())
        faults.record(broken);
    return returned && broken.empty();
}

bool Machine::destroy_hypervisor()
{
    if (hypervisor == nullptr)
        return true;
    hv* const destroyed = std::exchange(hypervisor, nullptr);
    return set_up("hv_destroy", [&] { object.destroy(destroyed); });
}

void* Machine::allocate(std::uint64_t bytes, std::uint32_t align)
{
    const std::uint64_t room = align > alignof(std::max_align_t) ? align : 0;
    void* raw = std::calloc(1, bytes + room); // pages of a large block are not touched until used
    if (raw == nullptr)
        return nullptr;
    allocations_.push_back(raw);
    allocated_bytes_ += bytes + room;
    const auto address = reinterpret_cast<std::uintptr_t>(raw);
    return room ? reinterpret_cast<void*>((address + align - 1) / align * align) : raw;
}

sim_lock* Machine::create_lock(const std::string& name, std::uint16_t domain)
{
    auto lock = std::make_unique<SpinLock>();
    lock->index = static_cast<unsigned>(locks.ever());
    lock->name = name;
    lock->domain = domain;
    const LockMadeFact made{ lock->index };
    sim_lock* handle = locks.add(std::move(lock));
    probes.lock_made(made); // after add(): listeners look the lock up by its index
    return handle;
}

sim_el2* Machine::create_stack(void (*entry)(void*), void* arg, const std::string& name)
{
    auto stack = std::make_unique<El2Stack>();
    stack->name = name;
    stack->coroutine = std::make_unique<Coroutine>(name, [entry, arg] {
        entry(arg);
        Pe::running->halt("the entry of an EL2 stack returned");
    });
    return stacks.add(std::move(stack));
}

void Machine::destroy_stack(sim_el2* handle)
{
    stacks.remove(handle);
}

sim_vcpu* Machine::create_guest(std::uint16_t domain, std::uint16_t index)
{
    const Found found = find_program(guest_objects_, description.domains[domain].program);
    if (found.program == nullptr)
        return nullptr;
    auto guest = std::make_unique<GuestContext>();
    GuestContext& made = *guest;
    made.domain = domain;
    made.index = index;
    made.name = config.domains[domain].name + ".vcpu" + std::to_string(index);
    made.program = found.program;
    made.object = found.object;
    made.info = &description.domains[domain];
    made.knobs = &guest_knobs[domain];
    made.coroutine = std::make_unique<Coroutine>(made.name, [&made] { guest::body(made); });
    made.handle = guests.add(std::move(guest));
    return made.handle;
}

std::vector<hv_probe> Machine::guest_probes(const std::string& program) const
{
    const Found found = find_program(guest_objects_, program.c_str());
    return found.object == nullptr ? std::vector<hv_probe>() : found.object->probes;
}

void Machine::destroy_guest(sim_vcpu* handle)
{
    Pe* timer_pe = guests.find(handle)->timer_pe;
    if (timer_pe != nullptr)
        timer_pe->unload_guest_timer();
    guests.remove(handle);
}

GuestContext* Machine::find_guest(std::uint16_t domain, std::uint16_t index)
{
    for (const auto& guest : guests.items())
        if (guest && guest->domain == domain && guest->index == index)
            return guest.get();
    return nullptr;
}

std::string Machine::guests_not_ready() const
{
    constexpr unsigned named_most = 4;
    std::string text;
    unsigned count = 0;
    for (const auto& guest : guests.items()) {
        if (!guest || guest->is_ready || count++ >= named_most)
            continue;
        text += (text.empty() ? "" : ", ") + guest->name + (guest->off ? " (off)" : "") +
                (guest->last_log.empty() ? "" : ": " + guest->last_log);
    }
    return count <= named_most ? text : text + ", " + std::to_string(count - named_most) + " more";
}

} // namespace itstorm
