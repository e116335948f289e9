/* The physical GIC: bring-up and the interrupt loop. */
#pragma once
#include <stdint.h>

struct pe;

enum { SGI_KICK = 1 };

void gic_boot_distributor(struct pe *pe); /* on the boot PE, before any gic_boot_pe */
void gic_boot_pe(struct pe *pe); /* this PE's redistributor, LPIs enabled, and CPU interface */

/* Until nothing is pending, masked, any number of rounds: a storm keeps the PE here (S26). */
void gic_interrupt_loop(struct pe *pe);

void gic_kick(struct pe *pe, unsigned target); /* makes another PE leave its guest, or wakes it */
