// SPDX-License-Identifier: Apache-2.0
// Verdicts, the most important numbers, and how the run can be repeated: see sections.h.
#include "quantity.h"
#include "report/page.h"
#include "report/sections.h"
#include "stat_names.h"
#include <algorithm>

namespace itstorm {

namespace {

struct Shown {
    const char *word, *css_class;
};

Shown shown(Outcome outcome)
{
    switch (outcome) {
    case Outcome::Passed: return { "pass", "pass" };
    case Outcome::Failed: return { "FAIL", "fail" };
    case Outcome::Undecided: return { "undecided", "undecided" };
    }
    return { "", "" };
}

std::string end_text(const ReadResult& result)
{
    const std::string end = format_value(result.end_s, "s");
    switch (result.ending) {
    case Ending::Finished: return "The run finished at " + end + ".";
    case Ending::LimitReached: return "The run was given up at " + end + ": " + result.message;
    case Ending::Fault: return "The run ended with a fault at " + end + ": " + result.message;
    case Ending::Interrupted: return "The run was interrupted at " + end + ".";
    }
    return "";
}

// Boxes with one large number each, its title above it and its name below.
class Tiles {
public:
    explicit Tiles(Html& html, const Numbers& numbers) : html_(html), numbers_(numbers) {}

    void add(const std::string& title, const std::string& name)
    {
        const auto at = numbers_.find(name);
        if (at == numbers_.end())
            return;
        const auto tile = html_.element("div", { { "class", "tile" } });
        html_.leaf("dt", title);
        html_.leaf("dd", number_text(at->second));
        const auto below = html_.element("dd", { { "class", "name" } });
        write_breaking(name);
    }

private:
    // Lets the browser break a long name behind its dots.
    void write_breaking(const std::string& name)
    {
        for (std::size_t from = 0; from < name.size();) {
            const std::size_t dot = name.find('.', from);
            const std::size_t to = dot == std::string::npos ? name.size() : dot + 1;
            html_.text(name.substr(from, to - from));
            html_.raw("<wbr>");
            from = to;
        }
    }

    Html& html_;
    const Numbers& numbers_;
};

} // namespace

void write_verdicts(Html& html, const RunData& run)
{
    const ReadResult& result = run.result;
    html.leaf("p", end_text(result),
              { { "class", result.ending == Ending::Finished ? "ending" : "ending fail" } });
    PageTable table{ "Expectations", { "verdict", "expectation", "result" }, {} };
    for (const Verdict& verdict : result.judgement.verdicts) {
        const Shown outcome = shown(verdict.outcome);
        table.rows.push_back({ { outcome.word, outcome.css_class }, verdict.id, verdict.text });
    }
    for (const std::string& id : result.judgement.skipped)
        table.rows.push_back(
            { { "skipped", "undecided" }, id, "needs a variant that was not run" });
    if (table.rows.empty())
        html.leaf("p", "The scenario expects nothing of this run.", { { "class", "quiet" } });
    else
        write_page_table(html, table);
}

void write_glance(Html& html, const RunData& run)
{
    const Numbers& numbers = run.result.numbers.run.numbers;
    const auto list = html.element("dl", { { "class", "tiles" } });
    Tiles tiles(html, numbers);
    for (const std::string& level : names_with(numbers, ".mean"))
        if (is_ring(level)) {
            tiles.add("command ring, mean", level + ".mean");
            tiles.add("command ring, max", level + ".max");
        }
    tiles.add("somebody waits for a slot", "host.cmdq.no_slot");
    tiles.add("a critical command waits, p99", "host.cmdq.wait.critical.p99");
    for (const std::string& domain : names_with(numbers, ".vlpi.latency.p99"))
        tiles.add("MSI to guest, p99", domain + ".vlpi.latency.p99");
    const auto loops = names_with(numbers, ".irq_loop.max");
    const auto longest =
        std::max_element(loops.begin(), loops.end(), [&](const auto& a, const auto& b) {
            return numbers.at(a + ".irq_loop.max").value < numbers.at(b + ".irq_loop.max").value;
        });
    if (longest != loops.end())
        tiles.add("longest interrupt loop", *longest + ".irq_loop.max");
}

void write_reproduction(Html& html, const RunData& run)
{
    if (!run.command.empty()) {
        html.leaf("p", "This run:");
        html.leaf("pre", run.command, { { "tabindex", "0" } });
    }
    const ReadResult::Meta& meta = run.result.meta;
    html.leaf("p", "The same machine and timeline from effective.yaml in this folder, even if the "
                   "scenario has changed since:");
    html.leaf("pre", "itstorm run effective.yaml --out again --seed " + std::to_string(meta.seed),
              { { "tabindex", "0" } });
    html.leaf("p",
              "Seed " + std::to_string(meta.seed) + ", profile " + meta.profile + ", itstorm " +
                  meta.version + ", " + meta.object +
                  ". Same program, scenario and seed: the same bytes in every file.",
              { { "class", "quiet" } });
}

} // namespace itstorm
