/* SPDX-License-Identifier: Apache-2.0 */
/* The cases of the boundary's object that mark spans. */
#pragma once
#include <itstorm/import.h>

void span_cases_create(void);
/* Runs a span case and reports the time before and after it; false if `which` is none of them. */
bool span_case(sim_pe* pe, uint64_t which);
