// Machine: see machine.h.
#include "machine.h"
#include "guest.h"
#include "setup_call.h"
#include <algorithm>
#include <cstdlib>
#include <cstring>

namespace itstorm {

Machine* Machine::current_ = nullptr;

namespace {

const guest_program* find_program(const std::vector<guest_program>& programs, const char* name)
{
    const auto at = std::find_if(programs.begin(), programs.end(), [&](const guest_program& p) {
        return std::strcmp(p.name, name) == 0;
    });
    return at == programs.end() ? nullptr : &*at;
}

} // namespace

Machine::Machine(const SocConfig& soc, const sim_machine& what,
                 const HypervisorObject& hypervisor_object, std::vector<guest_program> programs,
                 Memory& ram, const PeCosts& prices)
    : config(soc), description(what), object(hypervisor_object), costs(prices), memory(ram),
      stage2(soc.domains.size()), programs_(std::move(programs))
{
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
    Pe::running = nullptr;
    const bool returned = run_set_up(what, faults, call);
    Pe::running = running;
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

bool Machine::check_hypervisor()
{
    const char* broken = nullptr;
    if (!set_up("hv_check", [&] { broken = object.check(hypervisor); }))
        return false;
    if (broken != nullptr)
        faults.record(std::string("hv_check: ") + broken);
    return broken == nullptr;
}

void Machine::destroy_hypervisor()
{
    if (hypervisor != nullptr)
        set_up("hv_destroy", [this] { object.destroy(hypervisor); });
    hypervisor = nullptr;
}

void* Machine::allocate(std::uint64_t bytes, std::uint32_t align)
{
    const std::uint64_t room = align > alignof(std::max_align_t) ? align : 0;
    void* raw = std::calloc(1, bytes + room); // large ones stay untouched pages
    if (raw == nullptr)
        return nullptr;
    allocations_.push_back(raw);
    const auto address = reinterpret_cast<std::uintptr_t>(raw);
    return room ? reinterpret_cast<void*>((address + align - 1) / align * align) : raw;
}

SpinLock* Machine::create_lock(const char* name, std::uint16_t domain)
{
    auto lock = std::make_unique<SpinLock>();
    lock->index = static_cast<unsigned>(locks.size());
    lock->name = name;
    lock->domain = domain;
    locks.push_back(std::move(lock));
    probes.lock_made(LockMadeFact{ locks.back()->index });
    return locks.back().get();
}

El2Stack* Machine::create_stack(void (*entry)(void*), void* arg, const char* name)
{
    auto stack = std::make_unique<El2Stack>();
    stack->name = name;
    stack->coroutine = std::make_unique<Coroutine>(name, [entry, arg] {
        entry(arg);
        Pe::running->halt("the entry of an EL2 stack returned");
    });
    stacks_.push_back(std::move(stack));
    return stacks_.back().get();
}

void Machine::destroy_stack(El2Stack* stack)
{
    if (stack->pe != nullptr)
        stack->pe->halt("EL2 stack '" + stack->name + "' is destroyed while it runs");
    stacks_.erase(std::find_if(stacks_.begin(), stacks_.end(),
                               [&](const auto& s) { return s.get() == stack; }));
}

GuestContext* Machine::create_guest(std::uint16_t domain, std::uint16_t index)
{
    if (domain >= config.domains.size() || index >= config.domains[domain].vcpus)
        return nullptr;
    const guest_program* program = find_program(programs_, description.domains[domain].program);
    if (program == nullptr)
        return nullptr;
    auto guest = std::make_unique<GuestContext>();
    guest->domain = domain;
    guest->index = index;
    guest->name = config.domains[domain].name + ".vcpu" + std::to_string(index);
    guest->program = program;
    guest->info = &description.domains[domain];
    guest->knobs = &config.domains[domain].knobs;
    guest->coroutine =
        std::make_unique<Coroutine>(guest->name, [g = guest.get()] { guest::body(*g); });
    guests_.push_back(std::move(guest));
    return guests_.back().get();
}

void Machine::destroy_guest(GuestContext* guest)
{
    if (guest->pe != nullptr)
        guest->pe->halt("guest " + guest->name + " is destroyed while it runs");
    if (guest->timer_pe != nullptr)
        guest->timer_pe->unload_guest_timer();
    guests_.erase(std::find_if(guests_.begin(), guests_.end(),
                               [&](const auto& g) { return g.get() == guest; }));
}

GuestContext* Machine::find_guest(std::uint16_t domain, std::uint16_t index)
{
    const auto at = std::find_if(guests_.begin(), guests_.end(), [&](const auto& g) {
        return g->domain == domain && g->index == index;
    });
    return at == guests_.end() ? nullptr : at->get();
}

std::string Machine::guests_not_ready() const
{
    constexpr unsigned named_most = 4;
    std::string text;
    unsigned count = 0;
    for (const auto& guest : guests_) {
        if (guest->is_ready || count++ >= named_most)
            continue;
        text += (text.empty() ? "" : ", ") + guest->name + (guest->off ? " (off)" : "") +
                (guest->last_log.empty() ? "" : ": " + guest->last_log);
    }
    return count <= named_most ? text : text + ", " + std::to_string(count - named_most) + " more";
}

} // namespace itstorm
