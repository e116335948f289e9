// SPDX-License-Identifier: Apache-2.0
#include "summary.h"
#include "quantity.h"
#include "text_layout.h"
#include <algorithm>

namespace itstorm {

namespace {

// "finished at 14 ms in 2.1 s (6.7 ms/s)": simulated time, and how fast it passed.
std::string time_text(const NamedResult& run)
{
    const std::string end = format_value(run.result.end_s, "s");
    if (run.wall_s <= 0)
        return end;
    return end + " in " + format_value(run.wall_s, "s") + " (" +
           format_value(run.result.end_s / run.wall_s, "s") + "/s)";
}

std::string heading(const NamedResult& run)
{
    std::string text = run.scenario->name;
    if (!run.scenario->variant.empty())
        text += ", variant " + run.scenario->variant;
    text += ", seed " + std::to_string(run.scenario->soc.seed) + ": ";
    const std::string time = time_text(run);
    switch (run.result.ending) {
    case Ending::Finished: return text + "finished at " + time;
    case Ending::LimitReached: return text + "gave up at " + time + ": " + run.result.message;
    case Ending::Fault: return text + "fault at " + time + ": " + run.result.message;
    case Ending::Interrupted:
        return text + (run.result.message.empty() ? "interrupted at " + time + ", results so far"
                                                  : "interrupted: " + run.result.message);
    }
    return text;
}

std::string outcome_text(Outcome outcome)
{
    switch (outcome) {
    case Outcome::Passed: return "  pass  ";
    case Outcome::Failed: return "  FAIL  ";
    case Outcome::Undecided: return "  undecided  ";
    }
    return "";
}

} // namespace

std::string summary_text(const NamedResult& run, std::size_t width)
{
    std::string out = heading(run) + "\n";
    for (const Verdict& v : run.result.judgement.verdicts) {
        const std::string line = outcome_text(v.outcome) + v.id + ": " + v.text;
        out += (v.passed() ? cut(line, width) : line) + "\n";
    }
    for (const std::string& id : run.result.judgement.skipped)
        out += "  skip  " + id + ": needs a variant that was not run\n";
    return out;
}

std::string trouble_text(const NamedResult& run)
{
    std::string lines;
    for (const Verdict& v : run.result.judgement.verdicts)
        if (!v.passed())
            lines += outcome_text(v.outcome) + v.id + ": " + v.text + "\n";
    if (lines.empty() && run.result.ending == Ending::Finished)
        return "";
    return heading(run) + "\n" + lines;
}

std::string journey_text(const std::vector<Hop>& journey, std::size_t width)
{
    if (journey.empty())
        return "";
    std::string out = "journey of the first MSI\n";
    std::uint64_t sum = 0;
    std::size_t name_width = 5;
    for (const Hop& hop : journey)
        name_width = std::max(name_width, hop.name.size());
    const auto line = [&](const std::string& name, std::uint64_t ps) {
        return "  " + left(name, name_width) + right(std::to_string(ps), 12) + " ps";
    };
    for (const Hop& hop : journey) {
        sum += hop.ps;
        std::string counts;
        for (const auto& [name, n] : hop.counts)
            if (n != 0)
                counts += (counts.empty() ? "  " : ", ") + std::to_string(n) + " " + name;
        out += cut(line(hop.name, hop.ps) + counts, width) + "\n";
    }
    return out + line("total", sum) + "\n";
}

} // namespace itstorm
