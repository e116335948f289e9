// SPDX-License-Identifier: Apache-2.0
// The rows of the run as a whole: what it is called, what it brings along, where it ends.
#include "field_row.h"
#include "fields_parts.h"

namespace itstorm {

using namespace rows;

namespace {

void set_wall_limit(Target& t, const Value& v)
{
    t.scenario->wall_limit_s = v.real / 1e12; // of picoseconds
}

} // namespace

std::vector<Field> run_rows()
{
    return {
        number("scenario", "version of the language").range(1, 1).required(),
        slug("name", "names the folder of the results").required().into<&Scenario::name>(),
        text("summary", "what the scenario shows").into<&Scenario::summary>(),
        names("what_ifs", "which of the what-ifs S1 to S66 it tries; `itstorm list` shows them"),
        duration("takes", "about how much processor time it needs; `itstorm list` shows it"),
        slug("preset", "values of presets/<name>.yaml, wherever the scenario has none of its own"),
        number("seed", "of every random stream").by_default("1").into<&SocConfig::seed>(),
        names("guests", "objects of guest programs beside ours: `mine` is mine.so beside the file, "
                        "or the mine.so of --guests")
            .into<&Scenario::named_guests>(),
        duration("limits.sim_time", "simulated time after which the run is given up (status 4)")
            .at_least(1)
            .by_default("1s")
            .into<&Scenario::sim_limit_ps>(),
        duration("limits.wall_time", "real time after which the run is given up (status 4)")
            .at_least(1)
            .by_default("300s")
            .with(set_wall_limit),
    };
}

} // namespace itstorm
