/* SPDX-License-Identifier: Apache-2.0 */
/* The guest programs of this object. */
#pragma once
#include <itstorm/guest.h>

extern const struct guest_program guest_linux, guest_compute, guest_flood, guest_nic, guest_nvme;
extern const struct guest_program guest_hostile, guest_microbench;

/* Guest memory that bring-up uses; without MSI-X there are no ITTs. */
uint64_t linux_ram_bytes(const struct sim_domain_info *domain, const uint64_t *knobs);

/* As linux_ram_bytes; in a domain without devices, with the events of its own device. */
uint64_t flood_ram_bytes(const struct sim_domain_info *domain, const uint64_t *knobs);
uint32_t flood_own_events(const uint64_t *knobs);

/* As linux_ram_bytes, with its own device. */
uint64_t microbench_ram_bytes(const struct sim_domain_info *domain, const uint64_t *knobs);

/* True: a vCPU of `linux` that sleeps looks for orders only when an interrupt happens to come. */
bool linux_sleeps_for_ever(const uint64_t *knobs);
