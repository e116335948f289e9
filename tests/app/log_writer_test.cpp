// SPDX-License-Identifier: Apache-2.0
// Which lines of the log the terminal shows, and what log.txt holds.
#include "log_writer.h"
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <sstream>

namespace itstorm {
namespace {

LogLine line(LogLevel level, const std::string& text)
{
    return { 12'345'678, level, "pe0", text };
}

std::string shown(const std::vector<LogLine>& lines, LogLevel level, const std::string& name = "")
{
    std::ostringstream out;
    LogTerminal terminal(out, level, name);
    for (const LogLine& one : lines)
        if (terminal.wants(one))
            terminal.show(one);
    terminal.finish();
    return out.str();
}

TEST(Log, line_says_when_and_by_whom)
{
    EXPECT_EQ(log_line_text(line(LogLevel::Info, "up")), "[       12.345678 us] pe0: up");
    EXPECT_EQ(log_line_text(line(LogLevel::Warning, "odd")),
              "[       12.345678 us] pe0: warning: odd");
}

TEST(Log, terminal_shows_the_chosen_level_and_what_is_worse)
{
    const std::vector<LogLine> lines = { line(LogLevel::Error, "a"), line(LogLevel::Warning, "b"),
                                         line(LogLevel::Info, "c"), line(LogLevel::Debug, "d") };
    const std::string text = shown(lines, LogLevel::Warning);
    EXPECT_NE(text.find("error: a\n"), std::string::npos);
    EXPECT_NE(text.find("warning: b\n"), std::string::npos);
    EXPECT_EQ(text.find("c\n"), std::string::npos);
    EXPECT_EQ(text.find("d\n"), std::string::npos);
}

TEST(Log, terminal_shows_the_first_few_lines_that_differ_in_numbers_only)
{
    std::vector<LogLine> lines;
    for (int n = 0; n < 1000; n++)
        lines.push_back(line(LogLevel::Info, "DeviceID 0x" + std::to_string(n) + " is late"));
    lines.push_back(line(LogLevel::Info, "another"));
    const std::string text = shown(lines, LogLevel::Info);
    EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), LogTerminal::alike_most + 2);
    EXPECT_NE(text.find("another"), std::string::npos);
    EXPECT_NE(text.find("995 more lines in log.txt"), std::string::npos);
}

TEST(Log, terminal_names_the_variant)
{
    EXPECT_EQ(shown({ line(LogLevel::Info, "up") }, LogLevel::Info, "spin"),
              "spin [       12.345678 us] pe0: up\n");
}

TEST(Log, file_is_cut_at_its_size_and_says_how_much_is_missing)
{
    const std::string path = testing::TempDir() + "log_writer_test.txt";
    LogFile file(path);
    const std::string text(100'000, 'x');
    for (int n = 0; n < 200; n++)
        file.write(line(LogLevel::Info, text));
    file.finish();
    std::ifstream in(path, std::ios::binary);
    const std::string all(std::istreambuf_iterator<char>(in), {});
    EXPECT_LT(all.size(), LogFile::bytes_most + 200);
    EXPECT_NE(all.find("... 33 more lines"), std::string::npos) << all.substr(all.size() - 100);
    std::remove(path.c_str());
}

TEST(Log, file_that_cannot_be_written_is_an_error_with_its_name)
{
    LogFile file("/dev/full");
    file.write(line(LogLevel::Info, "up"));
    try {
        file.finish();
        FAIL() << "no error";
    } catch (const std::runtime_error& error) {
        EXPECT_NE(std::string(error.what()).find("/dev/full"), std::string::npos);
    }
}

} // namespace
} // namespace itstorm
