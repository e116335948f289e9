/* SPDX-License-Identifier: MIT */
/* Formatted text: see format.h. */
#include "kit/format.h"
#include <stdbool.h>
#include <stdint.h>

struct line {
    char *text;
    size_t used, bytes;
};

static void put(struct line *line, char c)
{
    if (line->used + 1u < line->bytes)
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

static void put_signed(struct line *line, int64_t value)
{
    if (value < 0)
        put(line, '-');
    put_number(line, value < 0 ? -(uint64_t)value : (uint64_t)value, 10);
}

static void put_pointer(struct line *line, const void *pointer)
{
    put_text(line, "0x");
    put_number(line, (uintptr_t)pointer, 16);
}

/* `format` points behind the '%'. Returns where to continue. */
static const char *put_argument(struct line *line, const char *format, va_list *arguments)
{
    unsigned longs = 0;
    for (; *format == 'l'; format++)
        longs++;
    switch (*format) {
    case 's': put_text(line, va_arg(*arguments, const char *)); break;
    case 'c': put(line, (char)va_arg(*arguments, int)); break;
    case 'p': put_pointer(line, va_arg(*arguments, const void *)); break;
    case 'd': put_signed(line, longs ? va_arg(*arguments, long) : va_arg(*arguments, int)); break;
    case 'u':
    case 'x':
        put_number(line, longs ? va_arg(*arguments, unsigned long) : va_arg(*arguments, unsigned),
                   *format == 'x' ? 16 : 10);
        break;
    case 0: return format;
    default: put(line, *format); break;
    }
    return format + 1;
}

size_t kit_format(char *text, size_t bytes, const char *format, va_list arguments)
{
    struct line line = { text, 0, bytes };
    va_list rest;
    if (bytes == 0)
        return 0;
    va_copy(rest, arguments);
    while (*format != 0)
        if (*format == '%')
            format = put_argument(&line, format + 1, &rest);
        else
            put(&line, *format++);
    va_end(rest);
    text[line.used] = 0;
    return line.used;
}
