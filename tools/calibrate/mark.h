// SPDX-License-Identifier: Apache-2.0
// The corpus of `make calibrate` calls calibration_mark() so that whoever counts executed code
// (count.c under QEMU, main.cpp on the host) knows what to count for: all that has been executed
// since the last mark belongs to `name`; "-" throws it away.
#pragma once

void calibration_mark(const char* name);
extern "C" void calibration_marked(); // the plugin recognises a mark by this function
