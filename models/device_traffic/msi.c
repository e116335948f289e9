/* SPDX-License-Identifier: Apache-2.0 */
/* MSI state of one function: see msi.h. */
#include "msi.h"
#include "arch/pci_config.h"

unsigned msi_vector(const struct msi *m, unsigned event)
{
    return event & (m->vectors - 1u);
}

static void compose(struct msi *m, unsigned vector, struct msix_message *out)
{
    const uint32_t own = m->vectors - 1u;
    *out = (struct msix_message){ vector, m->address, (m->data & ~own) | vector };
    m->next = vector + 1u;
}

enum msix_outcome msi_trigger(struct msi *m, unsigned event, bool port_free,
                              struct msix_message *out)
{
    const unsigned vector = msi_vector(m, event);
    const uint32_t own = 1u << vector;
    if (m->pending & own)
        return MSIX_MERGED;
    if (!m->open || (m->masked & own) || !port_free) {
        m->pending |= own;
        return MSIX_PENDED;
    }
    compose(m, vector, out);
    return MSIX_SEND;
}

bool msi_take(struct msi *m, struct msix_message *out)
{
    const uint32_t allowed = (uint32_t)bits_mask(m->vectors - 1u, 0);
    const uint32_t sendable = m->open ? m->pending & ~m->masked & allowed : 0;
    if (sendable == 0)
        return false;
    const uint32_t later = m->next < PCI_MSI_VECTORS_MAX ? sendable & ~0u << m->next : 0;
    const unsigned vector = (unsigned)__builtin_ctz(later ? later : sendable);
    m->pending &= ~(1u << vector);
    compose(m, vector, out);
    return true;
}
