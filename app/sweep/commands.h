// SPDX-License-Identifier: Apache-2.0
// The commands of sweeps; each returns the exit status.
#pragma once
#include "command.h"
#include "saved_results.h"
#include <filesystem>

namespace itstorm {

// Every point of the scenario's sweep, in processes of their own.
int command_sweep(const Options& options, const Backend& backend, std::ostream& out,
                  std::ostream& err);

// The databases of shards become that of the sweep.
int command_merge(const Options& options, const Backend& backend, std::ostream& out,
                  std::ostream& err);

// At which value of a knob an expectation changes.
int command_search(const Options& options, const Backend& backend, std::ostream& out,
                   std::ostream& err);

// What `check` says of a scenario's sweep, if it has one. False: something is wrong with it.
bool check_sweep(const Options& options, const Loaded& loaded, const ObjectTables& tables,
                 std::ostream& err);

// The database of a sweep that a path names: itself, or the one in that folder.
std::filesystem::path sweep_database(const std::string& path);

// Whether this is a sweep's database, or its folder; and each of its points as a result.
bool is_saved_sweep(const std::string& path);
std::optional<SavedResults> read_saved_sweep(const std::string& path, std::string& error);

// The page of a sweep that is there. `file`: the scenario as its points are run again; empty, or
// standard input: the page says FILE.
std::optional<std::string> report_of_sweep(const std::string& path, const std::string& file,
                                           std::string& error);

} // namespace itstorm
