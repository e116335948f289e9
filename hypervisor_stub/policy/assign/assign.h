/* SPDX-License-Identifier: Apache-2.0 */
/*
 * When the events of a device come onto the physical ITS (what-ifs S13 to S18): knob assign.map.
 * Each policy is a file of its name, which defines assign_<name>. To add one, add its file here and
 * its name to the list.
 *
 * A device has its pLPIs and its ITT from its assignment on, whatever the policy. What is mapped
 * later is mapped in the trap of a guest's command, after that has had its effect on the virtual
 * ITS and before CREADR passes it.
 */
#pragma once
#include "base/knobs.h"
#include "driver/lpi.h"

#define ASSIGN_POLICIES(X) X(upfront) X(mapd) X(mapti)
#define ASSIGN_WORD(name) ASSIGN_WORD_##name,

enum assign_word { ASSIGN_POLICIES(ASSIGN_WORD) ASSIGN_WORDS };

/* One attempt at a device: what has been posted for it so far. */
struct assigning {
    struct pe *pe; /* runs the caller; may change where it waits */
    struct its_device *device;
    bool waits;    /* waits for slots and for completion; else the caller comes again */
    uint32_t most; /* commands that may be posted in this attempt */
    bool is_cut;   /* more commands are needed */
    uint32_t written;
    cmdq_ticket last; /* 0: nothing was written */
};

/* What a policy does on the physical ITS at this moment; NULL: nothing. False: the ring took only a
 * part, and another call continues there. */
typedef bool assign_step(struct assigning *a);
typedef bool assign_event_step(struct assigning *a, struct lpi *lpi);

struct assign_policy {
    const char *summary;
    assign_step *assigned;              /* the device is assigned */
    assign_step *mapd, *unmapd;         /* its guest's MAPD */
    assign_event_step *mapti, *discard; /* its guest's MAPTI or MAPI, and DISCARD */
};

/* The policy that the knobs choose. */
struct assign {
    const struct assign_policy *policy;
    bool by_mapd;       /* its guest's MAPD assigns a device; else the hypercall does */
    bool follows_guest; /* pLPIs begin disabled, and follow their guest's enable bits */
};

/* Adds assign.map and the knobs that belong to it. */
void assign_add_knobs(struct knob_table *table);

struct assign assign_chosen(const struct knobs *knobs);

/* ---- for policies: each a batch of its own, waited for if `waits` ---- */

/* Maps those events of [first, first + count) that are not mapped: MAPD if needed, MAPTI and INV, a
 * SYNC for each PE that takes one. */
bool assign_map_events(struct assigning *a, uint32_t first, uint32_t count);
bool assign_map_device(struct assigning *a); /* MAPD alone */
bool assign_unmap_event(struct assigning *a, struct lpi *lpi);
bool assign_unmap_device(struct assigning *a);
