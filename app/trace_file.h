// SPDX-License-Identifier: Apache-2.0
// A recorded run as text: what happened to which function, and when. CSV with the columns
// `time,vector` or `time,function,vector`; a first line may name them; `#` begins a comment. Times
// count from the start of the replay, have a unit or are in ns, and never go back. `5us+1`: in
// round 1 of that instant (common/event_queue.h), behind labels and entries of the timeline in
// round 0.
//
// A trace may be larger than memory: it is read line by line, once to check it before time zero,
// and again by each function that replays its part.
#pragma once
#include "device_traffic/pattern_config.h"
#include "diagnostics.h"
#include "regular_file.h"
#include <array>
#include <map>

namespace itstorm {

struct TraceRow {
    std::uint64_t time_ps = 0;
    std::uint32_t round = 0;
    std::uint32_t vector = 0;
    std::string function; // empty: the trace names none
};

class TraceReader {
public:
    explicit TraceReader(const std::string& path);

    enum class Found { Row, Mistake, End };
    Found next(TraceRow& row); // a mistake is told by problem(); reading can go on

    const std::string& problem() const { return problem_; }
    unsigned line() const { return line_; } // 0: the file as a whole
    bool names_functions() const { return columns_ == 3; }

private:
    static constexpr std::size_t line_most = 1000;
    using Cells = std::array<std::string_view, 3>;

    bool next_line(std::string_view& text);
    bool fill();
    Found mistake(const std::string& what);
    bool is_header(const Cells& cells, std::size_t count) const;
    Found read_row(const Cells& cells, TraceRow& row);

    RegularFile file_;
    std::string buffer_, problem_;
    std::size_t begin_ = 0; // of what is not read yet, in buffer_
    bool is_complete_ = false, ended_ = false;
    unsigned line_ = 0;
    std::size_t columns_ = 0; // 0: not known yet
    std::uint64_t time_ps_ = 0;
};

// What a check finds of one function.
struct TracePart {
    unsigned first_line = 0;
    std::uint64_t vectors = 0; // one more than the highest vector

    // (vector, line), each time that one was higher than all before.
    std::vector<std::pair<std::uint32_t, unsigned>> higher;
};

struct TraceSummary {
    std::string path;
    bool names_functions = false;
    std::vector<std::string> functions; // in the order of appearance; a single "" if it names none
    std::map<std::string, TracePart> parts;
    Diagnostics errors; // each with file and line; of a file that is bad from end to end the first

    Origin at(unsigned line) const { return { Origin::Kind::File, path, line, 1, "" }; }
};

TraceSummary check_trace(const std::string& path);

// Every file is checked once, however many functions replay it.
class TraceLibrary {
public:
    const TraceSummary& get(const std::string& path);

private:
    std::map<std::string, TraceSummary> checked_;
};

// What the trace has of one function (empty: it names none), to be replayed.
std::shared_ptr<const Recording> trace_recording(const TraceSummary& trace,
                                                 const std::string& function);

} // namespace itstorm
