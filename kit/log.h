/* SPDX-License-Identifier: MIT */
/*
 * Formatted lines of the log, in the form of format.h; a line that is too long is cut. Takes what
 * its code takes, like everything else on a PE.
 */
#pragma once
#include <itstorm/import.h>

enum { HV_LOG_LINE_BYTES = 160 };

void hv_log(enum sim_log_level level, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
