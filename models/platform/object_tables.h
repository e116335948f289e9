// SPDX-License-Identifier: Apache-2.0
// Checks the tables that an object declares (knobs, statistics, guest programs), row by row, before
// anything else reads them: scenarios, `itstorm params` and results rely on their names. The
// message about a wrong row has the table, the row's number and what is wrong.
#pragma once
#include "object_memory.h"
#include <itstorm/run_time.h>
#include <string>
#include <vector>

namespace itstorm {

constexpr unsigned table_rows_most = 4096;

// "storm.detect": parts of small letters, digits and _, each beginning with a letter.
bool is_name(std::string_view name);

// What is wrong, e.g. "hv_knobs row 2: there is a 'storm.detect' already"; empty: nothing.
std::string trouble_in(const ObjectMemory& memory, const std::string& table,
                       const std::vector<hv_knob>& rows);
std::string trouble_in(const ObjectMemory& memory, const std::string& table,
                       const std::vector<hv_probe>& rows);
std::string trouble_in(const ObjectMemory& memory, const std::string& table,
                       const std::vector<guest_program>& rows);
std::string trouble_in(const ObjectMemory& memory, const std::string& table,
                       const std::vector<hv_need>& rows);
std::string trouble_in(const ObjectMemory& memory, const std::string& table,
                       const std::vector<hv_run_time_knob>& rows);

} // namespace itstorm
