// printable(): what others wrote is shown as text, never acted upon by a terminal, and fits a
// screen.
#include "common/printable.h"
#include <gtest/gtest.h>

namespace {

using itstorm::printable;

TEST(Printable, leaves_ordinary_text_alone)
{
    EXPECT_EQ(printable("dom1.lpi \"x\" \\ 50 %"), "dom1.lpi \"x\" \\ 50 %");
    EXPECT_EQ(printable("caf\xc3\xa9 \xe4\xb8\xad \xf0\x9f\x98\x80"),
              "caf\xc3\xa9 \xe4\xb8\xad \xf0\x9f\x98\x80");
    EXPECT_EQ(printable(""), "");
}

TEST(Printable, shows_escape_sequences_as_text)
{
    EXPECT_EQ(printable("x\x1b]0;owned\a\x1b[2J"), "x\\x1b]0;owned\\x07\\x1b[2J");
    EXPECT_EQ(printable("a\tb\r\nc\x7f"), "a\\tb\\r\\nc\\x7f");
}

TEST(Printable, shows_a_zero_byte)
{
    EXPECT_EQ(printable(std::string_view("a\0b", 3)), "a\\x00b");
}

TEST(Printable, shows_c1_controls)
{
    EXPECT_EQ(printable("\xc2\x9b"
                        "2J"),
              "\\u{9b}2J");
}

TEST(Printable, shows_what_reverses_or_hides_its_neighbours)
{
    EXPECT_EQ(printable("a\xe2\x80\xae"
                        "b\xe2\x80\x8b"
                        "c\xef\xbb\xbf"),
              "a\\u{202e}b\\u{200b}c\\u{feff}");
}

TEST(Printable, shows_bytes_that_are_not_utf_8)
{
    EXPECT_EQ(printable("\xff\xfe ok"), "\\xff\\xfe ok");
    EXPECT_EQ(printable("\xc0\xaf"), "\\xc0\\xaf");                   // longer than needed
    EXPECT_EQ(printable("\xed\xa0\x80"), "\\xed\\xa0\\x80");          // half of a surrogate pair
    EXPECT_EQ(printable("\xe4\xb8"), "\\xe4\\xb8");                   // cut short
    EXPECT_EQ(printable("\xf4\x90\x80\x80"), "\\xf4\\x90\\x80\\x80"); // beyond U+10FFFF
}

TEST(Printable, cuts_what_is_long_and_says_how_long_it_was)
{
    EXPECT_EQ(printable("12345", 5), "12345");
    EXPECT_EQ(printable("123456", 5), "12345... (6 bytes)");
    const std::string megabyte(1 << 20, 'c');
    EXPECT_EQ(printable(megabyte), std::string(200, 'c') + "... (1048576 bytes)");
}

TEST(Printable, never_cuts_inside_a_character_or_an_escape)
{
    EXPECT_EQ(printable("1\xc3\xa9\xc3\xa9", 2), "1\xc3\xa9... (5 bytes)");
    EXPECT_EQ(printable("1\x1b\x1b", 6), "1\\x1b... (3 bytes)");
}

} // namespace
