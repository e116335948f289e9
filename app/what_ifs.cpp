// SPDX-License-Identifier: Apache-2.0
// What-ifs: see what_ifs.h.
#include "what_ifs.h"
#include "glob.h"
#include <sstream>

namespace itstorm {

namespace {

const char* const propagate = "vits.propagate*";
const char* const host_commands = "host.cmdq.issued.* *.vits.host_commands";
const char* const queue_full = "host.queue_full host.sleep_* host.usable_slots";
const char* const waits = "host.cmdq.wait.* host.cmdq.no_slot host.cmdq.sleeps host.cmdq.refused";
const char* const detect = "storm.detect storm.max_in_flight";
const char* const detections = "*.storm.detections *.storm.false_detections";
const char* const innocent = "*.progress pe*.irq_loop pe*.share.*";
const char* const invall_work = "*.vits.trap *.vits.invall.*";

} // namespace

const std::vector<WhatIf>& what_ifs()
{
    static const std::vector<WhatIf> rows = {
        { "S1", "a guest's ITS commands never reach the host's ITS", propagate, host_commands },
        { "S2", "only enabling, disabling, mapping and unmapping could need the host's ITS",
          propagate, "*.vits.cmd.* *.vits.host_commands" },
        { "S3", "the states of a guest's LPI and of the host's are not coupled", propagate,
          "host.cmdq.issued.guest its0.cmd.inv.executed" },
        { "S4", "storms may be a reason to let a guest cause a few host commands", "storm.*",
          "*.storm.host_commands host.cmdq.issued.storm" },
        { "S5", "every design needs an answer to a full host ring", "host.queue_full", waits },
        { "S6", "a full ring: look again and again, as for a spin lock", queue_full,
          "host.cmdq.wait.* lock.host.cmdq.* pe*.share.el2" },
        { "S7", "a full ring: sleep until there is room", queue_full,
          "host.cmdq.wait.* host.cmdq.sleeps pe*.share.*" },
        { "S8", "all LPIs of a device are mapped when it is assigned, so the ring cannot fill",
          propagate, "host.cmdq.issued.assign its0.cmdq.occupancy" },
        { "S9", "two slots of the ring are always left for an INV and its SYNC",
          "host.reserved_slots", "host.cmdq.wait.critical host.cmdq.no_slot.critical" },
        { "S10", "all other commands wait, or are refused, before they would take those slots",
          "host.bulk_admission host.reserved_slots", "host.cmdq.wait.bulk host.cmdq.refused" },
        { "S11", "the largest ring, 1 MiB, makes it unlikely to be full", "its[].command_queue",
          "its0.cmdq.occupancy its0.cmdq.full_events host.cmdq.done.*" },
        { "S12", "whether two slots are enough if several storms end at once",
          "host.reserved_slots", "host.cmdq.wait.critical" },
        { "S13", "LPIs are mapped at assignment, for guests and for Dom0", "domains[].privileged",
          "host.cmdq.issued.assign" },
        { "S14", "whether enabling and disabling of host LPIs can be avoided as well", propagate,
          "its0.cmd.inv.executed" },
        { "S15", "an LPI that is enabled from assignment on may come before its guest expects it",
          "domains[].map_burst", "host.vlpi.discarded *.vlpi.discarded" },
        { "S16", "Dom0's hypercall for a device maps and enables a bunch of events",
          "domains[].privileged", "host.cmdq.issued.assign *.exit.hvc" },
        { "S17", "an LPI that no guest has mapped is discarded", "domains[].map_burst",
          "host.vlpi.discarded *.vlpi.discarded" },
        { "S18", "a guest's MAPTI writes the hypervisor's table and nothing else", propagate,
          "*.vits.cmd.mapti *.vits.host_commands" },
        { "S19", "the guest's enable bit is looked at when an LPI is injected", propagate,
          "*.vlpi.injected *.vlpi.pended" },
        { "S20", "a guest's driver comes up on the emulated ITS", "domains[].program",
          "all_guests.ready *.vits.cmd.*" },
        { "S21", "an LPI has no active state: it may come again right after the priority drop",
          "host.eoi", "gicr*.lpi.refire" },
        { "S22", "the priority drop cannot wait for the guest", "host.eoi",
          "gicr*.lpi.refire pe*.irq_loop" },
        { "S23", "a storm needs no disabled LPI: an enabled one storms as well", "storm.detect",
          "*.vlpi.merged gicr*.lpi.delivered" },
        { "S24", "an SPI stays active until its guest deactivates it, which an LPI does not",
          "domains[].interrupts pci[].intx", "gicr*.irq.delivered gicr*.lpi.delivered" },
        { "S25", "the difference is deactivation, not the end of interrupt", "domains[].interrupts",
          "gicr*.lpi.dir_writes gicr*.irq.dir_writes" },
        { "S26", "with LPIs a PE can be kept in the interrupt loop, and its scheduler starves",
          "host.irq_loop*", innocent },
        { "S27", "LPIs that come while one is pending become one", "storm.detect",
          "*.vlpi.merged gicr*.lpi.merged" },
        { "S28", "repeated edges and a line that is never lowered are two kinds of storm",
          "pci[].fault.stuck_line pci[].fault.stuck_after", "*.intx.asserted *.msi.sent" },
        { "S29", "limit the rate of interrupts", "storm.rate_* storm.detect", detections },
        { "S30", "disable an LPI that comes before its guest has ended the one before", detect,
          detections },
        { "S31", "a counter of what is in flight for each LPI", detect, detections },
        { "S32", "when it is too many: disable it, and ask for a maintenance interrupt",
          "storm.notice storm.detect", "*.storm.host_commands gicr*.irq.maintenance" },
        { "S33", "the counter detects; it does not repeat what was merged", detect,
          "*.vlpi.injected *.vlpi.merged" },
        { "S34", "detect an LPI that comes while it pends and its guest has disabled it", detect,
          detections },
        { "S35", "follow a guest's disabling only when the LPI really comes", detect,
          "*.storm.host_commands" },
        { "S36", "both detectors should work: compare them", detect, detections },
        { "S37", "no detection, as today", detect, innocent },
        { "S38", "storms are no obstacle, because an LPI can be disabled when it storms",
          "storm.detect storm.scope", innocent },
        { "S39", "enable it again when its guest has ended it", "storm.end",
          "*.storm.throttled_time" },
        { "S40", "enable it again when its guest enables it", "storm.end",
          "*.storm.throttled_time" },
        { "S41", "that does not help against a guest that never disables", "storm.end", innocent },
        { "S42", "a guest has its device send without pause, to take the host down",
          "pci[].kind storm.detect", innocent },
        { "S43", "whether a device is trusted: honest, broken, hostile", "pci[].kind pci[].honest",
          "*.faults.* *.storm.false_detections" },
        { "S44", "storms of disabled LPIs and of enabled ones are two things", detect, detections },
        { "S45", "an LPI is disabled in interrupt context", "storm.act_in storm.completion",
          "pe*.irq_loop lock.host.cmdq.*" },
        { "S46", "it is enabled again while a trap of its guest is handled", "storm.end",
          "*.vits.trap *.storm.throttled_time" },
        { "S47", "that INV is the only command that cannot wait", "host.reserved_slots",
          "host.cmdq.wait.critical host.cmdq.done.critical" },
        { "S48", "an enabled vLPI whose LPI comes is injected", "storm.detect", "*.vlpi.injected" },
        { "S49", "a disabled one pends", "storm.detect", "*.vlpi.pended" },
        { "S50", "a guest's INV injects what is enabled and pends", "domains[].invalidate",
          "*.vits.cmd.inv *.vlpi.injected" },
        { "S51", "a guest's INVALL looks for what is enabled and pends", "domains[].invalidate",
          invall_work },
        { "S52", "INVALL: look at every vLPI", "domains[].invalidate", invall_work },
        { "S53", "INVALL: read pending bits by 64", "domains[].invalidate", invall_work },
        { "S54", "INVALL: up to the highest one that is mapped", "domains[].invalidate",
          invall_work },
        { "S55", "INVALL: between the lowest and the highest one that pends",
          "domains[].invalidate", invall_work },
        { "S56", "INVALL: nothing to do if nothing was added", "domains[].invalidate",
          invall_work },
        { "S57", "INVALL: at a limited rate", "domains[].invalidate", invall_work },
        { "S58", "which of them has an acceptable worst case", "domains[].invalidate",
          invall_work },
        { "S59", "what pends is bounded by what a guest may map", "platform.lpi_id_bits",
          invall_work },
        { "S60", "only what comes while disabled pends, so the scan sees zeros",
          "domains[].invalidate", "*.vlpi.pended *.vits.invall.*" },
        { "S61", "one bit for each vLPI, not a byte", "domains[].invalidate", invall_work },
        { "S62", "the architecture's pending table has a bit for each LPI", "platform.lpi_id_bits",
          "gicr*.lpi.spilled gicr*.lpi.reloaded" },
        { "S63", "the pending table may be trapped, and used as the hypervisor likes",
          "domains[].invalidate", "*.vlpi.pended" },
        { "S64", "the property table is a byte for each LPI and cannot be improved",
          "domains[].invalidate", "*.vits.invall.bytes" },
        { "S65", "a prototype of the reserve", "host.reserved_slots", "host.cmdq.wait.critical" },
        { "S66", "after its end only a new event of the device makes an LPI come again", "host.eoi",
          "gicr*.lpi.refire *.msi.sent" },
    };
    return rows;
}

std::vector<std::string> what_if_ids()
{
    std::vector<std::string> ids;
    for (const WhatIf& row : what_ifs())
        ids.push_back(row.id);
    return ids;
}

const WhatIf* find_what_if(const std::string& id)
{
    for (const WhatIf& row : what_ifs())
        if (id == row.id)
            return &row;
    return nullptr;
}

bool is_among(const std::string& globs, const std::string& name)
{
    std::istringstream words(globs);
    for (std::string glob; words >> glob;)
        for (std::size_t begin = 0; begin != std::string::npos;) {
            if (matches_glob(glob, name.substr(begin)))
                return true;
            const std::size_t dot = name.find('.', begin);
            begin = dot == std::string::npos ? dot : dot + 1;
        }
    return false;
}

} // namespace itstorm
