/* What a scenario can set: one row per knob, read once into struct settings. */
#pragma once
#include <itstorm/types.h>

enum knob_row {
    KNOB_HOST_CREADR,
    KNOB_HOST_BURST,
    KNOB_HOST_LPI_TARGET,
    KNOB_STORM_DETECT,
    KNOB_STORM_MAX_IN_FLIGHT,
    KNOB_SCHEDULER_SLICE,
    KNOB_SCHEDULER_WAKE_PREEMPTS,
    KNOBS,
};

enum host_creadr { HOST_CREADR_CACHED, HOST_CREADR_EACH };
enum host_lpi_target { HOST_LPI_TARGET_BOOT, HOST_LPI_TARGET_DOMAIN };

struct settings {
    enum host_creadr creadr;
    uint32_t burst_commands;
    enum host_lpi_target lpi_target;
    unsigned storm_detect; /* row of storm_policies */
    uint16_t storm_max_in_flight;
    uint64_t slice_ns;
    bool wake_preempts;
};

struct settings settings_read(void);
