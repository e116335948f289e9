/* SPDX-License-Identifier: MIT */
/*
 * A guest program of one's own: writes its RAM through the simulated machine, looks at it through a
 * pointer, times a hypercall, and says what it found. A starting point for test suites that run as
 * guests. Loaded beside the guests we ship: `guests: [own_guests]` in a scenario, or --guests.
 */
#include "arch/sysreg.h"
#include <itstorm/guest.h>
#include <itstorm/guest_map.h>
#include <itstorm/hypercall.h>

HV_EXPORT const uint32_t itstorm_abi_version = ITSTORM_ABI_VERSION;

enum { PASSES, CORRUPT };

static const struct hv_knob knobs[] = {
    [PASSES] = { .name = "passes",
                 .kind = HV_UINT,
                 .initial = 4,
                 .min = 1,
                 .max = 1000,
                 .unit = "passes",
                 .text = "How often the RAM is written and compared." },
    [CORRUPT] = { .name = "corrupt",
                  .kind = HV_BOOL,
                  .text =
                      "Changes a byte behind the machine's back, to show a verdict that fails." },
};

enum { WORDS, HYPERCALL };

static const struct hv_probe probes[] = {
    [WORDS] = { .name = "words", .kind = HV_COUNTER, .unit = "words", .text = "words compared" },
    [HYPERCALL] = { .name = "hypercall",
                    .kind = HV_DURATION,
                    .unit = "ns",
                    .text = "from a hypercall that is refused until it returns" },
};

enum { WORDS_A_PASS = 64 };

static void fill(sim_vcpu *v, uint64_t seed)
{
    for (uint64_t n = 0; n < WORDS_A_PASS; n++)
        sim_guest_write(v, GUEST_RAM_BASE + n * 8, seed * n, 8);
}

static bool compare(const volatile uint64_t *ram, uint64_t seed)
{
    for (uint64_t n = 0; n < WORDS_A_PASS; n++)
        if (ram[n] != seed * n)
            return false;
    return true;
}

/* As a function that is far from boot() finds out who runs it. */
static void time_hypercall(void)
{
    sim_vcpu *v = sim_guest_self();
    const uint64_t before = sim_guest_mrs(v, CNTVCT_EL0), none[4] = { 0 };
    sim_guest_hvc(v, ~0ull, none);
    sim_guest_probe(v, HYPERCALL, sim_guest_mrs(v, CNTVCT_EL0) - before);
}

static void boot(sim_vcpu *v, const struct sim_domain_info *domain, uint16_t index)
{
    (void)domain, (void)index;
    unsigned char *ram = sim_guest_ram(v, GUEST_RAM_BASE, WORDS_A_PASS * 8);
    if (ram == 0 || sim_guest_ram(v, GUEST_GITS_BASE, 8) != 0) {
        sim_guest_verdict(v, false, "RAM is not RAM, or a register is");
        return;
    }
    sim_guest_ready(v);
    for (uint64_t seed = 1; seed <= sim_guest_knob(v, PASSES); seed++) {
        fill(v, seed);
        ram[8] ^= sim_guest_knob(v, CORRUPT) != 0;
        sim_guest_verdict(v, compare((const volatile uint64_t *)(void *)ram, seed),
                          "RAM holds what was written");
        sim_guest_probe(v, WORDS, WORDS_A_PASS);
        time_hypercall();
    }
}

const struct hv_probe *guest_probes(unsigned *count)
{
    *count = sizeof probes / sizeof *probes;
    return probes;
}

const struct guest_program *guest_programs(unsigned *count)
{
    static const struct guest_program programs[] = {
        { .name = "own",
          .text = "tests its RAM",
          .boot = boot,
          .knobs = knobs,
          .knob_count = sizeof knobs / sizeof *knobs },
    };
    *count = 1;
    return programs;
}
