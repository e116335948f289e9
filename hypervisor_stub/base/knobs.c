/* The table of knobs; see knobs.h. */
#include "base/knobs.h"
#include <itstorm/export.h>
#include <itstorm/import.h>

static const struct hv_knob table[KNOBS] = {
    [KNOB_HOST_CREADR] = { "host.creadr", HV_CHOICE, HOST_CREADR_CACHED, 0, 0, "cached|each", 0,
                           "Host ITS driver: read GITS_CREADR only when the ring looks full, or "
                           "before each command (Xen)." },
    [KNOB_HOST_BURST] = { "host.burst", HV_UINT, 32, 1, 32767, 0, "commands",
                          "Host ITS driver: commands written per GITS_CWRITER write (Xen: 1)." },
    [KNOB_HOST_LPI_TARGET] = { "host.lpi_target", HV_CHOICE, HOST_LPI_TARGET_DOMAIN, 0, 0,
                               "boot|domain", 0,
                               "Where pLPIs arrive: all on the boot PE (Xen), or event e on the PE "
                               "of vCPU e mod vcpus." },
    [KNOB_HOST_QUEUE_FULL] = { "host.queue_full", HV_CHOICE, 0, 0, 0, "spin|spin_locked|sleep|fail",
                               0,
                               "Full host ring: spin, the lock dropped between looks; spin with "
                               "the lock held and interrupts off; sleep; give up after 1 ms "
                               "(Xen)." },
    [KNOB_HOST_RESERVED_SLOTS] = { "host.reserved_slots", HV_UINT, 2, 0, 64, 0, "slots",
                                   "Free slots of the host ring that only critical commands take: "
                                   "INV and SYNC against a storm." },
    [KNOB_HOST_SLEEP_WAKE] = { "host.sleep_wake", HV_CHOICE, HOST_SLEEP_WAKE_POLL, 0, 0, "poll|int",
                               0,
                               "sleep: look again after sleep_poll, or when the hypervisor's own "
                               "completion LPI comes." },
    [KNOB_HOST_SLEEP_POLL] = { "host.sleep_poll", HV_DURATION_NS, 20000, 1000, 1000000000, 0, 0,
                               "sleep: how long between two looks." },
    [KNOB_VITS_PROPAGATE] = { "vits.propagate", HV_CHOICE, VITS_PROPAGATE_NONE, 0, 0, "none|all", 0,
                              "Guest ITS commands that reach the host ring: none, or each INV, "
                              "INVALL, DISCARD, MAPD, MAPI and MAPTI (2015)." },
    [KNOB_STORM_DETECT] = { "storm.detect", HV_CHOICE, 0, 0, 0, "none|inflight", 0,
                            "Interrupt storms: no defence, or disable a pLPI that comes again "
                            "before its vLPI's EOI." },
    [KNOB_STORM_MAX_IN_FLIGHT] = { "storm.max_in_flight", HV_UINT, 1, 1, 1000, 0, "interrupts",
                                   "inflight: pLPIs that may come before the guest's EOI; one more "
                                   "is a storm." },
    [KNOB_SCHEDULER_SLICE] = { "scheduler.slice", HV_DURATION_NS, 1000000, 10000, 1000000000, 0, 0,
                               "How long a vCPU runs before the next one of its PE." },
    [KNOB_SCHEDULER_WAKE_PREEMPTS] = { "scheduler.wake_preempts", HV_BOOL, 0, 0, 1, 0, 0,
                                       "A vCPU that wakes runs before the one that runs." },
};

const struct hv_knob *hv_knobs(unsigned *count)
{
    *count = KNOBS;
    return table;
}

struct settings settings_read(void)
{
    const struct settings s = {
        .creadr = (enum host_creadr)sim_knob(KNOB_HOST_CREADR),
        .burst_commands = (uint32_t)sim_knob(KNOB_HOST_BURST),
        .lpi_target = (enum host_lpi_target)sim_knob(KNOB_HOST_LPI_TARGET),
        .queue_full = (unsigned)sim_knob(KNOB_HOST_QUEUE_FULL),
        .reserved_slots = (uint32_t)sim_knob(KNOB_HOST_RESERVED_SLOTS),
        .sleep_wake = (enum host_sleep_wake)sim_knob(KNOB_HOST_SLEEP_WAKE),
        .sleep_poll_ns = sim_knob(KNOB_HOST_SLEEP_POLL),
        .propagate = (enum vits_propagate)sim_knob(KNOB_VITS_PROPAGATE),
        .storm_detect = (unsigned)sim_knob(KNOB_STORM_DETECT),
        .storm_max_in_flight = (uint16_t)sim_knob(KNOB_STORM_MAX_IN_FLIGHT),
        .slice_ns = sim_knob(KNOB_SCHEDULER_SLICE),
        .wake_preempts = sim_knob(KNOB_SCHEDULER_WAKE_PREEMPTS) != 0,
    };
    return s;
}
