// SPDX-License-Identifier: Apache-2.0
// A row of the table of fields in words, the same ones wherever it is shown.
#pragma once
#include "fields.h"
#include <string>

namespace itstorm {

std::string values_text(const Field& f);  // "us, ms or s, 1us to 1s", "none or inflight"
std::string default_text(const Field& f); // "100 server, 75 embedded, 0 ideal", "required"
std::string source_text(const Field& f);  // "documented: GIC-600 TRM"; empty: none
std::string
meaning_text(const Field& f); // the row's sentence, and which devices or actions have the key

} // namespace itstorm
