// SPDX-License-Identifier: Apache-2.0
// The rows of `trace.vcd`: which signals, and from when to when. Moments are read by
// load_waveform.cpp.
#include "field_row.h"
#include "fields_parts.h"

namespace itstorm {

using namespace rows;

std::vector<Field> waveform_rows()
{
    return {
        flag("trace.vcd.enabled", "write trace.vcd")
            .by_default("false")
            .into<&VcdRequest::enabled>(),
        text("trace.vcd.signals", "signals, globs and sets (usual, queue, cpu, traffic, cache, "
                                  "lines, all), with commas between")
            .by_default("usual")
            .into<&VcdRequest::signals>(),
        flag("trace.vcd.numbers", "beside each text its number, for viewers without texts")
            .by_default("false")
            .into<&VcdRequest::numbers>(),
        bytes("trace.vcd.limit",
              "size of what is kept: the newest, as trace.vcd and trace.before.vcd")
            .range(1 << 20, 1ull << 40)
            .by_default("256MiB")
            .into<&VcdRequest::limit_bytes>(),
        flag("trace.vcd.fst",
             "trace.fst in place of trace.vcd, much smaller; vcd2fst of GTKWave makes it")
            .by_default("false")
            .into<&VcdRequest::fst>(),
        text("trace.vcd.from", "label or time; without it the start"),
        text("trace.vcd.when", "instead of from: once this comparison holds, as timeline[].when"),
        duration("trace.vcd.before", "so much of what was before from or when is shown, too")
            .into<&VcdRequest::before_ps>(),
        text("trace.vcd.to", "label or time; without it the end"),
        duration("trace.vcd.lasts", "instead of to: for how long from from or when on")
            .at_least(1)
            .into<&VcdRequest::lasts_ps>(),
    };
}

} // namespace itstorm
