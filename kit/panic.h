/* SPDX-License-Identifier: MIT */
/*
 * A broken invariant of the hypervisor stops the run with file and line. Never used on a value that
 * a guest controls: a guest's mistake gets an error, an abort or is ignored.
 */
#pragma once
#include <itstorm/import.h>

#define HV_ASSERT(condition)                                                                       \
    do {                                                                                           \
        if (!(condition))                                                                          \
            sim_panic(__FILE__, __LINE__, #condition);                                             \
    } while (0)

#define HV_PANIC(what) sim_panic(__FILE__, __LINE__, what)
