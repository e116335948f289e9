// SPDX-License-Identifier: Apache-2.0
// Where the lines of the log go: all of them to log.txt, up to a size; on the terminal, as they
// happen, those of the chosen level, and of lines that differ in numbers only the first few. What
// was left out is counted and said at the end.
#pragma once
#include "common/log.h"
#include <fstream>
#include <functional>
#include <iosfwd>
#include <map>
#include <optional>

namespace itstorm {

// The lines that a terminal gets to see.
class LogTerminal {
public:
    static constexpr unsigned alike_most = 5; // lines that differ in numbers only
    static constexpr unsigned lines_most = 100;

    // `name` of the variant, shown before each line; empty: there is one run only.
    LogTerminal(std::ostream& out, LogLevel level, std::string name);
    bool wants(const LogLine& line); // counts what it does not want
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
