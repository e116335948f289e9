/* SPDX-License-Identifier: Apache-2.0 */
/* Cases of the boundary tests: shared by the object and the test. */
#pragma once

enum boundary_case {
    CASE_GUEST_BLOCK,
    CASE_VIRTUAL_INTERRUPT,
    CASE_GUEST_MMIO,
    CASE_GUEST_OVERFLOW,
    CASE_FLOATING,
    CASE_SLEEPER,
    CASE_LONG_SCAN,
    CASE_MASKED_SCAN,
    CASE_PANIC,
    CASE_OVERFLOW,
    CASE_LOCK_TWICE,
    CASE_LOCK_AT_ENTRY,
    CASE_LOCK_AT_SWITCH,
    CASE_CONTENTION,
    CASE_NULL,
    CASE_WRONG_PE,
    CASE_ENDLESS_BOOT,
    CASE_BOOT_RETURNS,
    CASE_ENDLESS_CREATE,
    CASE_OVERFLOW_CREATE,
    CASE_REFUSE,
    CASE_BROKEN,
    CASE_ORDERS,
    CASES
};
