// SPDX-License-Identifier: Apache-2.0
// When a waveform starts and stops, and its files at the end: see waveform.h.
#include "fst_file.h"
#include "output_file.h"
#include "timeline.h"
#include "waveform.h"
#include <cerrno>
#include <iostream>
#include <stdexcept>

namespace itstorm {

void plan_waveform(Timeline& timeline, VcdTrace& trace, const VcdRequest& request)
{
    const auto stop_after_it_lasted = [&trace, &request] {
        sim::wait(sc_core::sc_time::from_value(request.lasts_ps));
        trace.stop();
    };
    if (!request.from) {
        trace.start();
        if (request.lasts_ps != 0)
            timeline.also({}, stop_after_it_lasted);
    } else {
        timeline.also(*request.from, [&trace, &request, stop_after_it_lasted] {
            trace.start();
            if (request.lasts_ps != 0)
                stop_after_it_lasted();
        });
    }
    if (request.to)
        timeline.also(*request.to, [&trace] { trace.stop(); });
}

void finish_waveform(VcdTrace& trace, const VcdRequest& request, const std::string& folder)
{
    errno = 0;
    const std::string unwritten = trace.finish();
    if (!unwritten.empty())
        throw std::runtime_error(cannot_be_written(unwritten));
    if (!trace.has_started())
        std::cerr << "trace.vcd is empty: what it waits for did not happen\n";
    if (request.fst)
        for (const char* name : { "trace", "trace.before" })
            convert_to_fst(folder + "/" + name);
}

} // namespace itstorm
