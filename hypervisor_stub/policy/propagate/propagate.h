/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which of a guest's ITS commands reach the physical ITS (what-ifs S1 to S4): knob vits.propagate.
 * Each policy is a file of its name, which defines propagate_<name>. To add one, add its file here
 * and its name to the list.
 *
 * The virtual ITS asks after a command has had its effect there, with the command's names resolved:
 * a policy sees nothing of the guest. MAPC and MOVALL have no counterpart under any policy: the
 * host's collections are its PEs.
 */
#pragma once
#include "base/knobs.h"
#include "driver/lpi.h"

#define PROPAGATE_POLICIES(X) X(none) X(storm_only) X(inv) X(all) X(sync_each)
#define PROPAGATE_WORD(name) PROPAGATE_WORD_##name,

enum propagate_word { PROPAGATE_POLICIES(PROPAGATE_WORD) PROPAGATE_WORDS };

/* A guest's command. What it names counts only if it is the guest's own: else it is NULL. */
struct propagate_command {
    unsigned opcode;
    struct its_device *device; /* MAPD */
    struct lpi *lpi;           /* of the event that it names */
    uint16_t pe;   /* takes the interrupts of the vCPU that it names, or whose collection it does */
    bool has_pe;   /* it names one */
    bool is_valid; /* MAPD: V=1 */

    /* What is not put again. The policy sets them; a command of which the ring has refused a part
     * has them still when it is tried again: a ring with a slot at a time never takes all at once.
     */
    bool is_mapped;  /* what it names is mapped or unmapped, or policy/assign has done it */
    bool lacks_sync; /* all but the SYNC is in the ring */
};

struct propagate_policy {
    const char *summary;

    /* Puts the counterpart; writes nothing if there is none. NULL: no command has one. */
    void (*forward)(struct cmdq_batch *batch, struct propagate_command *cmd);

    bool waits; /* in the guest's trap, until the ITS has executed the counterpart */

    /* A forwarded INT comes back as the pLPI: the virtual ITS leaves it at that. */
    bool int_comes_back;

    /* What a guest's command says about a storm reaches the hardware in the hypervisor's own time,
     * not in the guest's trap. */
    bool storms_wait;
};

/* As the knobs say. */
struct propagate {
    const struct propagate_policy *policy;
    bool couples; /* what is forwarded carries the guest's enable bit to the host's table */
    bool traps;   /* writes of the guest's configuration table */
};

/* Adds vits.propagate, and the knobs of what goes along. */
void propagate_add_knobs(struct knob_table *table);

struct propagate propagate_chosen(const struct knobs *knobs);

/* ---- for policies ---- */

/* Each puts the counterpart of one of its kinds of command; others have none. */
void propagate_put_inv(struct cmdq_batch *batch, const struct propagate_command *cmd);
void propagate_put_map(struct cmdq_batch *batch, struct propagate_command *cmd);
void propagate_put_other(struct cmdq_batch *batch, const struct propagate_command *cmd);
