// SPDX-License-Identifier: Apache-2.0
// Studies: see study.h.
#include "sweep/study.h"
#include "command_line.h"
#include "hash.h"
#include "sweep/varied.h"
#include "text_layout.h"
#include "version.h"
#include <algorithm>
#include <ostream>
#include <set>

namespace itstorm {

namespace {

constexpr std::size_t checked_most =
    256; // configurations that are all checked; of more, enough to have each value of each axis

std::vector<std::string> variants_of(const Loaded& loaded)
{
    std::vector<std::string> names;
    for (const LoadedVariant& variant : loaded.variants)
        if (!variant.scenario.variant.empty())
            names.push_back(variant.scenario.variant);
    return names;
}

// Configurations that together have each value of each axis at least once.
std::vector<std::size_t> to_be_checked(const Plan& plan)
{
    std::vector<std::size_t> chosen;
    std::set<const Node*> seen;
    for (std::size_t n = 0; n < plan.configurations(); ++n) {
        bool is_new = plan.configurations() <= checked_most;
        for (const Node* value : plan.values(n))
            is_new = seen.insert(value).second || is_new;
        if (is_new)
            chosen.push_back(n);
    }
    return chosen;
}

class StudyReader {
public:
    StudyReader(const Options& options, const ObjectTables& tables, bool has_sweep)
        : options_(options), tables_(tables), has_sweep_(has_sweep)
    {
        study_.options = options;
        study_.request = request_for(options.file, options);
    }

    std::optional<Study> read(std::ostream& err)
    {
        if (!read_input(options_.file, study_.text, errors_))
            return report(errors_, err), std::nullopt;
        const Loaded loaded = load_text(study_.text, study_.request, tables_);
        errors_ = loaded.errors;
        if (errors_.empty())
            read_sweep(loaded);
        if (errors_.empty())
            check_configurations();
        if (!report(errors_, err))
            return std::nullopt;
        describe(loaded);
        return std::move(study_);
    }

private:
    void read_sweep(const Loaded& loaded)
    {
        const auto variants = variants_of(loaded);
        if (has_sweep_ && loaded.sweep.kind == Node::Kind::Null)
            return errors_.error({ Origin::Kind::File, options_.file, 0, 0, "" },
                                 "has no section 'sweep': there is nothing to vary; 'itstorm run' "
                                 "runs it, -C sweep.repetitions=10 repeats it with other seeds");
        study_.plan = read_plan(has_sweep_ ? loaded.sweep : Node(), variants, errors_);
        if (!errors_.empty())
            return;
        const auto paths = study_.plan.paths();
        const Origin file{ Origin::Kind::File, options_.file, 0, 0, "" };
        const bool sweeps_variants = std::count(paths.begin(), paths.end(), "variant") != 0;
        if (sweeps_variants && !options_.variant.empty())
            errors_.error({ Origin::Kind::Argument, "--variant " + options_.variant, 0, 0, "" },
                          "the variant is an axis of the sweep");
        if (!sweeps_variants && options_.variant.empty() && !variants.empty())
            errors_.error(file, "has variants: choose one with --variant, or let the sweep have "
                                "them as an axis, - variant: [" +
                                    variants.front() + ", ...]");
        if (has_sweep_)
            check_table(loaded.variants.front().scenario, file);
        if (std::count(paths.begin(), paths.end(), "preset") != 0 && !options_.preset.empty())
            errors_.error({ Origin::Kind::Argument, "-p " + options_.preset, 0, 0, "" },
                          "the preset is an axis of the sweep");
        for (const std::string& argument : options_.overrides)
            for (const std::string& path : paths)
                if (argument_sets(argument, path))
                    errors_.error({ Origin::Kind::Argument, "-C " + argument, 0, 0, "" },
                                  quoted(path) + " is an axis of the sweep");
    }

    // Refuses rows that look at another variant: a point has only its own numbers.
    void check_table(const Scenario& scenario, const Origin& file)
    {
        for (const TableRow& row : scenario.table)
            if (!row.relative_to.variant.empty())
                errors_.error(file, "the table's " + quoted(title(row)) +
                                        " looks at another variant, which a point of a sweep does "
                                        "not have; compare with a window");
    }

