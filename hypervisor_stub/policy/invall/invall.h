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

#define INVALL_POLICIES(X) X(full) X(xen)

struct domain;
struct vcpu;
struct invall;

/* What an INVALL goes over; implemented above. INTIDs of vLPIs throughout. */
struct invall_ops {
    /* One above the last that was ever mapped, or that the guest's tables have room for. */
    uint32_t (*mapped_end)(const struct invall *invall);
    uint32_t (*table_end)(const struct invall *invall);

    /* The first of its collection in [from, end), each of which is looked at; `end`: none. */
    uint32_t (*next_of_collection)(const struct invall *invall, uint32_t from, uint32_t end);

    /* The first that is mapped at all, found without a look at those before; UINT32_MAX: none. */
    uint32_t (*next_mapped)(const struct invall *invall, uint32_t from);

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
};

/* One of a guest, from its command until it is over. */
struct invall {
    const struct invall_family *family;
    struct domain *dom;
    struct vcpu *target; /* where the collection is */
    uint16_t icid;
    bool masked;        /* what let_go needs */
    bool is_over;       /* for a policy to set */
    bool is_incomplete; /* a configuration byte was not in RAM */
    uint32_t next, end; /* where it goes on; the policy's */

    /* what it has come to */
    uint32_t entries, gangs, bytes;
};

struct invall_policy {
    const char *summary;
    const struct hv_knob *knobs; /* its own; NULL: none */

    bool walks_mapped; /* next_mapped is used */

    /* Sets where it begins and ends. */
    void (*begin)(struct pe *pe, struct invall *invall);

    /* Goes on until it is over, or has looked at about so many; returns how many are left. */
    uint32_t (*go_on)(struct pe *pe, struct invall *invall, uint32_t steps);
};

/* Adds vits.invall and the policies' own knobs. */
void invall_add_knobs(struct knob_table *table);

/* The policy that the knob names. Before time zero. False: no memory. */
bool invall_create(struct invall_family *family, const struct invall_ops *ops,
                   const struct knobs *knobs);

static inline const struct invall_ops *invall_ops(const struct invall *invall)
{
    return invall->family->ops;
}

static inline void invall_begin(struct pe *pe, struct invall *invall)
{
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
