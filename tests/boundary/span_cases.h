/* SPDX-License-Identifier: Apache-2.0 */
/* The cases of the boundary's object that mark spans. */
#pragma once
#include <itstorm/import.h>

void span_cases_create(void);
bool span_case(sim_pe *pe,
               uint64_t which); /* false: none of these. Else the time before and after are noted */
