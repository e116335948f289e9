/* SPDX-License-Identifier: MIT */
/* Formatted log: see log.h. */
#include "kit/log.h"
#include <stdarg.h>
#include <stddef.h>

struct line {
    char text[HV_LOG_LINE_BYTES];
    unsigned used;
};

static void put(struct line *line, char c)
{
    if (line->used < sizeof line->text - 1u)
        line->text[line->used++] = c;
}

static void put_text(struct line *line, const char *text)
{
    for (text = text ? text : "(null)"; *text != 0; text++)
        put(line, *text);
}

static void put_number(struct line *line, uint64_t value, unsigned base)
{
    char digits[20];
    unsigned count = 0;
    do {
        digits[count++] = "0123456789abcdef"[value % base];
        value /= base;
    } while (value != 0);
    while (count != 0)
        put(line, digits[--count]);
}

/* `format` stands behind the '%'. Returns where it goes on. */
static const char *put_argument(struct line *line, const char *format, va_list *arguments)
{
    const bool is_long = *format == 'l';
    if (is_long)
        format++;
    switch (*format) {
    case 's': put_text(line, va_arg(*arguments, const char *)); break;
    case 'u':
    case 'x':
        put_number(line, is_long ? va_arg(*arguments, unsigned long) : va_arg(*arguments, unsigned),
                   *format == 'x' ? 16 : 10);
        break;
    case 0: return format;
    default: put(line, *format); break;
    }
    return format + 1;
}

void hv_log(enum sim_log_level level, const char *format, ...)
{
    struct line line;
    line.used = 0;
    va_list arguments;
    va_start(arguments, format);
    while (*format != 0)
        if (*format == '%')
            format = put_argument(&line, format + 1, &arguments);
        else
            put(&line, *format++);
    va_end(arguments);
    line.text[line.used] = 0;
    sim_log_at(level, line.text);
}
