// SPDX-License-Identifier: Apache-2.0
// Trace files: see trace_file.h.
#include "trace_file.h"
#include "quantity.h"
#include "yaml_tree.h"
#include <algorithm>
#include <stdexcept>

namespace itstorm {

namespace {

constexpr unsigned complaints_most = 10;
constexpr std::size_t buffer_bytes = 1 << 16;
constexpr std::size_t functions_most = 1 << 16; // Requester IDs
constexpr std::uint32_t vectors_most = 2048;    // of any function

std::string_view trimmed(std::string_view text)
{
    const char* const blanks = " \t\r";
    const std::size_t begin = text.find_first_not_of(blanks);
    return begin == std::string_view::npos
               ? std::string_view()
               : text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

// Up to three cells; how many there are.
std::size_t split_cells(std::string_view text, std::array<std::string_view, 3>& cells)
{
    std::size_t count = 0;
    for (;;) {
        const std::size_t comma = text.find(',');
        if (count < cells.size())
            cells[count] = trimmed(text.substr(0, comma));
        ++count;
        if (comma == std::string_view::npos)
            return count;
        text.remove_prefix(comma + 1);
    }
}

std::string in_ns(std::string_view time)
{
    const bool has_unit = time.find_first_not_of("0123456789.") != std::string_view::npos;
    return std::string(time) + (has_unit ? "" : "ns");
}

// Of "+1"; of nothing 0. A round has at most six digits.
std::optional<std::uint32_t> round_of(std::string_view text)
{
    if (text.empty())
        return 0;
    const std::string digits(text.substr(1));
    if (digits.empty() || digits.size() > 6 ||
        digits.find_first_not_of("0123456789") != std::string::npos)
        return std::nullopt;
    return static_cast<std::uint32_t>(std::stoul(digits));
}

} // namespace

// ---- line by line ----

TraceReader::TraceReader(const std::string& path) : file_(path)
{
    fill();
    if (buffer_.compare(0, 3, "\xef\xbb\xbf") == 0) // see without_byte_order_mark()
        begin_ = 3;
}

// More of the file behind what is left of the buffer. False: there is no more.
bool TraceReader::fill()
{
    buffer_.erase(0, begin_);
    begin_ = 0;
    const std::size_t left = buffer_.size();
    buffer_.resize(left + buffer_bytes);
    const std::size_t more = file_.read(&buffer_[left], buffer_bytes);
    buffer_.resize(left + more);
    return more != 0;
}

// Returns false at the end of the file. Of a line that is too long it gives the last part only,
// which is still too long, so that the caller refuses it.
bool TraceReader::next_line(std::string_view& text)
{
    std::size_t end;
    while ((end = buffer_.find('\n', begin_)) == std::string::npos && !is_complete_) {
        if (buffer_.size() - begin_ > line_most)
            begin_ = buffer_.size() - line_most - 1;
        is_complete_ = !fill();
    }
    if (end == std::string::npos && begin_ == buffer_.size())
        return false;
    end = std::min(end, buffer_.size());
    text = std::string_view(buffer_).substr(begin_, end - begin_);
    begin_ = std::min(end + 1, buffer_.size());
    ++line_;
    return true;
}

TraceReader::Found TraceReader::mistake(const std::string& what)
{
    problem_ = what;
    return Found::Mistake;
}

TraceReader::Found TraceReader::next(TraceRow& row)
{
    std::string_view text;
    while (!ended_ && next_line(text)) {
        if (text.size() > line_most)
            return mistake("is longer than " + std::to_string(line_most) + " characters");
        text = trimmed(text.substr(0, text.find('#')));
        Cells cells;
        const std::size_t count = text.empty() ? 0 : split_cells(text, cells);
        const bool header = count != 0 && columns_ == 0 && is_header(cells, count);
        if (count != 0 && columns_ == 0)
            columns_ = count;
        if (count == 0 || header)
            continue;
        if ((columns_ != 2 && columns_ != 3) || count != columns_)
            return mistake("a line is 'time,vector' or 'time,function,vector', all alike");
        return read_row(cells, row);
    }
    const bool failed = !ended_ && !file_.problem().empty();
    ended_ = true;
    if (failed)
        line_ = 0;
    return failed ? mistake(file_.problem()) : Found::End;
}

bool TraceReader::is_header(const Cells& cells, std::size_t count) const
{
    return (count == 2 || count == 3) && cells[0] == "time" && cells[count - 1] == "vector" &&
           (count == 2 || cells[1] == "function");
}

TraceReader::Found TraceReader::read_row(const Cells& cells, TraceRow& row)
{
    const std::string_view vector_text = cells[columns_ - 1];
    const std::size_t plus = std::min(cells[0].find('+'), cells[0].size());
    const std::string_view round_text = trimmed(cells[0].substr(plus));
    const Quantity time =
        parse_quantity(in_ns(trimmed(cells[0].substr(0, plus))), Dimension::Duration);
    const Quantity vector = parse_quantity(std::string(vector_text), Dimension::Count);
    if (!time.error.empty() || !vector.error.empty())
        return mistake(time.error.empty() ? vector.error : time.error);
    const std::optional<std::uint32_t> round = round_of(round_text);
    if (!round)
        return mistake("'" + std::string(round_text) + "' is no round of an instant: such as +1");
    if (vector.number > UINT32_MAX)
        return mistake("there is no vector " + std::string(vector_text));
    if (time.number < time_ps_)
        return mistake("time goes back: " + std::string(cells[0]) + " is before the line above");
    time_ps_ = row.time_ps = time.number;
    row.round = *round;
    row.vector = static_cast<std::uint32_t>(vector.number);
    row.function = columns_ == 3 ? cells[1] : std::string_view();
    return Found::Row;
}

// ---- before time zero ----

namespace {

void add_row(TraceSummary& trace, const TraceRow& row, unsigned line)
{
    const auto [at, is_new] = trace.parts.try_emplace(row.function);
    TracePart& part = at->second;
    if (is_new) {
        trace.functions.push_back(row.function);
        part.first_line = line;
    }
    if (row.vector < part.vectors || part.vectors > vectors_most)
        return; // one line with a vector that no function has is enough
    part.vectors = std::uint64_t{ row.vector } + 1;
    part.higher.emplace_back(row.vector, line);
}

} // namespace

TraceSummary check_trace(const std::string& path)
{
    TraceSummary trace;
    trace.path = path;
    TraceReader reader(path);
    TraceRow row;
    for (TraceReader::Found found; (found = reader.next(row)) != TraceReader::Found::End;) {
        if (found == TraceReader::Found::Row)
            add_row(trace, row, reader.line());
        else
            trace.errors.error(trace.at(reader.line()), reader.problem());
        if (trace.functions.size() > functions_most)
            trace.errors.error(trace.at(reader.line()), "more functions than a machine can have");
        if (trace.errors.count() == complaints_most || trace.functions.size() > functions_most)
            break;
    }
    trace.names_functions = reader.names_functions();
    if (trace.parts.empty() && trace.errors.empty())
        trace.errors.error(trace.at(0), "is empty: there is nothing to replay");
    return trace;
}

const TraceSummary& TraceLibrary::get(const std::string& path)
{
    const auto found = checked_.find(path);
    return found != checked_.end() ? found->second
                                   : checked_.emplace(path, check_trace(path)).first->second;
}

// ---- while the run goes on ----

namespace {

class TraceStream final : public StimulusStream {
public:
    TraceStream(const std::string& path, const std::string& function, unsigned vectors)
        : path_(path), function_(function), vectors_(vectors), reader_(path)
    {
    }

