/* SPDX-License-Identifier: Apache-2.0 */
/* How the events of one function reach software: see interrupts.h. */
#include "interrupts.h"

enum { CAUSES = 32 };

/* Copies what software has configured to the state machines of MSI and MSI-X. */
static void configured(struct interrupts *i)
{
    const struct config_space *c = &i->config;
    const bool is_master = config_space_bus_master(c);
    const bool by_msix = config_space_msix_enabled(c);
    i->msix.open = is_master && by_msix && !config_space_msix_function_masked(c);
    i->msi.open = is_master && !by_msix && config_space_msi_enabled(c);
    config_space_load_msi(c, &i->msi);
}

void interrupts_init(struct interrupts *i, const struct config_identity *identity,
                     struct msix_entry *entries)
{
    config_space_init(&i->config, identity);
    msix_init(&i->msix, entries, identity->vectors);
    i->msi = (struct msi){ .pending = 0 };
    i->cause = 0;
    configured(i);
}

unsigned interrupts_reset(struct interrupts *i)
{
    const unsigned forgotten = interrupts_pending(i);
    config_space_reset(&i->config);
    msix_init(&i->msix, i->msix.entries, i->msix.vectors);
    i->msi = (struct msi){ .pending = 0 };
    i->cause = 0;
    configured(i);
    return forgotten;
}

enum interrupt_way interrupts_way(const struct interrupts *i)
{
    if (config_space_msix_enabled(&i->config))
        return INTERRUPT_BY_MSIX;
    if (config_space_msi_enabled(&i->config))
        return INTERRUPT_BY_MSI;
    return config_space_has_pin(&i->config) ? INTERRUPT_BY_PIN : INTERRUPT_BY_MSIX;
}

bool interrupts_configure(struct interrupts *i, uint32_t offset, unsigned bytes, uint32_t value)
{
    const bool wants_reset = config_space_write(&i->config, offset, bytes, value);
    configured(i);
    return wants_reset;
}

uint32_t interrupts_read_config(struct interrupts *i, uint32_t offset, unsigned bytes)
{
    config_space_show(&i->config, i->msi.pending, i->cause != 0);
    return config_space_read(&i->config, offset, bytes);
}

/* ---- messages ---- */

enum msix_outcome interrupts_trigger(struct interrupts *i, unsigned vector, bool port_free,
                                     struct msix_message *out)
{
    return interrupts_way(i) == INTERRUPT_BY_MSI ? msi_trigger(&i->msi, vector, port_free, out)
                                                 : msix_trigger(&i->msix, vector, port_free, out);
}

bool interrupts_take(struct interrupts *i, struct msix_message *out)
{
    return msix_take(&i->msix, out) || msi_take(&i->msi, out);
}

unsigned interrupts_vector(const struct interrupts *i, unsigned event)
{
    return interrupts_way(i) == INTERRUPT_BY_MSI ? msi_vector(&i->msi, event) : event;
}

static struct interrupts_view view_msi(const struct interrupts *i, unsigned event)
{
    const unsigned vector = msi_vector(&i->msi, event);
    return (struct interrupts_view){
        .message = { vector, i->msi.address, (i->msi.data & ~(i->msi.vectors - 1u)) | vector },
        .is_enabled = i->msi.open,
        .is_masked = (i->msi.masked >> vector) & 1u,
    };
}

struct interrupts_view interrupts_look_at(const struct interrupts *i, unsigned event)
{
    const struct msix_entry *entry = &i->msix.entries[event];
    if (interrupts_way(i) == INTERRUPT_BY_MSI)
        return view_msi(i, event);
    return (struct interrupts_view){
        .message = { event, entry->address, entry->data },
        .is_enabled = config_space_bus_master(&i->config) && config_space_msix_enabled(&i->config),
        .is_masked = msix_masked(&i->msix, event) || config_space_msix_function_masked(&i->config),
    };
}

unsigned interrupts_pending(const struct interrupts *i)
{
    return i->msix.pending_count + (unsigned)__builtin_popcount(i->msi.pending);
}

/* ---- the pin ---- */

static uint32_t cause_of(unsigned vector)
{
    return 1u << (vector % CAUSES);
}

void interrupts_cause(struct interrupts *i, unsigned vector)
{
    i->cause |= cause_of(vector);
}

void interrupts_clear_cause(struct interrupts *i, uint32_t bits)
{
    i->cause &= ~bits;
}

bool interrupts_level(const struct interrupts *i)
{
    return i->cause != 0 && interrupts_way(i) == INTERRUPT_BY_PIN &&
           !config_space_intx_disabled(&i->config);
}

bool interrupts_waits(const struct interrupts *i, unsigned event)
{
    switch (interrupts_way(i)) {
    case INTERRUPT_BY_MSI: return (i->msi.pending >> msi_vector(&i->msi, event)) & 1u;
    case INTERRUPT_BY_PIN: return (i->cause & cause_of(event)) != 0;
    default: return msix_pending(&i->msix, event);
    }
}
