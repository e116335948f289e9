/* SPDX-License-Identifier: MIT */
/* Formatted log of a guest program: see guest_log.h. */
#include "kit/guest_log.h"
#include "kit/format.h"

void guest_log(sim_vcpu *v, const char *format, ...)
{
    char text[GUEST_LOG_LINE_BYTES];
    va_list arguments;
    va_start(arguments, format);
    kit_format(text, sizeof text, format, arguments);
    va_end(arguments);
    sim_guest_log(v, text);
}
