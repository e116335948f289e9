// SPDX-License-Identifier: Apache-2.0
// The objects of guest programs beside our own: those of --guests, and those that a scenario names.
#pragma once
#include "load.h"

namespace itstorm {

// A scenario's `guests: [mine]` is mine.so beside its file, unless `given` (--guests) has a mine.so
// from elsewhere. Files that do not exist are left out: loading the scenario says so, at their
// place.
ObjectFiles object_files(const ObjectFiles& given, const std::string& scenario_file);

// "mine" of "some/where/mine.so".
std::string guests_name(const std::string& path);

} // namespace itstorm
