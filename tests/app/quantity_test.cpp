// SPDX-License-Identifier: Apache-2.0
#include "quantity.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace itstorm;
using testing::HasSubstr;

namespace {

std::uint64_t exact(const std::string& text, Dimension d)
{
    const Quantity q = parse_quantity(text, d);
    EXPECT_EQ(q.error, "") << text;
    return q.number;
}

std::string error(const std::string& text, Dimension d)
{
    return parse_quantity(text, d).error;
}

} // namespace

TEST(Quantity, every_unit_has_its_factor)
{
    EXPECT_EQ(exact("7ps", Dimension::Duration), 7u);
    EXPECT_EQ(exact("7ns", Dimension::Duration), 7'000u);
    EXPECT_EQ(exact("7us", Dimension::Duration), 7'000'000u);
    EXPECT_EQ(exact("7ms", Dimension::Duration), 7'000'000'000u);
    EXPECT_EQ(exact("7s", Dimension::Duration), 7'000'000'000'000u);
    EXPECT_EQ(exact("7us", Dimension::DurationNs), 7'000u);
    EXPECT_EQ(exact("3B", Dimension::Bytes), 3u);
    EXPECT_EQ(exact("64KiB", Dimension::Bytes), 65536u);
    EXPECT_EQ(exact("2MiB", Dimension::Bytes), 2097152u);
    EXPECT_EQ(exact("4GiB", Dimension::Bytes), 4294967296u);
    EXPECT_EQ(exact("5/s", Dimension::Rate), 5u);
    EXPECT_EQ(exact("1.5M/s", Dimension::Rate), 1'500'000u);
    EXPECT_EQ(exact("2G/s", Dimension::Rate), 2'000'000'000u);
    EXPECT_EQ(exact("32kHz", Dimension::Frequency), 32'000u);
    EXPECT_EQ(exact("2.5GHz", Dimension::Frequency), 2'500'000'000u);
}

TEST(Quantity, fractions_are_exact)
{
    EXPECT_EQ(exact("1.5us", Dimension::Duration), 1'500'000u);
    EXPECT_EQ(exact("0.001ns", Dimension::Duration), 1u);
    EXPECT_EQ(exact("0.3us", Dimension::Duration), 300'000u);
}

TEST(Quantity, finer_than_the_smallest_unit_is_an_error)
{
    EXPECT_THAT(error("0.5ps", Dimension::Duration), HasSubstr("finer than 1 ps"));
    EXPECT_THAT(error("1.5B", Dimension::Bytes), HasSubstr("finer than 1 B"));
    EXPECT_THAT(error("0.5", Dimension::Count), HasSubstr("not a whole number"));
}

TEST(Quantity, a_rate_may_be_a_fraction)
{
    EXPECT_DOUBLE_EQ(parse_quantity("0.5/s", Dimension::Rate).real, 0.5);
}

TEST(Quantity, percent_is_a_factor)
{
    EXPECT_DOUBLE_EQ(parse_quantity("90%", Dimension::Percent).real, 0.9);
    EXPECT_DOUBLE_EQ(parse_quantity("2.5 %", Dimension::Percent).real, 0.025);
}

TEST(Quantity, a_missing_unit_is_an_error_that_lists_the_allowed_ones)
{
    EXPECT_EQ(error("5", Dimension::Duration), "'5' needs a unit: ps, ns, us, ms or s");
    EXPECT_EQ(error("5", Dimension::Bytes), "'5' needs a unit: B, KiB, MiB or GiB");
    EXPECT_EQ(error("5", Dimension::Rate), "'5' needs a unit: /s, k/s, M/s or G/s");
    EXPECT_EQ(error("5", Dimension::Frequency), "'5' needs a unit: Hz, kHz, MHz or GHz");
}

TEST(Quantity, a_wrong_unit_is_an_error_that_lists_the_allowed_ones)
{
    EXPECT_THAT(error("5KB", Dimension::Bytes),
                HasSubstr("has the unit 'KB'; allowed: B, KiB, MiB or GiB"));
    EXPECT_THAT(error("5us", Dimension::Count), HasSubstr("this is a plain number"));
}

TEST(Quantity, a_text_that_is_no_number_is_an_error)
{
    for (const char* text :
         { "", "ns", "-1ns", "+1ns", ".5ns", "1.ns", "1e3ns", "0x10", "1.2.3s", "nan" })
        EXPECT_NE(error(text, Dimension::Duration), "") << text;
}

TEST(Quantity, too_large_is_an_error_and_never_wraps)
{
    EXPECT_THAT(error("99999999999s", Dimension::Duration), HasSubstr("too large"));
    EXPECT_NE(error("99999999999999999999", Dimension::Count), "");
}

TEST(Quantity, the_shortest_exact_text_parses_back)
{
    EXPECT_EQ(format_exact(2000, Dimension::DurationNs), "2us");
    EXPECT_EQ(format_exact(65536, Dimension::Bytes), "64KiB");
    EXPECT_EQ(format_exact(4097, Dimension::Bytes), "4097B");
    EXPECT_EQ(format_exact(0, Dimension::Duration), "0ps");
    EXPECT_EQ(format_exact(32, Dimension::Count), "32");
}

TEST(Quantity, values_for_people_have_four_digits_and_a_fitting_unit)
{
    EXPECT_EQ(format_value(2.179e-6, "s"), "2.179 us");
    EXPECT_EQ(format_value(0.0125, "s"), "12.5 ms");
    EXPECT_EQ(format_value(0, "s"), "0 s");
    EXPECT_EQ(format_percent(0.934), "93.4 %");
    EXPECT_EQ(format_value(3, "1"), "3");
    EXPECT_EQ(format_value(1.5e6, "MSIs/s"), "1.5 M MSIs/s");
    EXPECT_EQ(format_value(12, "MSIs/s"), "12 MSIs/s");
    EXPECT_EQ(format_value(123456, "commands"), "123456 commands");
    EXPECT_EQ(format_value(1.25, "commands"), "1.25 commands");
}

TEST(Quantity, negative_and_too_long_numbers_are_named_as_such)
{
    EXPECT_EQ(parse_quantity("-1", Dimension::Count).error, "'-1' is negative");
    EXPECT_EQ(parse_quantity("-2us", Dimension::Duration).error, "'-2us' is negative");
    EXPECT_EQ(parse_quantity("1234567890123456789", Dimension::Count).error,
              "'1234567890123456789' has too many digits: at most 18");
    EXPECT_THAT(parse_quantity("-", Dimension::Count).error, HasSubstr("is not a number"));
}
