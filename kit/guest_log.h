/* SPDX-License-Identifier: MIT */
/* Formatted lines of the log for guest programs; as log.h for a hypervisor. */
#pragma once
#include <itstorm/guest.h>

enum { GUEST_LOG_LINE_BYTES = 160 };

void guest_log(sim_vcpu *v, const char *format, ...) __attribute__((format(printf, 2, 3)));
