/* SPDX-License-Identifier: Apache-2.0 */
/* An object that speaks another version of the boundary. */
#include <itstorm/export.h>

HV_EXPORT const uint32_t itstorm_abi_version = 99;
