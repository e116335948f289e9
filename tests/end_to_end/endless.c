/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A hypervisor that never lets simulated time pass, or ends the simulator's process; its knob says
 * in which way. On a machine with costs of 0 only a limit of real time can end the run.
 */
#include <itstorm/export.h>
#include <itstorm/import.h>

enum { HOW, KNOBS };
enum how { COUNTS, CALLS, SILENT, CREATES, LEAVES, FAULTS };

static struct hv {
    volatile unsigned turns;
    void *nowhere;
} the_hv;

HV_EXPORT const uint32_t itstorm_abi_version = ITSTORM_ABI_VERSION;

/* Basic blocks that are not charged, as in an object built without coverage. */
__attribute__((no_sanitize_coverage)) static void loop_silently(void)
{
    for (;;)
        the_hv.turns++;
}

/* The system call exit_group(0), since the object has no C library. */
static void leave(void)
{
#if defined(__x86_64__)
    __asm__ volatile("syscall" ::"a"(231l), "D"(0l) : "rcx", "r11", "memory");
#elif defined(__aarch64__)
    register long number __asm__("x8") = 94, status __asm__("x0") = 0;
    __asm__ volatile("svc 0" ::"r"(number), "r"(status) : "memory");
#endif
}

void hv_boot(struct hv *hv, sim_pe *pe)
{
    switch ((enum how)sim_knob(HOW)) {
    case COUNTS:
        for (;;)
            hv->turns++;
    case CALLS:
        for (;;)
            sim_irq_restore(pe, sim_irq_save(pe));
    case SILENT: loop_silently(); break;
    case LEAVES: leave(); break;
    case CREATES:
    case FAULTS: break;
    }
    for (;;)
        sim_wfi(pe);
}

void hv_irq(struct hv *hv, sim_pe *pe)
{
    (void)hv, (void)pe; /* nothing is enabled */
}

struct hv *hv_create(const struct sim_machine *machine)
{
    (void)machine;
    if (sim_knob(HOW) == CREATES)
        loop_silently();
    return &the_hv;
}

const char *hv_check(struct hv *hv)
{
    (void)hv;
    return 0;
}

void hv_destroy(struct hv *hv)
{
    if (sim_knob(HOW) == FAULTS)
        *(volatile char *)hv->nowhere = 0;
}

const struct hv_knob *hv_knobs(unsigned *count)
{
    static const struct hv_knob knobs[KNOBS] = {
        [HOW] = { .name = "how",
                  .kind = HV_CHOICE,
                  .choices = "counts|calls|silent|creates|leaves|faults",
                  .text = "what it does instead" },
    };
    *count = KNOBS;
    return knobs;
}

const struct hv_probe *hv_probes(unsigned *count)
{
    *count = 0;
    return 0;
}
