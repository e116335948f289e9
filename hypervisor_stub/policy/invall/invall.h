/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How a guest's INVALL is carried out: knob vits.invall. Each policy is a file of its name, which
 * defines invall_<name>. To add one, add its file here and its name to the list.
 *
 * What every policy owes the guest: once an INVALL is over, no vLPI of the collection's vCPU is
 * delivered or held back by what its configuration byte said before. A byte may be read at once
 * (reload), or all that are cached be declared outdated (outdate): such a byte is read again when
 * its vLPI comes, or goes into a list register. Nobody but the INVALL looks at a vLPI that pends
 * and cannot be delivered: each of these must be reloaded, whatever the policy.
 *
 * An INVALL goes on in portions, maybe in the trap of another vCPU: all that it needs is in struct
 * invall, and each vLPI that it names is looked up anew.
 */
#pragma once
#include "base/knobs.h"
#include "base/pe.h"

#define INVALL_POLICIES(X) X(full) X(bitmap64) X(xen)

struct domain;
struct vcpu;
struct invall;

/* The vCPU's store of what only an INVALL looks at (vgic/pending.h): how many, and between which.
 */
struct invall_pending {
    uint32_t count;
    uint32_t low, end; /* with count 0: nothing between them */
};

/* What an INVALL goes over; implemented above. INTIDs of vLPIs throughout. */
struct invall_ops {
    /* One above the last that was ever mapped, or that the guest's tables have room for. */
    uint32_t (*mapped_end)(const struct invall *invall);
    uint32_t (*table_end)(const struct invall *invall);

    /* The first of its collection in [from, end), each of which is looked at; `end`: none. */
    uint32_t (*next_of_collection)(const struct invall *invall, uint32_t from, uint32_t end);

    /* The first that is mapped at all, found without a look at those before; UINT32_MAX: none. */
    uint32_t (*next_mapped)(const struct invall *invall, uint32_t from);

    /* That store; the entries of `per_word` vLPIs from `from` on, a bit each. Is it really in
     * there? Guests may write the store (vgic.pending_store). */
    struct invall_pending (*pending)(const struct invall *invall);
    unsigned (*per_word)(const struct invall *invall);
    uint64_t (*load)(struct pe *pe, const struct invall *invall, uint32_t from);
    bool (*is_pending)(const struct invall *invall, uint32_t vlpi);

    /* All cached bytes of the domain are read again at their next use. */
    void (*outdate)(struct pe *pe, const struct invall *invall);

    /* Does it go to the vCPU? */
    bool (*is_targets)(const struct invall *invall, uint32_t vlpi);

    /* Follows its configuration byte: delivered if it is enabled and pends, held back if it is not
     * enabled. False: the byte is not in RAM. */
    bool (*reload)(struct pe *pe, const struct invall *invall, uint32_t vlpi);

    /* Interrupts off, and the vCPU's own; reload_held is reload in between. */
    void (*hold)(struct pe *pe, struct invall *invall);
    bool (*reload_held)(struct pe *pe, const struct invall *invall, uint32_t vlpi);
    void (*let_go)(struct pe *pe, struct invall *invall);
};

/* The policy of the hypervisor. */
struct invall_family {
    const struct invall_policy *policy;
    const uint64_t *knob; /* values of its knobs, by row */
    const struct invall_ops *ops;
    uint64_t gap_ns; /* from one INVALL of a guest to its next at least (vits.invall_rate) */
};

/* One of a guest, from its command until it is over. */
struct invall {
    const struct invall_family *family;
    struct domain *dom;
    struct vcpu *target; /* where the collection is */
    uint16_t icid;
    bool has_begun;
    bool masked;        /* what let_go needs */
    bool is_over;       /* for a policy to set */
    bool is_incomplete; /* a configuration byte was not in RAM */
    uint32_t next, end; /* where it goes on; the policy's */

    uint64_t found;    /* entries of a word that are left, */
    uint32_t found_at; /* and its first vLPI */

    /* what it has come to */
    uint32_t entries, words, words_set, gangs, bytes;
};

struct invall_policy {
    const char *summary;
    const struct hv_knob *knobs; /* its own; NULL: none */

    bool walks_mapped;  /* next_mapped is used */
    bool walks_pending; /* the store is used, and must be kept */

    /* Sets where it begins and ends. */
    void (*begin)(struct pe *pe, struct invall *invall);

    /* Goes on until it is over, or has looked at about so many; returns how many are left. */
    uint32_t (*go_on)(struct pe *pe, struct invall *invall, uint32_t steps);
};

/* Adds vits.invall, vits.invall_rate and the policies' own knobs. */
void invall_add_knobs(struct knob_table *table);

/* The policy that the knob names. Before time zero. False: no memory. */
bool invall_create(struct invall_family *family, const struct invall_ops *ops,
                   const struct knobs *knobs);

/* Does an INVALL wait for its time? */
bool invall_is_limited(const struct knobs *knobs);

/* Does it read the byte of each vLPI, at once? */
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

/* Never called after it is over. */
static inline uint32_t invall_go_on(struct pe *pe, struct invall *invall, uint32_t steps)
{
    return invall->family->policy->go_on(pe, invall, steps);
}

/* ---- for policies ---- */

/* Reads the configuration byte of one. */
static inline void invall_reload(struct pe *pe, struct invall *invall, uint32_t vlpi)
{
    invall->is_incomplete |= !invall_ops(invall)->reload(pe, invall, vlpi);
    invall->bytes++;
}
