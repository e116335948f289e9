/*
 * What to do when the host ring is full: one policy per file. Called with the ring's lock held, all
 * earlier commands announced; returns with it held and a free slot.
 */
#pragma once

struct pe;
struct host_its;
struct cmdq_batch;

struct cmdq_full_ops {
    const char *name;
    void (*wait)(struct pe *pe, struct host_its *its, struct cmdq_batch *batch);
};

extern const struct cmdq_full_ops cmdq_full_spin;
