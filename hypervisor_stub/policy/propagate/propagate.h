/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which of a guest's ITS commands reach the physical ITS (what-ifs S1 to S4): knob vits.propagate.
 * Each policy is a file of its name, which defines propagate_<name>. To add one, add its file here
 * and its name to the list.
 *
 * The virtual ITS asks after it has executed a command, with the names in the command resolved: a
 * policy sees nothing of the guest. MAPC and MOVALL have no counterpart under any policy, because
 * the host's collections are its PEs.
 */
#pragma once
#include "base/knobs.h"
#include "driver/lpi.h"

#define PROPAGATE_POLICIES(X) X(none) X(storm_only) X(inv) X(all) X(sync_each)
#define PROPAGATE_WORD(name) PROPAGATE_WORD_##name,

enum propagate_word { PROPAGATE_POLICIES(PROPAGATE_WORD) PROPAGATE_WORDS };

/* A guest's command. A name in it is resolved only if it is the guest's own; else the member is
 * NULL. */
struct propagate_command {
    unsigned opcode;
    struct its_device *device; /* MAPD */
    struct lpi *lpi;           /* the pLPI of the event that it names */
    uint16_t pe; /* takes the interrupts of the vCPU, or of the collection's vCPU, that it names */
    bool has_pe; /* it names one */
    bool is_valid; /* MAPD: V=1 */

    /* Parts that are not put again, set by the policy. They stay set when a command of which the
     * ring has refused a part is tried again, because a ring with one free slot at a time never
     * takes all of it at once. */
    bool is_mapped;  /* the mapping is done, here or by policy/assign */
    bool lacks_sync; /* all but the SYNC is in the ring */
};

struct propagate_policy {
    const char *summary;

    /* Puts the counterpart, or nothing if the command has none. NULL: no command has one. */
    void (*forward)(struct cmdq_batch *batch, struct propagate_command *cmd);

    bool waits; /* in the guest's trap, until the ITS has executed the counterpart */

    /* A forwarded INT comes back as the pLPI, so the virtual ITS does not inject the vLPI
     * itself. */
    bool int_comes_back;

    /* A guest's command that ends a storm is applied to the hardware later, in the hypervisor's own
     * time, not in the guest's trap. */
    bool storms_wait;
};

/* The policy that the knobs choose. */
struct propagate {
    const struct propagate_policy *policy;
    bool couples; /* forwarded commands copy the guest's enable bit to the host's table */
    bool traps;   /* writes to the guest's configuration table trap */
};

/* Adds vits.propagate and the knobs that belong to it. */
void propagate_add_knobs(struct knob_table *table);

struct propagate propagate_chosen(const struct knobs *knobs);

/* ---- for policies ---- */

/* Each of these puts the counterpart of one kind of command; other commands have none. */
void propagate_put_inv(struct cmdq_batch *batch, const struct propagate_command *cmd);
void propagate_put_map(struct cmdq_batch *batch, struct propagate_command *cmd);
void propagate_put_other(struct cmdq_batch *batch, const struct propagate_command *cmd);
