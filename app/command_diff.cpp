// SPDX-License-Identifier: Apache-2.0
// `itstorm diff A B`: whether B is still what A was. Status 1 if something changed, so that a
// result can be kept as a baseline.
#include "command.h"
#include "difference.h"
#include "glob.h"
#include "quantity.h"
#include "sweep/commands.h"
#include "text_layout.h"
#include <algorithm>
#include <ostream>

namespace itstorm {

namespace {

constexpr std::size_t shown_most = 40; // changes that a terminal shows; a pipe gets all

std::string where(const Change& change)
{
    return (change.variant.empty() ? "" : change.variant + ": ") + change.what +
           (change.window.empty() ? "" : " in " + change.window);
}

std::optional<SavedResults> read_any(const std::string& path, std::string& error)
{
    return is_saved_sweep(path) ? read_saved_sweep(path, error) : read_saved(path, error);
}

bool has_statistic(const SavedResults& results, const std::string& glob)
{
    const auto matches = [&](const auto& number) { return matches_glob(glob, number.first); };
    const auto has = [&](const Measured& measured) {
        return std::any_of(measured.numbers.begin(), measured.numbers.end(), matches);
    };
    for (const auto& [variant, result] : results) {
        const auto& windows = result.numbers.windows;
        if (has(result.numbers.run) || std::any_of(windows.begin(), windows.end(),
                                                   [&](const auto& w) { return has(w.second); }))
            return true;
    }
    return false;
}

void print(const std::vector<Change>& changes, bool is_terminal, std::ostream& out)
{
    const std::size_t shown = is_terminal ? std::min(changes.size(), shown_most) : changes.size();
    std::size_t width = 0;
    for (std::size_t n = 0; n < shown; ++n)
        width = std::max(width, where(changes[n]).size());
    for (std::size_t n = 0; n < shown; ++n) {
        const Change& c = changes[n];
        out << left(where(c), width) << "  " << c.before << " -> " << c.after;
        if (c.before != "-" && c.after != "-" && c.factor < 1)
            out << "  (" << format_percent(c.factor) << ")";
        out << "\n";
    }
    if (shown < changes.size())
        out << "... and " << changes.size() - shown << " more\n";
    out << changes.size() << (changes.size() == 1 ? " change\n" : " changes\n");
}

} // namespace

int command_diff(const Options& options, std::ostream& out, std::ostream& err)
{
    Tolerance tolerance{ 0, options.glob };
    if (!options.tolerance.empty()) {
        const Quantity q = parse_quantity(options.tolerance, Dimension::Percent);
        if (!q.error.empty()) {
            err << "--tolerance " << q.error << ", such as 1%\n";
            return status_invalid;
        }
        tolerance.relative = q.real;
    }
    std::string error;
    const auto before = read_any(options.files[0], error);
    const auto after = before ? read_any(options.files[1], error) : std::nullopt;
    if (!after) {
        err << "error: " << error << "\n";
        return status_invalid;
    }
    if (!options.glob.empty() && !has_statistic(*before, options.glob) &&
        !has_statistic(*after, options.glob)) {
        err << "--only " << options.glob << ": neither result has such a statistic\n";
        return status_invalid;
    }
    const auto changes = differences(*before, *after, tolerance);
    if (!options.quiet)
        print(changes, options.width != 0, out);
    return changes.empty() ? status_passed : status_failed;
}

} // namespace itstorm
