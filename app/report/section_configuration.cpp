// SPDX-License-Identifier: Apache-2.0
// The sections with effective.yaml and profile.txt: see sections.h.
#include "report/sections.h"
#include <sstream>

namespace itstorm {

namespace {

// Where the origin of a line's value begins: effective.yaml has it behind the last " # ".
std::size_t origin_in(const std::string& line)
{
    if (line.compare(0, 1, "#") == 0)
        return 0;
    const std::size_t at = line.rfind(" # ");
    return at == std::string::npos ? line.size() : at;
}

} // namespace

void write_configuration(Html& html, const RunData& run)
{
    if (run.effective.empty())
        return;
    const auto details = html.element("details");
    html.leaf("summary", "effective.yaml: every value, and where it comes from");
    const auto pre = html.element("pre", { { "tabindex", "0" } });
    std::istringstream lines(run.effective);
    for (std::string line; std::getline(lines, line);) {
        const std::size_t at = origin_in(line);
        const std::string origin = line.substr(at);
        html.text(line.substr(0, at));
        const bool is_default = origin.find("# default") != std::string::npos;
        const auto comment =
            html.element("span", { { "class", is_default ? "origin" : "origin given" } });
        html.text(origin);
    }
}

void write_profile(Html& html, const RunData& run)
{
    if (!run.profile.empty())
        html.leaf("pre", run.profile, { { "tabindex", "0" } });
}

} // namespace itstorm
