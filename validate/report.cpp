// SPDX-License-Identifier: Apache-2.0
// Report: see report.h.
#include "report.h"
#include <cmath>
#include <cstdio>
#include <sstream>

namespace itstorm {

bool Row::passes() const
{
    switch (bound) {
    case Bound::Exactly: return measured == expected;
    case Bound::AtMost: return measured <= expected;
    case Bound::Within: break;
    }
    return std::abs(measured - expected) <= tolerance * std::abs(expected);
}

double Row::deviation() const
{
    if (measured == expected)
        return 0;
    return expected == 0 ? INFINITY : (measured - expected) / expected;
}

Report::Report(std::string point, std::uint64_t divide, std::uint64_t seed)
    : point_(std::move(point)), divide_(divide), seed_(seed)
{
}

void Report::within(const std::string& quantity, double expected, double measured, double tolerance)
{
    close(quantity, expected, measured, tolerance * std::sqrt(static_cast<double>(divide_)));
}

void Report::close(const std::string& quantity, double expected, double measured, double tolerance)
{
    rows_.push_back({ point_, quantity, expected, measured, tolerance, Bound::Within });
}

void Report::exactly(const std::string& quantity, double expected, double measured)
{
    rows_.push_back({ point_, quantity, expected, measured, 0, Bound::Exactly });
}

void Report::at_most(const std::string& quantity, double bound, double measured)
{
    rows_.push_back({ point_, quantity, bound, measured, 0, Bound::AtMost });
}

void Report::unbroken(const std::vector<std::string>& broken)
{
    for (const std::string& name : broken)
        std::fprintf(stderr, "itstorm_validate: %s: broken: %s\n", point_.c_str(), name.c_str());
    exactly("zero-tolerance checks broken", 0, static_cast<double>(broken.size()));
}

std::string to_text(const std::vector<Row>& rows)
{
    std::string text;
    for (const Row& row : rows) {
        char numbers[160];
        std::snprintf(numbers, sizeof numbers, "\t%.17g\t%.17g\t%.17g\t%d\n", row.expected,
                      row.measured, row.tolerance, static_cast<int>(row.bound));
        text += row.point + "\t" + row.quantity + numbers;
    }
    return text;
}

std::vector<Row> from_text(const std::string& text)
{
    std::vector<Row> rows;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        std::istringstream fields(line);
        Row row;
        int bound = 0;
        std::getline(fields, row.point, '\t');
        std::getline(fields, row.quantity, '\t');
        fields >> row.expected >> row.measured >> row.tolerance >> bound;
        row.bound = static_cast<Bound>(bound);
        rows.push_back(row);
    }
    return rows;
}

namespace {

std::string tolerance(const Row& row)
{
    if (row.bound == Bound::Exactly)
        return "exact";
    if (row.bound == Bound::AtMost)
        return "at most";
    char text[32];
    std::snprintf(text, sizeof text, "%.2g %%", 100 * row.tolerance);
    return text;
}

} // namespace

void print_header(Format format)
{
    if (format == Format::Markdown)
        std::printf("| law | case | quantity | expected | measured | deviation | tolerance | |\n"
                    "|---|---|---|---|---|---|---|---|\n");
    else
        std::printf("%-5s %-42s %-32s %13s %13s %10s %9s\n", "law", "case", "quantity", "expected",
                    "measured", "deviation", "tolerance");
}

void print(Format format, const std::string& law, const Row& row)
{
    const char* const line = format == Format::Markdown
                                 ? "| %s | %s | %s | %.7g | %.7g | %+.3f %% | %s | %s |\n"
                                 : "%-5s %-42s %-32s %13.7g %13.7g %+8.3f %% %9s %s\n";
    std::printf(line, law.c_str(), row.point.c_str(), row.quantity.c_str(), row.expected,
                row.measured, 100 * row.deviation(), tolerance(row).c_str(),
                row.passes() ? "ok" : "FAILS");
}

} // namespace itstorm
