/* SPDX-License-Identifier: Apache-2.0 */
/* guest_needs: what each program needs of its domain: memory, and devices that its drivers can
 * drive. */
#include "arch/intid.h"
#include "guest/device.h"
#include "guest/programs.h"
#include "guest/queues.h"
#include "guest/words.h"

#define VLPIS ((1u << GUEST_LPI_ID_BITS) - INTID_LPI_FIRST)
#define DEVICES_MAX ((GUEST_ECAM_BASE - GUEST_BAR_BASE) / GUEST_BAR_STRIDE)

/* How many of its devices, from the first on, have enough of what each device takes. */

static unsigned with_vlpis(const struct sim_domain_info *domain)
{
    uint64_t vlpis = 0;
    unsigned n = 0;
    while (n < domain->device_count && (vlpis += domain->devices[n]->vectors) <= VLPIS)
        n++;
    return n;
}

static unsigned with_device_id(const struct sim_domain_info *domain)
{
    unsigned n = 0;
    while (n < domain->device_count && domain->devices[n]->device_id >> GUEST_ITS_DEVICE_BITS == 0)
        n++;
    return n;
}

static unsigned with_window(const struct sim_domain_info *domain)
{
    return domain->device_count < DEVICES_MAX ? domain->device_count : (unsigned)DEVICES_MAX;
}

/* Needs that all devices meet are left out. */
static void need_devices(const struct sim_domain_info *domain, struct hv_need *needs, unsigned max,
                         unsigned *count)
{
    const struct {
        unsigned fit;
        const char *what;
    } limits[] = {
        { with_vlpis(domain), "a vLPI for each of their vectors" },
        { with_device_id(domain), "a DeviceID of 16 bits, as its virtual ITS has them" },
        { with_window(domain), "a place for their BARs in its memory map" },
    };
    for (unsigned n = 0; n < sizeof limits / sizeof limits[0]; n++)
        if (limits[n].fit < domain->device_count && *count < max)
            needs[(*count)++] = (struct hv_need){ .key = "domains[].devices",
                                                  .limit = limits[n].fit,
                                                  .at_most = true,
                                                  .what = limits[n].what };
}

/* ---- by program ---- */

static uint64_t driver_ram(const struct sim_domain_info *domain, const uint64_t *knobs)
{
    (void)knobs;
    return guest_device_ram_bytes(domain, domain->device_count);
}

static uint64_t queue_ram(const struct sim_domain_info *domain, const uint64_t *knobs)
{
    const uint64_t driver = driver_ram(domain, knobs), queues = queue_ram_bytes(domain);
    return driver > queues ? driver : queues;
}

/* A program without a row needs nothing. */
static const struct program_row {
    const struct guest_program *program;
    uint64_t (*ram_bytes)(const struct sim_domain_info *domain, const uint64_t *knobs);
} rows[] = {
    { &guest_linux, linux_ram_bytes }, { &guest_flood, flood_ram_bytes },
    { &guest_hostile, driver_ram },    { &guest_nic, queue_ram },
    { &guest_nvme, queue_ram },        { &guest_microbench, microbench_ram_bytes },
};

static const struct program_row *row_of(const struct sim_domain_info *domain)
{
    for (unsigned n = 0; n < sizeof rows / sizeof rows[0]; n++)
        if (words_are_same(rows[n].program->name, domain->program))
            return &rows[n];
    return 0;
}

unsigned guest_needs(const struct sim_domain_info *domain, const uint64_t *knobs,
                     struct hv_need *needs, unsigned max)
{
    const struct program_row *row = row_of(domain);
    unsigned count = 0;
    if (row == 0 || max == 0)
        return 0;
    needs[count++] = (struct hv_need){ .key = "domains[].ram",
                                       .limit = row->ram_bytes(domain, knobs),
                                       .what = "the rings, tables and ITTs of its drivers" };
    need_devices(domain, needs, max, &count);
    if (row->program == &guest_microbench && count < max)
        needs[count++] =
            (struct hv_need){ .key = "domains[].vcpus",
                              .limit = 2,
                              .what = "one that measures, and one that is interrupted" };
    return count;
}
