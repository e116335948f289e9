/* What the hypervisor measures, a row each. Per-domain rows appear as <domain>.<name>. */
#pragma once
#include <itstorm/import.h>

enum probe_row {
    PROBE_CMDQ_WAIT_CRITICAL,
    PROBE_CMDQ_WAIT_BULK,
    PROBE_CMDQ_ISSUED_BOOT,
    PROBE_CMDQ_ISSUED_ASSIGN,
    PROBE_CMDQ_ISSUED_STORM,
    PROBE_VITS_QUEUE,
    PROBE_VITS_TRAP,
    PROBE_VITS_MAPD,
    PROBE_VITS_MAPC,
    PROBE_VITS_MAPTI,
    PROBE_VITS_INV,
    PROBE_VITS_INVALL,
    PROBE_VITS_SYNC,
    PROBE_VITS_ERROR,
    PROBE_STORM_DETECTIONS,
    PROBE_STORM_HOST_COMMANDS,
    PROBE_STORM_THROTTLED_TIME,
    PROBES,
};
