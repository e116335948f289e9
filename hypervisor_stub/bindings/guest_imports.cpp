// The imports of guest programs: see imports.cpp.
#include <cstring>
#include <itstorm/guest.h>
#include <platform/crash.h>
#include <platform/guest.h>

using namespace itstorm;

namespace {

GuestContext &checked(sim_vcpu *v, const char *import)
{
    auto *guest = reinterpret_cast<GuestContext *>(v);
    if (Pe::running == nullptr || Pe::running->guest() != guest) {
        const std::string message = std::string(import) +
                                    " is called for a vCPU that does not run, by " +
                                    describe_caller();
        if (Pe::running != nullptr)
            Pe::running->halt(message);
    }
    return *guest;
}

} // namespace

extern "C" {

bool sim_guest_read(sim_vcpu *v, uint64_t ipa, uint64_t *value, uint8_t bytes)
{
    return guest::read(checked(v, "sim_guest_read"), ipa, *value, bytes);
}

bool sim_guest_write(sim_vcpu *v, uint64_t ipa, uint64_t value, uint8_t bytes)
{
    return guest::write(checked(v, "sim_guest_write"), ipa, value, bytes);
}

uint64_t sim_guest_mrs(sim_vcpu *v, uint16_t sysreg)
{
    return guest::mrs(checked(v, "sim_guest_mrs"), sysreg);
}

void sim_guest_msr(sim_vcpu *v, uint16_t sysreg, uint64_t value)
{
    guest::msr(checked(v, "sim_guest_msr"), sysreg, value);
}

uint64_t sim_guest_hvc(sim_vcpu *v, uint64_t function, const uint64_t arg[4])
{
    return guest::hvc(checked(v, "sim_guest_hvc"), function, arg);
}

void sim_guest_compute(sim_vcpu *v, uint64_t cycles)
{
    guest::compute(checked(v, "sim_guest_compute"), cycles);
}

void sim_guest_spend_ns(sim_vcpu *v, uint64_t ns)
{
    guest::spend(checked(v, "sim_guest_spend_ns"), ns);
}

void sim_guest_wfi(sim_vcpu *v)
{
    guest::wfi(checked(v, "sim_guest_wfi"));
}

bool sim_guest_irq_save(sim_vcpu *v)
{
    return guest::irq_save(checked(v, "sim_guest_irq_save"));
}

void sim_guest_irq_restore(sim_vcpu *v, bool masked)
{
    guest::irq_restore(checked(v, "sim_guest_irq_restore"), masked);
}

bool sim_guest_order(sim_vcpu *v, struct sim_order *order)
{
    return guest::next_order(checked(v, "sim_guest_order"), *order);
}

void sim_guest_await_order(sim_vcpu *v, struct sim_order *order)
{
    guest::await_order(checked(v, "sim_guest_await_order"), *order);
}

void sim_guest_ready(sim_vcpu *v)
{
    guest::ready(checked(v, "sim_guest_ready"));
}

void *sim_guest_state(sim_vcpu *v, uint32_t bytes)
{
    GuestContext &guest = checked(v, "sim_guest_state");
    if (guest.state.empty())
        guest.state.resize((bytes + 7) / 8);
    else if (guest.state.size() * 8 < bytes)
        Pe::running->halt("sim_guest_state: asked for more bytes than at first");
    return guest.state.data();
}

void sim_guest_log(sim_vcpu *v, const char *text)
{
    guest::log(checked(v, "sim_guest_log"), text);
}

uint64_t sim_guest_knob(sim_vcpu *v, unsigned row)
{
    GuestContext &guest = checked(v, "sim_guest_knob");
    if (row >= guest.program->knob_count)
        Pe::running->halt("sim_guest_knob: the program declares no such row");
    return row < guest.knobs->size() ? (*guest.knobs)[row] : guest.program->knobs[row].initial;
}

} // extern "C"
