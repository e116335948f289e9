/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How a guest's INVALL is carried out: knob vits.invall. Each policy is a file of its name, which
 * defines invall_<name>. To add one, add its file here and its name to the list.
 *
 * What every policy must ensure: once an INVALL is complete, no vLPI of the collection's vCPU is
 * delivered or held back because of an old configuration byte. A byte may be read at once (reload),
 * or all cached bytes may be declared outdated (outdate); an outdated byte is read again when its
 * vLPI comes, or goes into a list register. Nothing but the INVALL visits a vLPI that pends and
 * cannot be delivered, so every policy must reload each of these.
 *
 * An INVALL is carried out in portions, possibly in traps of different vCPUs: all its state is in
 * struct invall, and each vLPI is looked up again in every portion.
 */
#pragma once
#include "base/knobs.h"
#include "base/pe.h"

#define INVALL_POLICIES(X) X(full) X(bitmap64) X(xen)

struct domain;
struct vcpu;
struct invall;

/* The vCPU's store of vLPIs that only an INVALL finds (vgic/pending.h): how many, and between which
 * INTIDs. */
struct invall_pending {
    uint32_t count;
    uint32_t low, end; /* with count 0: nothing between them */
};

/* Access to vLPIs; implemented above. All numbers are INTIDs of vLPIs. */
struct invall_ops {
    /* One above the last vLPI that was ever mapped, or that the guest's tables have room for. */
    uint32_t (*mapped_end)(const struct invall *invall);
    uint32_t (*table_end)(const struct invall *invall);

    /* The first vLPI of its collection in [from, end); visits each one up to there. `end`: none. */
    uint32_t (*next_of_collection)(const struct invall *invall, uint32_t from, uint32_t end);

    /* The first mapped vLPI from `from` on, found without visiting those before; UINT32_MAX:
     * none. */
    uint32_t (*next_mapped)(const struct invall *invall, uint32_t from);

    /* The store; the entries of `per_word` vLPIs from `from` on, one bit each; whether a vLPI is
     * really in it, because guests may write the store (vgic.pending_store). */
    struct invall_pending (*pending)(const struct invall *invall);
    unsigned (*per_word)(const struct invall *invall);
    uint64_t (*load)(struct pe *pe, const struct invall *invall, uint32_t from);
    bool (*is_pending)(const struct invall *invall, uint32_t vlpi);

    /* Declares all cached bytes of the domain outdated: each is read again at its next use. */
    void (*outdate)(struct pe *pe, const struct invall *invall);

    /* Is the vCPU the target of the vLPI? */
    bool (*is_targets)(const struct invall *invall, uint32_t vlpi);

    /* Reads and applies the configuration byte: the vLPI is delivered if it is enabled and pends,
     * held back if it is disabled. False: the byte is not in RAM. */
    bool (*reload)(struct pe *pe, const struct invall *invall, uint32_t vlpi);

    /* Masks interrupts and takes the vCPU's lock; reload_held is reload in between. */
    void (*hold)(struct pe *pe, struct invall *invall);
    bool (*reload_held)(struct pe *pe, const struct invall *invall, uint32_t vlpi);
    void (*let_go)(struct pe *pe, struct invall *invall);
};

/* The policy that the hypervisor uses. */
struct invall_family {
    const struct invall_policy *policy;
    const uint64_t *knob; /* values of its knobs, by row */
    const struct invall_ops *ops;
    uint64_t gap_ns; /* least time between two INVALLs of a guest (vits.invall_rate) */
};

/* One INVALL of a guest, from its command until it is complete. */
struct invall {
    const struct invall_family *family;
    struct domain *dom;
    struct vcpu *target; /* the vCPU to which the collection is mapped */
    uint16_t icid;
    bool has_begun;
    bool masked;        /* for let_go */
    bool is_over;       /* set by the policy */
    bool is_incomplete; /* a configuration byte was not in RAM */
    uint32_t next, end; /* where it continues; the policy's */

    uint64_t found;    /* entries of a word that are left */
    uint32_t found_at; /* the word's first vLPI */

    /* for the statistics */
    uint32_t entries, words, words_set, gangs, bytes;
};

struct invall_policy {
    const char *summary;
    const struct hv_knob *knobs; /* its own; NULL: none */

    bool walks_mapped;  /* next_mapped is used */
    bool walks_pending; /* the store is used, and must be kept */

    /* Sets the range. */
    void (*begin)(struct pe *pe, struct invall *invall);

    /* Continues until it is over, or about `steps` vLPIs were visited; returns how many steps are
     * left. */
    uint32_t (*go_on)(struct pe *pe, struct invall *invall, uint32_t steps);
};

/* Adds vits.invall, vits.invall_rate and the policies' own knobs. */
void invall_add_knobs(struct knob_table *table);

/* The policy that the knob names. Before time zero. False: no memory. */
bool invall_create(struct invall_family *family, const struct invall_ops *ops,
                   const struct knobs *knobs);

/* Is the rate of INVALLs limited? */
bool invall_is_limited(const struct knobs *knobs);

/* Is it one walk over all vLPIs that were ever mapped (full)? For a virtual ITS that has a walk of
 * its own, and refuses the other words. */
bool invall_is_full(const struct knobs *knobs);

/* Does the policy read the byte of each vLPI, at once? */
bool invall_reads_all(const struct knobs *knobs);

static inline const struct invall_ops *invall_ops(const struct invall *invall)
{
    return invall->family->ops;
}

static inline void invall_begin(struct pe *pe, struct invall *invall)
{
    invall->has_begun = true;
    invall->family->policy->begin(pe, invall);
}

/* Not called once it is over. */
static inline uint32_t invall_go_on(struct pe *pe, struct invall *invall, uint32_t steps)
{
    return invall->family->policy->go_on(pe, invall, steps);
}

/* ---- for policies ---- */

/* Reads the configuration byte of one vLPI. */
static inline void invall_reload(struct pe *pe, struct invall *invall, uint32_t vlpi)
{
    invall->is_incomplete |= !invall_ops(invall)->reload(pe, invall, vlpi);
    invall->bytes++;
}