    std::optional<Stimulus> next() override
    {
        for (;;) {
            const TraceReader::Found found = reader_.next(row_);
            if (found == TraceReader::Found::End)
                return std::nullopt;
            if (found == TraceReader::Found::Mistake)
                changed(reader_.problem());
            if (row_.function != function_)
                continue;
            if (row_.vector >= vectors_)
                changed("has vector " + std::to_string(row_.vector));
            return Stimulus{ row_.time_ps, row_.vector, row_.round };
        }
    }

private:
    [[noreturn]] void changed(const std::string& now) const
    {
        const Origin at{ Origin::Kind::File, path_, reader_.line(), 1, "" };
        throw std::runtime_error(at.place() +
                                 ": the trace has changed since it was checked: " + now);
    }

    const std::string path_, function_;
    const unsigned vectors_;
    TraceReader reader_;
    TraceRow row_;
};

class TraceRecording final : public Recording {
public:
    TraceRecording(std::string path, std::string function, unsigned vectors)
        : path_(std::move(path)), function_(std::move(function)), vectors_(vectors)
    {
    }

    unsigned vectors() const override { return vectors_; }
    std::unique_ptr<StimulusStream> play() const override
    {
        return std::make_unique<TraceStream>(path_, function_, vectors_);
    }

private:
    const std::string path_, function_;
    const unsigned vectors_;
};

} // namespace

std::shared_ptr<const Recording> trace_recording(const TraceSummary& trace,
                                                 const std::string& function)
{
    const auto part = trace.parts.find(function);
    return std::make_shared<TraceRecording>(
        trace.path, function,
        part == trace.parts.end() ? 0 : static_cast<unsigned>(part->second.vectors));
}

} // namespace itstorm
