// SPDX-License-Identifier: Apache-2.0
// Between the corpus of `make calibrate` and those who count: what was executed since the last mark
// belongs to this one; "-" belongs to nobody.
#pragma once

void calibration_mark(const char* name);
extern "C" void calibration_marked(); // what the plugin looks for
