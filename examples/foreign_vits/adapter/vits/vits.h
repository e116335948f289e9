/* SPDX-License-Identifier: MIT */
/*
 * Stands in for the stub's vits/vits.h: the folder `adapter` is searched before the stub's sources,
 * so dispatch/ gets this one. What dispatch/ uses of a virtual ITS is here, and no more.
 */
#pragma once
#include "policy/batch/batch.h"
#include "sched/mutex.h"
#include "vgic/vgic.h"

struct guest; /* ../guest.h */

struct vits {
    struct mutex lock;          /* what the vGIC calls the vits lock */
    struct batch_client client; /* never scheduled: vits.schedule has no effect here */
    struct guest *guest;
};

extern const struct hv_knob vits_knobs[];

bool vits_create(struct domain *dom, struct batch *batch, const struct knobs *knobs);
bool vits_access(struct pe *pe, struct vits *its, uint64_t offset, struct sim_exit *exit);
