/* SPDX-License-Identifier: MIT */
/*
 * Formatted lines of the log, with the conversions of format.h; a line that is too long is cut.
 * Formatting is charged like any other code.
 */
#pragma once
#include <itstorm/import.h>

enum { HV_LOG_LINE_BYTES = 160 };

void hv_log(enum sim_log_level level, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
