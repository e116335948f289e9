// SPDX-License-Identifier: Apache-2.0
// A point's run: see point.h.
#include "sweep/point.h"
#include "run_once.h"
#include <chrono>
#include <thread>

namespace itstorm {

PointRecord run_loaded(Loaded loaded, std::size_t repetition, const Backend& backend,
                       const std::string& folder)
{
    if (!loaded.errors.empty()) {
        PointRecord record = failed_record(loaded.errors.sorted().front().text());
        record.ending = "invalid";
        return record;
    }
    LoadedVariant& variant = loaded.variants.front();
    Scenario& scenario = variant.scenario;
    scenario.soc.seed = seed_of(scenario.soc.seed, repetition);
    RunOptions options;
    options.out_dir = folder;
    options.log = LogLevel::Error;
    const auto start = std::chrono::steady_clock::now();
    const RunOutput output = run_once(scenario, options, backend);
    PointRecord record = record_of(scenario, output);
    record.wall_s = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    if (!folder.empty())
        write_result(variant, output, backend, folder);
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
