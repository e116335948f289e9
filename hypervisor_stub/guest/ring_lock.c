/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The lock of a guest's command ring. Guests have loads and stores and no atomic accesses, so it is
 * Lamport's bakery in guest memory: draw a ticket, then wait for every vCPU with a lower one.
 */
#include "guest/driver.h"

enum { RELAX_NS = 200 };

static uint64_t choosing(unsigned vcpu)
{
    return GUEST_LOCK + 16ull * vcpu;
}

static uint64_t ticket(unsigned vcpu)
{
    return GUEST_LOCK + 16ull * vcpu + 8u;
}

static uint64_t draw_ticket(struct driver *d)
{
    uint64_t highest = 0;
    for (unsigned vcpu = 0; vcpu < d->domain->vcpus; vcpu++) {
        const uint64_t other = driver_read(d, ticket(vcpu), 8);
        highest = other > highest ? other : highest;
    }
    return highest + 1;
}

/* Equal tickets were drawn at the same time: then the lower index comes first. */
static bool has_precedence(struct driver *d, unsigned vcpu, uint64_t mine)
{
    const uint64_t other = driver_read(d, ticket(vcpu), 8);
    return other != 0 && (other < mine || (other == mine && vcpu < d->index));
}

void driver_lock_ring(struct driver *d)
{
    if (d->domain->vcpus == 1)
        return;
    driver_write(d, choosing(d->index), 1, 8);
    const uint64_t mine = draw_ticket(d);
    driver_write(d, ticket(d->index), mine, 8);
    driver_write(d, choosing(d->index), 0, 8);
    for (unsigned vcpu = 0; vcpu < d->domain->vcpus; vcpu++)
        while (!d->failed &&
               (driver_read(d, choosing(vcpu), 8) != 0 || has_precedence(d, vcpu, mine)))
            sim_guest_spend_ns(d->v, RELAX_NS);
    driver_take_ring(d);
}

void driver_unlock_ring(struct driver *d)
{
    if (d->domain->vcpus > 1)
        driver_write(d, ticket(d->index), 0, 8);
}
