/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How the events of one function reach software, without time: as MSI-X or MSI messages, or as the
 * level of INTx, whichever its configuration space has on. Sources: PCI Local Bus Specification,
 * "MSI and MSI-X Operation", "Interrupt Disable" and "Interrupt Status" of the command and status
 * registers.
 *
 * Choice: if software turns on both MSI and MSI-X, which the specification forbids, MSI-X is used.
 *
 * Choice: while Bus Master Enable is off, messages wait in their pending bits, as under a mask; the
 * specification only forbids to send them.
 *
 * Choice: an event of a function that has no interrupt pin, while MSI and MSI-X are off, waits in
 * its MSI-X pending bit.
 */
#pragma once
#include "config_space.h"
#include "msi.h"
#include "msix.h"

#ifdef __cplusplus
extern "C" {
#endif

enum interrupt_way { INTERRUPT_BY_MSIX, INTERRUPT_BY_MSI, INTERRUPT_BY_PIN };

struct interrupts {
    struct config_space config;
    struct msix msix;
    struct msi msi;
    uint32_t cause; /* of INTx: DEVICE_INTERRUPT_CAUSE */
};

void interrupts_init(struct interrupts *i, const struct config_identity *identity,
                     struct msix_entry *entries);

/* Function Level Reset. Returns how many messages were pending and are forgotten. */
unsigned interrupts_reset(struct interrupts *i);

enum interrupt_way interrupts_way(const struct interrupts *i);

/* A write to configuration space; true: see config_space_write. Afterwards messages may have become
 * sendable, and the level of INTx may have changed. */
bool interrupts_configure(struct interrupts *i, uint32_t offset, unsigned bytes, uint32_t value);
uint32_t interrupts_read_config(struct interrupts *i, uint32_t offset, unsigned bytes);

/* An event on `vector`, by a message: not while interrupts_way() is the pin. */
enum msix_outcome interrupts_trigger(struct interrupts *i, unsigned vector, bool port_free,
                                     struct msix_message *out);
bool interrupts_take(struct interrupts *i, struct msix_message *out);

/* The message that an event on `vector` would become, and what keeps it from leaving. */
struct interrupts_view {
    struct msix_message message;
    bool is_enabled; /* Bus Master, and MSI-X or MSI */
    bool is_masked;  /* the vector, or all of the function */
};
struct interrupts_view interrupts_look_at(const struct interrupts *i, unsigned event);

/* An event on `vector`, signalled by the pin; and the driver's write to DEVICE_INTERRUPT_CAUSE. */
void interrupts_cause(struct interrupts *i, unsigned vector);
void interrupts_clear_cause(struct interrupts *i, uint32_t bits);
bool interrupts_level(const struct interrupts *i); /* of INTx */

/* The vector that an event's message carries; whether an earlier event waits on it. */
unsigned interrupts_vector(const struct interrupts *i, unsigned event);
bool interrupts_waits(const struct interrupts *i, unsigned event);
unsigned interrupts_pending(const struct interrupts *i); /* messages */

#ifdef __cplusplus
}
#endif
