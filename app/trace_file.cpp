// Trace files: see trace_file.h.
#include "trace_file.h"
#include "fields.h"
#include "quantity.h"
#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <optional>

namespace itstorm {

namespace {

constexpr unsigned complaints_max = 10;

std::string trimmed(const std::string& text)
{
    const char* const blanks = " \t\r";
    const std::size_t begin = text.find_first_not_of(blanks);
    return begin == std::string::npos
               ? ""
               : text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

class TraceReader {
public:
    TraceReader(const std::string& path, Diagnostics& errors) : errors_(errors)
    {
        trace_.path = path;
    }

    TraceFile read()
    {
        std::ifstream file(trace_.path);
        if (!file)
            errors_.error(trace_.at(0), std::string("cannot be read: ") + std::strerror(errno));
        else if (!std::filesystem::is_regular_file(trace_.path)) // else a device, without end
            errors_.error(trace_.at(0), "is not a regular file");
        else
            read_lines(file);
        return std::move(trace_);
    }

private:
    void read_lines(std::istream& file)
    {
        std::string text;
        while (complaints_ < complaints_max && std::getline(file, text)) {
            ++line_;
            text = trimmed(text.substr(0, text.find('#')));
            if (!text.empty())
                read_line(text);
        }
        if (trace_.rows.empty() && complaints_ == 0)
            errors_.error(trace_.at(0), "is empty: there is nothing to replay");
    }

    void complain(const std::string& message)
    {
        errors_.error(trace_.at(line_), message);
        ++complaints_;
    }

    void read_line(const std::string& text)
    {
        auto cells = split(text, ',');
        for (std::string& cell : cells)
            cell = trimmed(cell);
        if (columns_ == 0 && is_header(cells))
            return;
        if (columns_ == 0)
            columns_ = cells.size();
        if ((columns_ != 2 && columns_ != 3) || cells.size() != columns_)
            return complain("a line is 'time,vector' or 'time,function,vector', all alike");
        read_row(cells);
    }

    bool is_header(const std::vector<std::string>& cells)
    {
        if (cells.front() != "time" || cells.back() != "vector" ||
            (cells.size() == 3 && cells[1] != "function"))
            return false;
        columns_ = cells.size();
        return true;
    }

    void read_row(const std::vector<std::string>& cells)
    {
        const auto time_ps = number(in_ns(cells.front()), Dimension::Duration);
        const auto vector = number(cells.back(), Dimension::Count);
        if (!time_ps || !vector)
            return;
        if (*vector > UINT32_MAX)
            return complain("there is no vector " + cells.back());
        if (!trace_.rows.empty() && *time_ps < trace_.rows.back().time_ps)
            return complain("time goes back: " + cells.front() + " is before the line above");
        const unsigned function = columns_ == 3 ? function_index(cells[1]) : 0;
        trace_.rows.push_back({ *time_ps, static_cast<std::uint32_t>(*vector), function, line_ });
    }

    static std::string in_ns(const std::string& time)
    {
        const bool has_unit = time.find_first_not_of("0123456789.") != std::string::npos;
        return has_unit ? time : time + "ns";
    }

    std::optional<std::uint64_t> number(const std::string& text, Dimension dimension)
    {
        const Quantity q = parse_quantity(text, dimension);
        if (q.error.empty())
            return q.number;
        complain(q.error);
        return std::nullopt;
    }

    unsigned function_index(const std::string& name)
    {
        auto& names = trace_.functions;
        const auto found = std::find(names.begin(), names.end(), name);
        const auto index = static_cast<unsigned>(found - names.begin());
        if (found == names.end())
            names.push_back(name);
        return index;
    }

    Diagnostics& errors_;
    TraceFile trace_;
    std::size_t columns_ = 0; // 0: not known yet
    unsigned line_ = 0, complaints_ = 0;
};

} // namespace

TraceFile read_trace(const std::string& path, Diagnostics& errors)
{
    return TraceReader(path, errors).read();
}

} // namespace itstorm
