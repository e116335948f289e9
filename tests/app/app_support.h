// SPDX-License-Identifier: Apache-2.0
// A good scenario, in which tests replace lines, and the tables that objects would declare.
#pragma once
#include "load.h"
#include <string>
#include <vector>

namespace itstorm {

ObjectTables fake_tables();

// The good scenario, 23 lines; messages call it s.yaml.
std::string good();

// The good scenario with line n (from 1) replaced.
std::string with_line(unsigned n, const std::string& line);

Loaded load(const std::string& text, const std::vector<std::string>& overrides = {},
            const std::string& variant = "");

// The errors that the command would print for the text.
std::vector<std::string> errors_of(const std::string& text,
                                   const std::vector<std::string>& overrides = {},
                                   const std::string& variant = "");

// The only scenario of a text, which must be good.
Scenario scenario_of(const std::string& text, const std::vector<std::string>& overrides = {});

// An empty folder of this test alone.
std::string fresh_folder();

void write_text(const std::string& path, const std::string& text);
std::string read_whole(const std::string& path);

} // namespace itstorm
