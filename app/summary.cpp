#include "summary.h"
#include "quantity.h"
#include <algorithm>

namespace itstorm {

namespace {

constexpr std::size_t screen = 80;

std::string left(std::string text, std::size_t width)
{
    text.resize(std::max(text.size(), width), ' ');
    return text;
}

std::string right(const std::string& text, std::size_t width)
{
    return std::string(text.size() < width ? width - text.size() : 0, ' ') + text;
}

std::string cut(std::string text)
{
    if (text.size() > screen)
        text = text.substr(0, screen - 3) + "...";
    return text;
}

std::string heading(const NamedResult& run)
{
    std::string text = run.scenario->name;
    if (!run.scenario->variant.empty())
        text += ", variant " + run.scenario->variant;
    text += ": ";
    const std::string time = format_value(run.result.end_s, "s");
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

constexpr const char* partial_mark = "*";

std::string cell(const std::optional<Number>& number)
{
    return number ? number_text(*number) + (number->is_partial ? partial_mark : "") : "-";
}

std::map<std::string, VariantNumbers> numbers_by_name(const std::vector<NamedResult>& runs)
{
    std::map<std::string, VariantNumbers> all;
    for (const NamedResult& run : runs)
        all[run.scenario->variant] = run.result.numbers;
    return all;
}

} // namespace

std::string summary_text(const NamedResult& run)
{
    std::string out = heading(run) + "\n";
    for (const Verdict& v : run.result.judgement.verdicts) {
        const std::string line = outcome_text(v.outcome) + v.id + ": " + v.text;
        out += (v.passed() ? cut(line) : line) + "\n";
    }
    for (const std::string& id : run.result.judgement.skipped)
        out += "  skip  " + id + ": needs a variant that was not run\n";
    return out;
}

std::string table_text(const std::vector<NamedResult>& runs)
{
    if (runs.empty() || runs[0].scenario->table.empty())
        return "";
    const auto others = numbers_by_name(runs);
    std::vector<std::vector<std::string>> lines = { { "" } };
    for (const NamedResult& run : runs)
        lines[0].push_back(run.scenario->variant.empty() ? "value" : run.scenario->variant);
    bool has_partial = false;
    for (const TableRow& row : runs[0].scenario->table) {
        lines.push_back({ title(row) });
        for (const NamedResult& run : runs) {
            const auto number = look_up(row, run.result.numbers, others);
            lines.back().push_back(cell(number));
            has_partial = has_partial || (number && number->is_partial);
        }
    }
    std::vector<std::size_t> widths(lines[0].size());
    for (const auto& line : lines)
        for (std::size_t i = 0; i < line.size(); ++i)
            widths[i] = std::max(widths[i], line[i].size());
    std::string out;
    for (const auto& line : lines) {
        out += left(line[0], widths[0]);
        for (std::size_t i = 1; i < line.size(); ++i)
            out += "  " + right(line[i], widths[i]);
        out += "\n";
    }
    if (has_partial)
        out += std::string(partial_mark) + " so far: the run or the window was cut short\n";
    return out;
}

std::string journey_text(const std::vector<Hop>& journey)
{
    if (journey.empty())
        return "";
    std::string out = "journey of the first MSI\n";
    std::uint64_t sum = 0;
    std::size_t width = 5;
    for (const Hop& hop : journey)
        width = std::max(width, hop.name.size());
    const auto line = [&](const std::string& name, std::uint64_t ps) {
        return "  " + left(name, width) + right(std::to_string(ps), 12) + " ps";
    };
    for (const Hop& hop : journey) {
        sum += hop.ps;
        std::string counts;
        for (const auto& [name, n] : hop.counts)
            if (n != 0)
                counts += (counts.empty() ? "  " : ", ") + std::to_string(n) + " " + name;
        out += cut(line(hop.name, hop.ps) + counts) + "\n";
    }
    return out + line("total", sum) + "\n";
}

} // namespace itstorm
