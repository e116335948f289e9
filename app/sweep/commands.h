// SPDX-License-Identifier: Apache-2.0
// The commands of sweeps; each returns the exit status.
#pragma once
#include "command.h"
#include "saved_results.h"
#include <filesystem>

namespace itstorm {

// Runs every point of the scenario's sweep, each in a process of its own.
int command_sweep(const Options& options, const Backend& backend, std::ostream& out,
                  std::ostream& err);

// Joins the databases of shards to that of the whole sweep.
int command_merge(const Options& options, const Backend& backend, std::ostream& out,
                  std::ostream& err);

// Finds the value of a knob at which an expectation changes.
int command_search(const Options& options, const Backend& backend, std::ostream& out,
                   std::ostream& err);

// Checks the sweep of a scenario for `check`, if it has one. False: something is wrong with it.
bool check_sweep(const Options& options, const Loaded& loaded, const ObjectTables& tables,
                 std::ostream& err);

// The database that a path names: itself, or the one in that folder.
std::filesystem::path sweep_database(const std::string& path);

// Whether `path` is the database of a sweep, or its folder; and each of its points as a result.
bool is_saved_sweep(const std::string& path);
std::optional<SavedResults> read_saved_sweep(const std::string& path, std::string& error);

// The report of a finished sweep. `file`: the scenario, for the commands that run its points again;
// if it is empty or standard input they say FILE.
std::optional<std::string> report_of_sweep(const std::string& path, const std::string& file,
                                           std::string& error);

} // namespace itstorm
