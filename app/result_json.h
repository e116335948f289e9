// SPDX-License-Identifier: Apache-2.0
// result.json: written after a run; read again by `run` for the table of several variants, and by
// `diff` and `report`. Same results, same bytes: no wall clock, no folder, no locale.
#pragma once
#include "simulation.h"
#include "verdict.h"
#include <optional>
#include <string>

namespace itstorm {

// Which program and objects made a result.
struct Provenance {
    struct Object {
        std::string name, hash, compiler; // name without folders
    };
    std::string version;
    Object object;
    std::vector<Object> guests; // guest objects beside ours
};

VariantNumbers numbers_of(const Scenario& scenario, const RunOutput& output);

// The words of result.json, and back.
const char* ending_name(Ending ending);
const char* outcome_name(Outcome outcome);
Ending ending_of(const std::string& name);   // any other word: Finished
Outcome outcome_of(const std::string& name); // any other word: Undecided

std::string
incomplete_run(Ending ending); // why a run that ended like this is not a whole one; or empty

std::string result_json(const Scenario& scenario, const RunOutput& output,
                        const Judgement& judgement, const Provenance& provenance);

// What is read again: what the parent of several variants needs, and what a report shows.
struct ReadResult {
    // How the run came to be.
    struct Meta {
        std::string scenario, variant, summary, profile, version, object;
        std::uint64_t seed = 0;
    } meta;
    VariantNumbers numbers;
    Judgement judgement;
    Ending ending = Ending::Finished;
    std::string message;
    double end_s = 0;
    std::vector<Hop> journey;
    std::vector<SlowVlpi> slowest;
    std::map<std::string, std::uint64_t> labels_ps, capacities;
    std::vector<std::string> log;
};
std::optional<ReadResult> read_result(const std::string& json);

// The same result with other verdicts.
std::string replace_verdicts(const std::string& json, const Judgement& judgement);

} // namespace itstorm
