/* SPDX-License-Identifier: MIT */
/*
 * Exports: what a hypervisor object implements. It is a shared object, loaded at run time (itstorm run --hypervisor X.so).
 */
#pragma once
#include "types.h"

#define HV_EXPORT __attribute__((visibility("default")))

#ifdef __cplusplus
extern "C" {
#endif

HV_EXPORT extern const uint32_t itstorm_abi_version;              /* = ITSTORM_ABI_VERSION */
HV_EXPORT const struct hv_knob *hv_knobs(unsigned *count);
HV_EXPORT const struct hv_probe *hv_probes(unsigned *count);
HV_EXPORT struct hv *hv_create(const struct sim_machine *machine); /* before time zero, uncharged; NULL: refused (it logged why) */
HV_EXPORT void hv_boot(struct hv *hv, sim_pe *pe);                 /* once per PE at time zero, interrupts masked; never returns */
HV_EXPORT void hv_irq(struct hv *hv, sim_pe *pe);                  /* physical IRQ in unmasked EL2; entered masked */
HV_EXPORT const char *hv_check(struct hv *hv);                     /* at the end of the run, uncharged: NULL, or the invariant that is broken */
HV_EXPORT void hv_destroy(struct hv *hv);

/*
 * Optional: what the hypervisor needs of this machine under these knobs (by row of hv_knobs). Writes up to `max` rows and
 * returns how many it wrote. Called before there is a machine, also by `itstorm check`: it may call no import.
 */
HV_EXPORT unsigned hv_needs(const struct sim_machine *machine, const uint64_t *knobs, struct hv_need *needs, unsigned max);

#ifdef __cplusplus
}
#endif
