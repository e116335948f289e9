// SPDX-License-Identifier: Apache-2.0
// The report of one run: see run_report.h.
#include "report/run_report.h"
#include "quantity.h"
#include "report/page.h"
#include "report/sections.h"

namespace itstorm {

namespace {

std::string facts_of(const RunData& run)
{
    return "seed " + std::to_string(run.result.meta.seed) + ", " +
           format_value(run.result.end_s, "s") + " simulated, profile " + run.result.meta.profile;
}

} // namespace

std::string run_report(const RunData& run)
{
    const ReadResult::Meta& meta = run.result.meta;
    Page page(meta.scenario, meta.variant, facts_of(run));
    const auto add = [&](const char* heading, void (*write)(Html&, const RunData&)) {
        page.section(heading, [&](Html& html) { write(html, run); });
    };
    page.section("Verdicts", [&](Html& html) {
        html.leaf("p", meta.summary, { { "class", "summary" } });
        write_verdicts(html, run);
        write_glance(html, run);
    });
    add("Over time", write_levels);
    page.section("What waited", [&](Html& html) {
        write_waits(html, run);
        write_causes(html, run);
    });
    add("Latencies", write_latencies);
    add("PEs", write_pes);
    page.section("Slowest vLPIs", [&](Html& html) {
        write_slowest(html, run);
        write_journey(html, run);
    });
    add("Caches and locks", write_caches_and_locks);
    page.section("Storms and policies", [&](Html& html) {
        write_storms(html, run);
        write_policies(html, run);
    });
    add("Profile", write_profile);
    add("All statistics", write_statistics);
    add("Configuration", write_configuration);
    add("Reproduce", write_reproduction);
    return page.text();
}

} // namespace itstorm
