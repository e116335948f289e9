// SPDX-License-Identifier: Apache-2.0
// The rows of scenarios that are many runs: `variants` (load.cpp) and `sweep`
// (sweep/read_plan.cpp).
#include "field_row.h"
#include "fields_parts.h"

namespace itstorm {

using namespace rows;

std::vector<Field> sweep_rows()
{
    return {
        map("variants", "name: {path: value, ...}: runs that differ"),
        list("sweep.axes", "- { path: values }: what differs from point to point; knobs of one "
                           "element move in step"),
        text("sweep.axes[].from",
             "values as a range, { from: 10k/s, to: 1M/s, points: 5 }: the first"),
        text("sweep.axes[].to", "of a range: the last"),
        count("sweep.axes[].points", "values", "of a range: how many values, both ends included")
            .range(2, 100000),
        choice(
            "sweep.axes[].scale", "linear|log",
            "with points: the same distance between them, or the same factor; without it linear"),
        text("sweep.axes[].step", "of a range, instead of points: exactly so far apart"),
        number("sweep.axes[].factor",
               "of a range, instead of points: each so many times the one before")
            .range(2, 1000),
        list("sweep.exclude", "- { path: value or list of values }: points that are left out"),
        count("sweep.repetitions", "times",
              "runs of each point, each with a seed of its own; without it 1")
            .range(1, 1000000),
    };
}

} // namespace itstorm
