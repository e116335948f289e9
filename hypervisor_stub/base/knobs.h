/* What a scenario can set: one row per knob, read once into struct settings. */
#pragma once
#include <itstorm/types.h>

enum knob_row {
    KNOB_HOST_CREADR,
    KNOB_HOST_BURST,
    KNOB_HOST_LPI_TARGET,
    KNOB_HOST_QUEUE_FULL,
    KNOB_HOST_RESERVED_SLOTS,
    KNOB_HOST_SLEEP_WAKE,
    KNOB_HOST_SLEEP_POLL,
    KNOB_VITS_PROPAGATE,
    KNOB_STORM_DETECT,
    KNOB_STORM_MAX_IN_FLIGHT,
    KNOB_SCHEDULER_SLICE,
    KNOB_SCHEDULER_WAKE_PREEMPTS,
    KNOBS,
};

enum host_creadr { HOST_CREADR_CACHED, HOST_CREADR_EACH };
enum host_sleep_wake { HOST_SLEEP_WAKE_POLL, HOST_SLEEP_WAKE_INT };
enum vits_propagate { VITS_PROPAGATE_NONE, VITS_PROPAGATE_ALL };
enum host_lpi_target { HOST_LPI_TARGET_BOOT, HOST_LPI_TARGET_DOMAIN };

struct settings {
    enum host_creadr creadr;
    uint32_t burst_commands;
    enum host_lpi_target lpi_target;
    unsigned queue_full; /* row of the policies in cmdq_full.h */
    uint32_t reserved_slots;
    enum host_sleep_wake sleep_wake;
    uint64_t sleep_poll_ns;
    enum vits_propagate propagate;
    unsigned storm_detect; /* row of storm_policies */
    uint16_t storm_max_in_flight;
    uint64_t slice_ns;
    bool wake_preempts;
};

struct settings settings_read(void);
