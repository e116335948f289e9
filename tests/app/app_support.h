// SPDX-License-Identifier: Apache-2.0
// A good scenario to spoil, and objects that are only their tables.
#pragma once
#include "load.h"
#include <string>
#include <vector>

namespace itstorm {

ObjectTables fake_tables();

// The good scenario, 23 lines; s.yaml in messages.
std::string good();

// With line n (from 1) replaced.
std::string with_line(unsigned n, const std::string& line);

Loaded load(const std::string& text, const std::vector<std::string>& overrides = {},
            const std::string& variant = "");

// What the command would print for it.
std::vector<std::string> errors_of(const std::string& text,
                                   const std::vector<std::string>& overrides = {},
                                   const std::string& variant = "");

// The only scenario of a text that must be good.
Scenario scenario_of(const std::string& text, const std::vector<std::string>& overrides = {});

// A folder of this test's own, empty.
std::string fresh_folder();

void write_text(const std::string& path, const std::string& text);
std::string read_whole(const std::string& path);

} // namespace itstorm
