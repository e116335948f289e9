// SPDX-License-Identifier: Apache-2.0
// Where the lines of the log go: all of them to log.txt, up to a size; to the terminal, as they
// happen, those of the chosen level, of which lines that differ in numbers only are shown a few
// times. The last line says how many were left out.
#pragma once
#include "common/log.h"
#include <fstream>
#include <functional>
#include <iosfwd>
#include <map>
#include <optional>

namespace itstorm {

// Shows lines on the terminal.
class LogTerminal {
public:
    static constexpr unsigned alike_most = 5; // lines that differ in numbers only
    static constexpr unsigned lines_most = 100;

    // `name`: that of the variant, shown before each line; empty: there is one run only.
    LogTerminal(std::ostream& out, LogLevel level, std::string name);
    bool wants(const LogLine& line); // a line that it does not want is counted
    void show(const LogLine& line);
    void finish(); // says how many were left out

private:
    std::ostream& out_;
    const LogLevel level_;
    const std::string prefix_;
    unsigned shown_ = 0;
    std::uint64_t left_out_ = 0;
    std::map<std::string, unsigned> alike_; // lines of each kind; the first lines_most kinds
};

class LogFile {
public:
    static constexpr std::uint64_t bytes_most = 16 << 20;

    explicit LogFile(std::string path); // empty: nothing is kept
    void write(const LogLine& line);
    void finish(); // throws std::runtime_error: it could not be written

private:
    const std::string path_;
    std::ofstream file_;
    std::uint64_t bytes_ = 0, left_out_ = 0;
};

} // namespace itstorm
