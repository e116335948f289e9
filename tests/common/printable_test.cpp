// SPDX-License-Identifier: Apache-2.0
// How text from outside of the program is shown: without effect on a terminal.
#include <common/printable.h>
#include <gtest/gtest.h>

namespace itstorm {

namespace {

TEST(Printable, leaves_plain_text_and_letters_of_any_alphabet_as_they_are)
{
    EXPECT_EQ(printable("its0.cmdq, 5 µs, 測試, \\e"), "its0.cmdq, 5 µs, 測試, \\e");
}

TEST(Printable, shows_control_characters_as_text)
{
    EXPECT_EQ(printable("x\x1b]0;owned\a\x1b[2J"), "x\\x1b]0;owned\\x07\\x1b[2J");
    EXPECT_EQ(printable("a\tb\r\nc\x7f"), "a\\tb\\r\\nc\\x7f");
    EXPECT_EQ(printable("\xc2\x9b"
                        "2J"),
              "\\x9b2J"); // CSI as one character
}

TEST(Printable, shows_direction_marks_as_text)
{
    EXPECT_EQ(printable("\u202egpj\u2066"), "\\u202egpj\\u2066");
}

TEST(Printable, shows_characters_without_width_as_text)
{
    EXPECT_EQ(printable("a\u200bb\u2060c"), "a\\u200bb\\u2060c");
}

TEST(Printable, shows_bytes_that_are_not_utf8_as_text)
{
    EXPECT_EQ(printable("\xff\xc0\xaf\xed\xa0\x80|\xe2\x82"),
              "\\xff\\xc0\\xaf\\xed\\xa0\\x80|\\xe2\\x82");
}

TEST(Printable, truncates_long_text_and_states_its_length)
{
    EXPECT_EQ(printable(std::string(1048576, 'c'), 4), "cccc... (1048576 characters)");
    EXPECT_EQ(printable("cccc", 4), "cccc");
    EXPECT_EQ(printable("µµµµµ", 4), "µµµµ... (5 characters)");
}

} // namespace

} // namespace itstorm
