/* SPDX-License-Identifier: Apache-2.0 */
/* Statistics of the guest programs of this object: a row each of guest_probes (probes.c). */
#pragma once

enum guest_probe_row {
    GUEST_MICRO_HVC,
    GUEST_MICRO_MMIO,
    GUEST_MICRO_EOI,
    GUEST_MICRO_IPI,
    GUEST_MICRO_LPI,
    GUEST_PROBES
};
