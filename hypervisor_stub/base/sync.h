/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lock order, outer first. Whoever holds one may take only those below it:
 *
 *   host.batch  one per ITS; unmasked: no interrupt handler takes it
 *   vits        one per domain; on a trap, unmasked: no interrupt handler takes it. A mutex
 *               (mutex.h) where who executes a command may sleep for the host ring
 *   vgic        one per vCPU; irq. Never two at once
 *   host.lpi    pLPI table, ITT memory; irq
 *   storm       devices that storm, and what is held for a time; irq
 *
 *   sched       one per PE; irq. Taken alone, never two at once
 *   vpci        one per domain; irq. Taken alone
 *   host.cmdq   one per ITS; irq. Taken alone, but that its holder may hold host.batch and vits
 *
 * "irq": interrupt handlers take it too, therefore it is always taken masked (irq_lock). Nobody
 * waits for the host ring while holding vgic, host.lpi, storm or sched.
 */
#pragma once
#include "kit/sync.h"
