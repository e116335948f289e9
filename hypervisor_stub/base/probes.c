/* The table of statistics; see probes.h. */
#include "base/probes.h"
#include <itstorm/export.h>

static const struct hv_probe table[PROBES] = {
    [PROBE_CMDQ_WAIT_CRITICAL] = { "host.cmdq.wait.critical", HV_DURATION, "ns",
                                   "from the request to a slot of the host ring, lock included: "
                                   "storm handling",
                                   false },
    [PROBE_CMDQ_WAIT_CRITICAL_LOCK] = { "host.cmdq.wait.critical.lock", HV_DURATION, "ns",
                                        "of host.cmdq.wait.critical, the waits for the ring's lock",
                                        false },
    [PROBE_CMDQ_WAIT_CRITICAL_SLOT] = { "host.cmdq.wait.critical.slot", HV_DURATION, "ns",
                                        "of host.cmdq.wait.critical, what is not the lock: the "
                                        "look for a slot, and the wait for one",
                                        false },
    [PROBE_CMDQ_WAIT_BULK] = { "host.cmdq.wait.bulk", HV_DURATION, "ns",
                               "from the request to a slot of the host ring, lock included: boot, "
                               "assignment, guests",
                               false },
    [PROBE_CMDQ_WAIT_BULK_LOCK] = { "host.cmdq.wait.bulk.lock", HV_DURATION, "ns",
                                    "of host.cmdq.wait.bulk, the waits for the ring's lock",
                                    false },
    [PROBE_CMDQ_WAIT_BULK_SLOT] = { "host.cmdq.wait.bulk.slot", HV_DURATION, "ns",
                                    "of host.cmdq.wait.bulk, what is not the lock: the look for a "
                                    "slot, and the wait for one",
                                    false },
    [PROBE_CMDQ_DONE_CRITICAL] = { "host.cmdq.done.critical", HV_DURATION, "ns",
                                   "from the request of a batch until CREADR has passed its last "
                                   "command: storm handling",
                                   false },
    [PROBE_CMDQ_DONE_BULK] = { "host.cmdq.done.bulk", HV_DURATION, "ns",
                               "from the request of a batch until CREADR has passed its last "
                               "command: boot, assignment, guests",
                               false },
    [PROBE_CMDQ_NO_SLOT_CRITICAL] = { "host.cmdq.no_slot.critical", HV_SHARE, "1",
                                      "share of time for which at least one batch of storm "
                                      "handling waits for a slot of the host ring",
                                      false },
    [PROBE_CMDQ_NO_SLOT_BULK] = { "host.cmdq.no_slot", HV_SHARE, "1",
                                  "share of time for which at least one batch of boot, "
                                  "assignment or a guest waits for a slot of the host ring",
                                  false },
    [PROBE_CMDQ_ISSUED_BOOT] = { "host.cmdq.issued.boot", HV_COUNTER, "commands",
                                 "host ITS commands at boot", false },
    [PROBE_CMDQ_ISSUED_ASSIGN] = { "host.cmdq.issued.assign", HV_COUNTER, "commands",
                                   "host ITS commands to map a device at its assignment", false },
    [PROBE_CMDQ_ISSUED_STORM] = { "host.cmdq.issued.storm", HV_COUNTER, "commands",
                                  "host ITS commands to disable and re-enable pLPIs", false },
    [PROBE_CMDQ_ISSUED_GUEST] = { "host.cmdq.issued.guest", HV_COUNTER, "commands",
                                  "host ITS commands that guests' ITS commands caused", false },
    [PROBE_CMDQ_ISSUED_COMPLETION] = { "host.cmdq.issued.completion", HV_COUNTER, "commands",
                                       "INTs of the hypervisor to itself, to wake sleepers",
                                       false },
    [PROBE_CMDQ_REFUSED] = { "host.cmdq.refused", HV_COUNTER, "batches",
                             "batches that found no slot in time, each time: their callers try "
                             "again later",
                             false },
    [PROBE_CMDQ_SLEEPS] = { "host.cmdq.sleeps", HV_COUNTER, "sleeps",
                            "times a vCPU left its trap to wait for a slot", false },
    [PROBE_BATCH_PASS] = { "host.batch.pass", HV_DURATION, "ns",
                           "one pass of the scheduler of guests' ITS commands, by whoever "
                           "triggered it",
                           false },
    [PROBE_VITS_QUEUE] = { "vits.queue", HV_LEVEL, "commands", "commands in the guest's ring",
                           true },
    [PROBE_VITS_TRAP] = { "vits.trap", HV_DURATION, "ns", "one emulated access to the virtual ITS",
                          true },
    [PROBE_VITS_HOST_COMMANDS] = { "vits.host_commands", HV_COUNTER, "commands",
                                   "host ITS commands that its ITS commands caused", true },
    [PROBE_VITS_REFUSED] = { "vits.refused", HV_COUNTER, "commands",
                             "times that the host ring had no slot in time for a guest's ITS "
                             "command: it stays in the guest's ring, to be tried again",
                             true },
    [PROBE_VITS_MAPD] = { "vits.cmd.mapd", HV_COUNTER, "commands", "MAPD emulated", true },
    [PROBE_VITS_MAPC] = { "vits.cmd.mapc", HV_COUNTER, "commands", "MAPC emulated", true },
    [PROBE_VITS_MAPTI] = { "vits.cmd.mapti", HV_COUNTER, "commands", "MAPTI emulated", true },
    [PROBE_VITS_MAPI] = { "vits.cmd.mapi", HV_COUNTER, "commands", "MAPI emulated", true },
    [PROBE_VITS_MOVI] = { "vits.cmd.movi", HV_COUNTER, "commands", "MOVI emulated", true },
    [PROBE_VITS_MOVALL] = { "vits.cmd.movall", HV_COUNTER, "commands", "MOVALL emulated", true },
    [PROBE_VITS_INT] = { "vits.cmd.int", HV_COUNTER, "commands", "INT emulated", true },
    [PROBE_VITS_CLEAR] = { "vits.cmd.clear", HV_COUNTER, "commands", "CLEAR emulated", true },
    [PROBE_VITS_DISCARD] = { "vits.cmd.discard", HV_COUNTER, "commands", "DISCARD emulated", true },
    [PROBE_VITS_INV] = { "vits.cmd.inv", HV_COUNTER, "commands", "INV emulated", true },
    [PROBE_VITS_INVALL] = { "vits.cmd.invall", HV_COUNTER, "commands", "INVALL emulated", true },
    [PROBE_VITS_SYNC] = { "vits.cmd.sync", HV_COUNTER, "commands", "SYNC emulated", true },
    [PROBE_VITS_INVALL_ENTRIES] = { "vits.invall.entries", HV_COUNTER, "vLPIs",
                                    "vLPIs that INVALLs have looked at", true },
    [PROBE_VITS_INVALL_GANGS] = { "vits.invall.gangs", HV_COUNTER, "look-ups",
                                  "gangs of vLPIs that INVALLs have fetched (vits.invall = xen)",
                                  true },
    [PROBE_VITS_INVALL_TIME] = { "vits.invall.time", HV_DURATION, "ns",
                                 "what one INVALL takes at EL2, its portions together", true },
    [PROBE_VITS_INVALL_BYTES] = { "vits.invall.bytes", HV_COUNTER, "bytes",
                                  "configuration bytes that INVALLs have read", true },
    [PROBE_VITS_ERROR] = { "vits.cmd.error", HV_COUNTER, "commands",
                           "guest ITS commands refused and skipped", true },
    [PROBE_VITS_DROPPED] = { "vits.dropped", HV_COUNTER, "LPIs",
                             "LPIs of its devices that came while its virtual ITS was disabled",
                             true },
    [PROBE_SPI_ACCEPTED] = { "spi.accepted", HV_COUNTER, "interrupts",
                             "SPIs of its devices that the hypervisor acknowledged", true },
    [PROBE_SPI_HANDLED] = { "spi.handled", HV_COUNTER, "interrupts",
                            "SPIs whose EOI the guest wrote, seen at its next exit", true },
    [PROBE_STORM_DETECTIONS] = { "storm.detections", HV_COUNTER, "storms",
                                 "pLPIs disabled because they stormed", true },
    [PROBE_STORM_FALSE_DETECTIONS] = { "storm.false_detections", HV_COUNTER, "storms",
                                       "of storm.detections, those of devices that the scenario "
                                       "calls honest",
                                       true },
    [PROBE_STORM_HOST_COMMANDS] = { "storm.host_commands", HV_COUNTER, "commands",
                                    "host ITS commands that storms of this domain caused", true },
    [PROBE_STORM_THROTTLED_TIME] = { "storm.throttled_time", HV_DURATION, "ns",
                                     "how long a pLPI stayed disabled", true },
    [PROBE_STORM_DEFERRED] = { "storm.deferred", HV_COUNTER, "changes",
                               "pLPIs whose INV found no slot in time: done a little later", true },
};

const struct hv_probe *hv_probes(unsigned *count)
{
    *count = PROBES;
    return table;
}
