// SPDX-License-Identifier: Apache-2.0
// Text from outside, as it is shown.
#include <common/printable.h>
#include <gtest/gtest.h>

namespace itstorm {

namespace {

TEST(Printable, leaves_plain_text_and_letters_of_any_alphabet_as_they_are)
{
    EXPECT_EQ(printable("its0.cmdq, 5 µs, 測試, \\e"), "its0.cmdq, 5 µs, 測試, \\e");
}

TEST(Printable, shows_what_a_terminal_would_obey_as_text)
{
    EXPECT_EQ(printable("x\x1b]0;owned\a\x1b[2J"), "x\\x1b]0;owned\\x07\\x1b[2J");
    EXPECT_EQ(printable("a\tb\r\nc\x7f"), "a\\tb\\r\\nc\\x7f");
    EXPECT_EQ(printable("\xc2\x9b"
                        "2J"),
              "\\x9b2J"); // CSI as one character
}

TEST(Printable, shows_what_would_turn_the_direction_of_text)
{
    EXPECT_EQ(printable("\u202egpj\u2066"), "\\u202egpj\\u2066");
}

TEST(Printable, shows_what_has_no_width)
{
    EXPECT_EQ(printable("a\u200bb\u2060c"), "a\\u200bb\\u2060c");
}

TEST(Printable, shows_bytes_that_are_not_utf8)
{
    EXPECT_EQ(printable("\xff\xc0\xaf\xed\xa0\x80|\xe2\x82"),
              "\\xff\\xc0\\xaf\\xed\\xa0\\x80|\\xe2\\x82");
}

TEST(Printable, cuts_long_text_and_says_how_long_it_is)
{
    EXPECT_EQ(printable(std::string(1048576, 'c'), 4), "cccc... (1048576 characters)");
    EXPECT_EQ(printable("cccc", 4), "cccc");
    EXPECT_EQ(printable("µµµµµ", 4), "µµµµ... (5 characters)");
}

} // namespace

} // namespace itstorm
