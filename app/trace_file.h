// A recorded run as text: what happened to which function, and when. CSV with the columns
// `time,vector` or `time,function,vector`; a first line may name them; `#` begins a comment. Times
// count from the start of the replay, have a unit or are in ns, and never go back.
#pragma once
#include "diagnostics.h"
#include <cstdint>
#include <string>
#include <vector>

namespace itstorm {

struct TraceRow {
    std::uint64_t time_ps;
    std::uint32_t vector;
    unsigned function; // index into TraceFile::functions
    unsigned line;
};

struct TraceFile {
    std::string path;
    std::vector<std::string> functions; // in the order of appearance; empty: it names none
    std::vector<TraceRow> rows;         // at least one, if there was no error

    Origin at(unsigned line) const { return { Origin::Kind::File, path, line, 1, "" }; }
};

// Every complaint has the file and the line; a file that is bad from end to end has the first ten.
TraceFile read_trace(const std::string& path, Diagnostics& errors);

} // namespace itstorm
