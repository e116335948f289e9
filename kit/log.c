/* SPDX-License-Identifier: MIT */
/* Formatted log: see log.h. */
#include "kit/log.h"
#include "kit/format.h"

void hv_log(enum sim_log_level level, const char *format, ...)
{
    char text[HV_LOG_LINE_BYTES];
    va_list arguments;
    va_start(arguments, format);
    kit_format(text, sizeof text, format, arguments);
    va_end(arguments);
    sim_log_at(level, text);
}
