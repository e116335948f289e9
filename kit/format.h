/* SPDX-License-Identifier: MIT */
/* Formatted text without a C library: %s, %c, %d, %u, %x, with l or ll for 64 bits, %p, and %%. */
#pragma once
#include <stdarg.h>
#include <stddef.h>

/* Writes at most `bytes`, the zero at the end included; longer text is cut. Returns its length. */
size_t kit_format(char *text, size_t bytes, const char *format, va_list arguments);
