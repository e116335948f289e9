/* SPDX-License-Identifier: Apache-2.0 */
/* The object's memory functions under other names, so that a test can link both these and libc's. */
#define memcpy hv_memcpy
#define memmove hv_memmove
#define memset hv_memset
#define memcmp hv_memcmp
#include "kit/mem.c"