    // Loads at least one configuration with each value of each axis, so that the files that values
    // name are read now.
    void check_configurations()
    {
        std::set<std::string> said;
        for (const std::size_t n : to_be_checked(study_.plan)) {
            const Loaded loaded = load_configuration(study_, n, tables_);
            note_files(loaded);
            const std::string at = study_.plan.text(n);
            for (const Problem& problem : loaded.errors.sorted())
                if (said.insert(problem.text()).second)
                    errors_.error(problem.origin,
                                  problem.message + (at.empty() ? "" : " (at " + at + ")"));
            if (errors_.count() >= Diagnostics::kept_most)
                return;
        }
    }

    void note_files(const Loaded& loaded)
    {
        for (const LoadedVariant& variant : loaded.variants) {
            traces_.insert(variant.scenario.traces.begin(), variant.scenario.traces.end());
            if (!variant.scenario.preset.empty())
                presets_.insert(variant.scenario.preset);
        }
    }

    // Hashes the contents of the files; their paths do not count.
    static std::string contents(const std::set<std::string>& files)
    {
        std::set<std::string> hashes;
        for (const std::string& file : files)
            hashes.insert(hash_of_file(file));
        return joined({ hashes.begin(), hashes.end() }, " ");
    }

    void describe(const Loaded& loaded)
    {
        const Scenario& scenario = loaded.variants.front().scenario;
        study_.name = scenario.name;
        study_.table = scenario.table;
        for (const LoadedVariant& variant : loaded.variants)
            for (const Expect& expect : variant.scenario.expects)
                if (std::find(study_.expectations.begin(), study_.expectations.end(), expect.id) ==
                    study_.expectations.end())
                    study_.expectations.push_back(expect.id);
        std::string arguments;
        for (const std::string& argument : options_.overrides)
            arguments += "-C " + argument + " ";
        for (const std::string& overlay : options_.overlays)
            arguments += "-f " + hash_of_file(overlay) + " ";
        std::string guests;
        for (const std::string& object : scenario.guests)
            guests += (guests.empty() ? "" : " ") + hash_of_file(object);
        study_.facts = {
            { "name", study_.name },
            { "scenario", study_.text },
            { "arguments", arguments },
            { "variant", options_.variant },
            { "hypervisor", hash_of_file(scenario.hypervisor) },
            { "guests", guests },
            { "traces", contents(traces_) },
            { "presets", contents(presets_) },
            { "program", hash_of_file("/proc/self/exe") },
            { "version", version },
            { "points", std::to_string(study_.plan.points()) },
            { "repetitions", std::to_string(study_.plan.repetitions) },
        };
    }

    const Options& options_;
    const ObjectTables& tables_;
    Study study_;
    Diagnostics errors_;
    std::set<std::string> traces_, presets_; // paths of all files that configurations read
    const bool has_sweep_;
};

} // namespace

std::optional<Study> read_study(const Options& options, const ObjectTables& tables,
                                std::ostream& err)
{
    return StudyReader(options, tables, true).read(err);
}

std::optional<Study> read_single(const Options& options, const ObjectTables& tables,
                                 std::ostream& err)
{
    return StudyReader(options, tables, false).read(err);
}

Loaded load_configuration(const Study& study, std::size_t configuration, const ObjectTables& tables)
{
    LoadRequest request = study.request;
    request.point = study.plan.changes(configuration);
    const std::string variant = study.plan.variant(configuration);
    if (!variant.empty())
        request.variant = variant;
    return load_text(study.text, request, tables);
}

std::string arguments_of(const Study& study, std::size_t point, std::uint64_t seed)
{
    const std::size_t configuration = study.plan.configuration_of(point);
    const std::string variant = study.plan.variant(configuration);
    Words changes;
    for (const Override& change : study.plan.changes(configuration))
        changes.push_back(change.path + "=" + value_text(change.value));
    if (study.plan.repetition_of(point) != 0)
        changes.push_back("seed=" + std::to_string(seed));
    return shell_line(scenario_options(study.options,
                                       variant.empty() ? study.options.variant : variant, changes));
}

} // namespace itstorm
