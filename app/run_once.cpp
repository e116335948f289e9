// SPDX-License-Identifier: Apache-2.0
// One run: see run_once.h.
#include "run_once.h"
#include "output_file.h"

namespace itstorm {

RunOutput run_once(const Scenario& scenario, const RunOptions& options, const Backend& backend)
{
    try {
        return backend.simulate(scenario, options);
    } catch (const std::exception& e) {
        RunOutput output;
        output.ending = Ending::Fault;
        output.message = e.what();
        return output;
    }
}

void write_result(const LoadedVariant& loaded, const RunOutput& output, const Backend& backend,
                  const std::filesystem::path& folder)
{
    const Scenario& scenario = loaded.scenario;
    const Judgement judgement = judge(scenario, numbers_of(scenario, output), {});
    write_file(folder / "effective.yaml", loaded.effective);
    write_file(folder / "result.json",
               result_json(scenario, output, judgement, backend.provenance(scenario)));
}

} // namespace itstorm
