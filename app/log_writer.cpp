// SPDX-License-Identifier: Apache-2.0
// LogTerminal, LogFile: see log_writer.h.
#include "log_writer.h"
#include "output_file.h"
#include <cctype>
#include <cerrno>
#include <ostream>
#include <stdexcept>

namespace itstorm {

namespace {

// The kind of a line: its text without numbers. "DeviceID 0x8, pe1" and "DeviceID 0x9, pe2" are of
// one kind.
std::string without_numbers(const LogLine& line)
{
    std::string kind;
    bool in_number = false;
    for (const char c : line.who + ": " + line.text) {
        const bool is_digit = std::isdigit(static_cast<unsigned char>(c)) != 0;
        const bool goes_on = in_number && std::isxdigit(static_cast<unsigned char>(c)) != 0;
        if (is_digit && !in_number)
            kind += '#';
        else if (!is_digit && !goes_on)
            kind += c;
        in_number = is_digit || goes_on || (in_number && c == 'x');
    }
    return kind;
}

} // namespace

LogTerminal::LogTerminal(std::ostream& out, LogLevel level, std::string name)
    : out_(out), level_(level), prefix_(name.empty() ? "" : name + " ")
{
}

bool LogTerminal::wants(const LogLine& line)
{
    if (line.level > level_)
        return false;
    const std::string kind = without_numbers(line);
    const bool is_known = alike_.size() < lines_most || alike_.count(kind) != 0;
    if (shown_ >= lines_most || !is_known || alike_[kind] >= alike_most) {
        ++left_out_;
        return false;
    }
    ++alike_[kind];
    ++shown_;
    return true;
}

void LogTerminal::show(const LogLine& line)
{
    out_ << prefix_ + log_line_text(line) + "\n" << std::flush;
}

void LogTerminal::finish()
{
    if (left_out_ != 0)
        out_ << prefix_ + std::to_string(left_out_) + " more lines in log.txt\n" << std::flush;
    left_out_ = 0;
}

LogFile::LogFile(std::string path) : path_(std::move(path))
{
    if (!path_.empty())
        file_.open(path_, std::ios::binary);
}

void LogFile::write(const LogLine& line)
{
    if (path_.empty())
        return;
    const std::string text = log_line_text(line) + "\n";
    if (bytes_ + text.size() > bytes_most) {
        ++left_out_;
        return;
    }
    bytes_ += text.size();
    file_ << text;
}

void LogFile::finish()
{
    if (path_.empty())
        return;
    if (left_out_ != 0)
        file_ << "... " << left_out_ << " more lines: the log is cut at 16 MiB\n";
    errno = 0;
    file_.close();
    if (!file_)
        throw std::runtime_error(cannot_be_written(path_));
}

} // namespace itstorm
