// SPDX-License-Identifier: Apache-2.0
// The rows of what is asked of a run: `measure`, `expect` and `table`. They are read by
// load_timeline.cpp and load_expect.cpp.
#include "field_row.h"
#include "fields_parts.h"

namespace itstorm {

using namespace rows;

std::vector<Field> question_rows()
{
    return {
        list("measure", "windows of time"),
        name("measure[].name", "its name").required(),
        name("measure[].from", "label; without it time zero"),
        name("measure[].to", "label; without it the end of the run"),
        list("expect", "what must be true"),
        slug("expect[].id", "its name in results").required(),
        text("expect[].at_end", "\"statistic op quantity\", op one of < <= == != >= >"),
        name("expect[].in", "window of the statistic; with at_end"),
        text("expect[].relative_to", "window or variant/window; `run` is the whole run: compare "
                                     "with the same statistic there"),
        names("expect[].only", "variants in which it is expected"),
        duration("expect[].within", "how long it may take").at_least(1),
        name("expect[].of", "label from which `within` counts"),
        text("expect[].until",
             "comparison of a level or counter that must come true within that time"),
        list("table", "rows of the table printed at the end"),
        text("table[].stat", "statistic").required(),
        name("table[].in", "its window"),
        text("table[].relative_to", "as in expect"),
    };
}

} // namespace itstorm
