// SPDX-License-Identifier: Apache-2.0
// Files of nearly a megabyte, valid or not, are read within a second, and their errors fit on a
// screen.
#include "wrong.h"
#include <ctime>

using namespace itstorm;
using testing::HasSubstr;

namespace {

const std::string head = "scenario: 1\nname: large\ndomains: [ { name: d, program: compute } ]\n";

// `line` this many times, with each % replaced by the number of the repetition.
std::string lines(const std::string& line, unsigned count)
{
    std::string text;
    for (unsigned n = 0; n < count; ++n) {
        const std::string number = std::to_string(n);
        for (const char c : line)
            c == '%' ? text += number : text += c;
    }
    return text;
}

struct Large {
    const char* name;
    std::string text;
    std::size_t errors; // expected; a number above the limit means: more than are kept
};

void PrintTo(const Large& large, std::ostream* out) // the test's name for CTest
{
    *out << large.name;
}

class LargeFile : public testing::TestWithParam<Large> {};

constexpr std::size_t many = 1'000'000;

// The limit has room for a slow machine.
TEST_P(LargeFile, is_read_within_a_second_of_processor_time)
{
    const Large& large = GetParam();
    ASSERT_LT(large.text.size(), 1u << 20);
    const std::clock_t start = std::clock();
    const Diagnostics errors = load(large.text).errors;
    EXPECT_LT(static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC, 4.0);
    if (large.errors == many)
        EXPECT_GT(errors.not_kept(), 1'000u);
    else
        EXPECT_EQ(errors.count(), large.errors)
            << (errors.empty() ? "" : errors.sorted()[0].text());
    for (const Problem& problem : errors.sorted())
        EXPECT_LT(problem.text().size(), 600u);
}

std::string functions(unsigned count)
{
    std::string text = "platform:\n  pci:\n";
    char line[80];
    for (unsigned n = 0; n < count; ++n) {
        std::snprintf(line, sizeof line, "    - { name: n%u, bdf: \"%02x:%02x.%u\" }\n", n, n >> 8,
                      n >> 3 & 31, n & 7);
        text += line;
    }
    return text;
}

// A timeline in which each entry comes after the label of the one before; `first` is its first
// entry.
std::string chain(unsigned length, const std::string& first)
{
    std::string text = "timeline:\n" + first;
    for (unsigned n = 0; n < length; ++n)
        text += "  - { after: l" + std::to_string(n) + ", delay: 1us, do: mark, label: l" +
                std::to_string(n + 1) + " }\n";
    return text;
}

const std::string first_label = "timeline:\n  - { at: 0s, do: mark, label: l }\n";

INSTANTIATE_TEST_SUITE_P(
    Files, LargeFile,
    testing::Values(
        Large{ "unknown_keys", head + lines("k%: 1\n", 90'000), many },
        Large{ "one_key_again_and_again", head + lines("k: 1\n", 150'000), many },
        Large{ "undefined_labels",
               head + "timeline:\n" + lines("  - { after: l%, do: stop }\n", 20'000), many },
        Large{ "undefined_labels_beside_defined_ones",
               head + "timeline:\n" + lines("  - { after: m%, do: mark, label: l% }\n", 20'000),
               many },
        Large{ "a_chain_of_labels", head + chain(15'000, "  - { at: 0s, do: mark, label: l0 }\n"),
               0 },
        Large{ "a_cycle_of_labels",
               head + chain(15'000, "  - { after: l15000, do: mark, label: l0 }\n"), 1 },
        Large{ "windows_along_a_chain",
               head + chain(9'000, "  - { at: 0s, do: mark, label: l0 }\n") + "measure:\n" +
                   lines("  - { name: w%, from: l%, to: l9000 }\n", 9'000),
               0 },
        Large{ "windows",
               head + first_label + "measure:\n" + lines("  - { name: w%, from: l }\n", 20'000),
               0 },
        Large{ "variants", head + "variants:\n" + lines("  v%: {}\n", 20'000), 1 },
        Large{ "changes_of_one_variant",
               head + "variants:\n  v:\n" + lines("    timing.k%: 1\n", 40'000), 1 },
        Large{ "many_variants_of_many_values",
               head + "timeline:\n" + lines("  - { at: %us, do: stop }\n", 10'000) + "variants:\n" +
                   lines("  v%: {}\n", 1'000),
               1 },
        Large{ "expectations",
               head + "expect:\n" + lines("  - { id: e%, at_end: \"d.progress >= 1\" }\n", 15'000),
               0 },
        Large{ "unknown_statistics",
               head + "expect:\n" + lines("  - { id: e%, at_end: \"d.progre% >= 1\" }\n", 15'000),
               many },
        Large{ "functions", head + functions(20'000), 0 },
        Large{ "unknown_devices",
               head + functions(10'000) + "timeline:\n" +
                   lines("  - { at: 0s, do: storm.stop, device: m% }\n", 10'000),
               many },
        Large{ "names_of_a_list", head + "summary: [" + lines("a%,", 100'000) + "]\n", 1 },
        Large{ "lists_in_lists", head + "summary: " + std::string(100'000, '[') + "\n", 2 },
        Large{ "lists_in_blocks", head + "summary: " + lines("- ", 100'000) + "\n", 1 },
        Large{ "tabs", head + std::string(900'000, '\t'), many },
        Large{ "documents", head + lines("---\n", 200'000), 1 }));

TEST(LargeMessage, quotes_the_beginning_and_the_length)
{
    const std::string program(1'000'000, 'c');
    const auto errors = errors_of(with_line(15, "  - { name: dom2, program: " + program + " }"));
    ASSERT_EQ(errors.size(), 1u);
    EXPECT_THAT(errors[0], HasSubstr("unknown program 'cccccc"));
    EXPECT_THAT(errors[0], HasSubstr("ccc... (1000000 characters)'; known: linux or compute"));
}

TEST(LargeMessage, control_characters_are_shown_as_text)
{
    const auto errors = errors_of(with_line(2, "name: \"x\\e]0;owned\\a\\e[2J\""));
    ASSERT_EQ(errors.size(), 1u);
    EXPECT_THAT(errors[0], HasSubstr("not 'x\\x1b]0;owned\\x07\\x1b[2J'"));
}

TEST(LargeMessage, of_keys_and_paths_are_cut_as_well)
{
    const std::string key(1'000, 'k'); // YAML itself ends keys at 1024
    const auto errors = errors_of(good() + key + ": 1\n", { key + "=1" });
    ASSERT_EQ(errors.size(), 2u);
    for (const std::string& error : errors)
        EXPECT_LT(error.size(), 700u);
}

} // namespace
