// SPDX-License-Identifier: Apache-2.0
// Formatted text and the two logs.
#include "fake.h"
#include <cstdio>
#include <gtest/gtest.h>
extern "C" {
#include "kit/format.h"
#include "kit/guest_log.h"
#include "kit/log.h"
}

namespace {

__attribute__((format(printf, 2, 3))) std::string formatted(std::size_t bytes, const char* format,
                                                            ...)
{
    std::vector<char> text(bytes + 1, '#');
    va_list arguments;
    va_start(arguments, format);
    const std::size_t length = kit_format(text.data(), bytes, format, arguments);
    va_end(arguments);
    EXPECT_EQ(text[bytes], '#') << "written beyond the end";
    EXPECT_EQ(length, bytes == 0 ? 0 : std::string(text.data()).size());
    return bytes == 0 ? "" : text.data();
}

} // namespace

TEST(KitFormat, writes_what_printf_writes)
{
    EXPECT_EQ(formatted(100, "%s %c %d %d %u %x %%", "text", 'c', -5, 7, 4000000000u, 0xbeefu),
              "text c -5 7 4000000000 beef %");
    EXPECT_EQ(formatted(100, "%lu %lx %ld", ~0ul, ~0ul, -9223372036854775807l - 1),
              "18446744073709551615 ffffffffffffffff -9223372036854775808");
    EXPECT_EQ(formatted(100, "%p", reinterpret_cast<void*>(0xabc)), "0xabc");
    const char* volatile nobody = nullptr;
    EXPECT_EQ(formatted(100, "%s", nobody), "(null)");
}

TEST(KitFormat, text_that_does_not_fit_is_cut)
{
    EXPECT_EQ(formatted(5, "%s", "abcdefgh"), "abcd");
    EXPECT_EQ(formatted(1, "%u", 7u), "");
    EXPECT_EQ(formatted(0, "%u", 7u), "");
}

TEST(KitFormat, both_logs_have_formatted_lines)
{
    kit_fake::reset();
    hv_log(SIM_LOG_INFO, "ring %u", 5u);
    guest_log(nullptr, "event 0x%x", 255u);
    EXPECT_EQ(kit_fake::lines, (std::vector<std::string>{ "ring 5", "guest: event 0xff" }));
}
