// SPDX-License-Identifier: Apache-2.0
// A point's run: see point.h.
#include "sweep/point.h"
#include "output_file.h"
#include <chrono>
#include <thread>

namespace itstorm {

namespace {

RunOutput simulate(const Scenario& scenario, const Backend& backend, const std::string& folder)
{
    RunOptions options;
    options.out_dir = folder;
    options.log = LogLevel::Error;
    try {
        return backend.simulate(scenario, options);
    } catch (const std::exception& e) {
        RunOutput output;
        output.ending = Ending::Fault;
        output.message = e.what();
        return output;
    }
}

} // namespace

PointRecord run_loaded(Loaded loaded, std::size_t repetition, const Backend& backend,
                       const std::string& folder)
{
    if (!loaded.errors.empty()) {
        PointRecord record = failed_record(loaded.errors.sorted().front().text());
        record.ending = "invalid";
        return record;
    }
    Scenario& scenario = loaded.variants.front().scenario;
    scenario.soc.seed = seed_of(scenario.soc.seed, repetition);
    const auto start = std::chrono::steady_clock::now();
    const RunOutput output = simulate(scenario, backend, folder);
    PointRecord record = record_of(scenario, output);
    record.wall_s = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    if (!folder.empty()) {
        write_file(folder + "/effective.yaml", loaded.variants.front().effective);
        write_file(folder + "/result.json",
                   result_json(scenario, output, judge(scenario, numbers_of(scenario, output), {}),
                               backend.provenance(scenario)));
    }
    return record;
}

unsigned jobs_of(const SweepOptions& options)
{
    return options.jobs != 0 ? options.jobs : std::max(1u, std::thread::hardware_concurrency());
}

PointRecord record_left_in(const AnonymousFile& file, const Death& death)
{
    if (death.text.empty()) {
        const auto record = from_text(file.read());
        return record ? *record
                      : failed_record("its process ended without a result: hypervisor and guests "
                                      "may not end it");
    }
    PointRecord record = failed_record(death.text);
    if (death.interrupted)
        record.ending = ending_name(Ending::Interrupted);
    return record;
}

} // namespace itstorm
