/* SPDX-License-Identifier: MIT */
/*
 * Stands in for the stub's vits/vits.h: the folder `adapter` is searched before the stub's sources,
 * so dispatch/ gets this one. What dispatch/ uses of a virtual ITS is here, and no more.
 */
#pragma once
#include "policy/batch/batch.h"
#include "sched/mutex.h"

struct device;
struct domain;
struct guest; /* ../guest.h */
struct sim_exit;

/* What dispatch/ could do for it, if it mapped devices late; it does not. */
struct vits_ops {
    bool (*assign)(struct pe *pe, struct device *device);
    bool (*claim)(struct pe *pe, struct device *device);
    void (*release)(struct pe *pe, struct device *device);
};

struct vits {
    struct {
        bool in_softirq;
    } bound;                    /* its traps are never cut short */
    struct mutex lock;          /* what the vGIC calls the vits lock */
    struct batch_client client; /* zeros: it is never scheduled */
    struct guest *guest;
};

extern const struct hv_knob vits_knobs[], vits_trap_knobs[];

bool vits_create(struct domain *dom, struct batch *batch, const struct vits_ops *ops,
                 const struct knobs *knobs);
bool vits_access(struct pe *pe, struct vits *its, uint64_t offset, struct sim_exit *exit);
bool vits_carry_enables(struct pe *pe, struct vits *its);
bool vits_config_access(struct pe *pe, struct vits *its, struct sim_exit *exit);
uint64_t vits_goes_on_at(const struct vits *its);
void vits_refuse(const struct knobs *knobs, struct refusals *refusals);
