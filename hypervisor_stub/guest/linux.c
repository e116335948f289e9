/*
 * A guest that uses its devices: bring-up like Linux's, a handler that takes `handler` per
 * interrupt, and, if `background` says so, computing in between.
 */
#include "guest/bring_up.h"
#include "guest/pin.h"
#include "guest/programs.h"

enum linux_knob { KNOB_HANDLER, KNOB_BACKGROUND, KNOB_INTERRUPTS, KNOB_NESTING, LINUX_KNOBS };
enum { BACKGROUND_ALWAYS = 1, INTERRUPTS_INTX = 1, NESTING_BY_VECTOR = 1, CHUNK_CYCLES = 100000 };

static const struct hv_knob knobs[LINUX_KNOBS] = {
    [KNOB_HANDLER] = HANDLER_KNOB,
    [KNOB_BACKGROUND] = { "background", HV_CHOICE, 0, 0, 0, "never|always", 0,
                          "Whether it computes while there is no interrupt." },
    [KNOB_INTERRUPTS] = { "interrupts", HV_CHOICE, 0, 0, 0, "msix|intx", 0,
                          "How its devices interrupt: by messages, or by their pins (SPIs)." },
    [KNOB_NESTING] = { "nesting", HV_CHOICE, 0, 0, 0, "never|by_vector", 0,
                       "Whether a handler is interrupted: each vector of a device has a higher "
                       "priority than the one before." },
};

static struct driver *driver_of(sim_vcpu *v)
{
    return sim_guest_state(v, sizeof(struct driver));
}

static void linux_irq(sim_vcpu *v)
{
    driver_handle(driver_of(v), sim_guest_knob(v, KNOB_HANDLER));
}

uint64_t linux_ram_bytes(const struct sim_domain_info *domain, const uint64_t *knobs)
{
    const bool has_pins = knobs[KNOB_INTERRUPTS] == INTERRUPTS_INTX;
    return driver_ram_bytes(domain, has_pins ? 0 : domain->device_count);
}

static void work(sim_vcpu *v)
{
    const bool computes = sim_guest_knob(v, KNOB_BACKGROUND) == BACKGROUND_ALWAYS;
    for (;;) {
        if (computes)
            sim_guest_compute(v, CHUNK_CYCLES);
        else
            sim_guest_wfi(v);
    }
}

/* Returns, and is off, only if the machine refused something: then the guest never gets ready. */
static void linux_boot(sim_vcpu *v, const struct sim_domain_info *domain, uint16_t index)
{
    struct driver *d = driver_of(v);
    driver_init(d, v, domain, index);
    d->nests = sim_guest_knob(v, KNOB_NESTING) == NESTING_BY_VECTOR;
    bring_up_cpus(d);
    if (index == 0 && sim_guest_knob(v, KNOB_INTERRUPTS) == INTERRUPTS_INTX)
        pin_add_devices(d);
    else if (index == 0)
        bring_up_devices(d);
    if (d->failed)
        return;
    sim_guest_ready(v);
    sim_guest_irq_restore(v, false);
    work(v);
}

const struct guest_program guest_linux = {
    .name = "linux",
    .text = "brings its devices up like Linux and handles their interrupts",
    .boot = linux_boot,
    .irq = linux_irq,
    .knobs = knobs,
    .knob_count = LINUX_KNOBS,
};
