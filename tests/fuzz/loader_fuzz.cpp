// SPDX-License-Identifier: Apache-2.0
// For any text of a scenario or a trace, the loader answers within seconds, and its messages have
// only printable characters. If it accepts a scenario, it accepts the effective.yaml of it as well,
// whose own effective.yaml is the same.
//
// An input that fails is written to ./loader_fuzz.input; FUZZ_FILE=loader_fuzz.input tries it
// again.
#include "app/app_support.h"
#include "budget.h"
#include "common/printable.h"
#include "text_mutation.h"
#include "trace_file.h"
#include <algorithm>
#include <csignal>
#include <ctime>
#include <filesystem>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

namespace itstorm {

namespace {

constexpr const char* input_file = "loader_fuzz.input";
#if defined(__SANITIZE_ADDRESS__)
constexpr double seconds_most = 20; // of a processor
#else
constexpr double seconds_most = 2;
#endif
constexpr std::size_t file_most = 1 << 20; // a larger one is refused

double processor_seconds()
{
    return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

// ---- checks of every text ----

void expect_showable(const Diagnostics& errors)
{
    EXPECT_LE(errors.sorted().size(), Diagnostics::kept_most);
    for (const Problem& problem : errors.sorted()) {
        const std::string text = problem.text();
        EXPECT_LE(text.size(), 4'000u) << text;
        EXPECT_EQ(printable(text, text.size()), text);
    }
}

std::string first_error(const Loaded& loaded)
{
    return loaded.errors.empty() ? "" : loaded.errors.sorted()[0].text();
}

// Without comments, which name the origins of values: in the second effective.yaml every value
// comes from the first.
std::string values_of(const std::string& effective)
{
    std::string values;
    for (std::size_t begin = 0; begin < effective.size();) {
        const std::size_t end = effective.find('\n', begin);
        const std::string line = effective.substr(begin, end - begin);
        values += line.substr(0, line.rfind(" # ")) + "\n";
        begin = end + 1;
    }
    return values;
}

void expect_stable(const LoadedVariant& variant)
{
    if (!variant.scenario.variant.empty())
        return; // the title names the variant, and `only` is left out with the variants
    if (variant.effective.size() > file_most)
        return;
    const Loaded again = load(variant.effective);
    ASSERT_TRUE(again.errors.empty()) << first_error(again) << "\n" << variant.effective;
    EXPECT_EQ(values_of(again.variants.at(0).effective), values_of(variant.effective));
}

void check_scenario(const std::string& text)
{
    const Loaded loaded = load(text);
    expect_showable(loaded.errors);
    if (loaded.errors.empty())
        for (const LoadedVariant& variant : loaded.variants)
            expect_stable(variant);
}

// As a file without a name.
void check_as_trace(const std::string& text)
{
    const int file = memfd_create("trace", MFD_CLOEXEC);
    ASSERT_EQ(write(file, text.data(), text.size()), static_cast<ssize_t>(text.size()));
    expect_showable(check_trace("/proc/self/fd/" + std::to_string(file)).errors);
    close(file);
}

void check(const std::string& text)
{
    const double start = processor_seconds();
    check_scenario(text);
    check_as_trace(text);
    EXPECT_LE(processor_seconds() - start, seconds_most);
}

// ---- the inputs ----

std::vector<std::string> files_in(const std::string& folder)
{
    std::vector<std::string> paths;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        if (entry.is_regular_file())
            paths.push_back(entry.path().string());
    std::sort(paths.begin(), paths.end());
    return paths;
}

// Good scenarios, and texts that once failed.
std::vector<std::string> seeds()
{
    std::vector<std::string> texts = { good() };
    for (const char* folder : { SCENARIO_FOLDER, CORPUS_FOLDER })
        for (const std::string& path : files_in(folder))
            texts.push_back(read_whole(path));
    return texts;
}

// Writes the input to a file first, so that an input with which the loader hangs or crashes is
// kept.
void check_and_keep_if_wrong(const std::string& text)
{
    write_text(input_file, text);
    alarm(60);
    check(text);
    alarm(0);
    if (!testing::Test::HasFailure())
        std::filesystem::remove(input_file);
}

TEST(LoaderFuzz, answers_to_every_text_that_once_made_it_fail)
{
    for (const std::string& path : files_in(CORPUS_FOLDER)) {
        SCOPED_TRACE(path);
        check(read_whole(path));
    }
}

TEST(LoaderFuzz, answers_to_any_text)
{
    if (const char* file = std::getenv("FUZZ_FILE"))
        return check(read_whole(file));
    const FuzzBudget budget(1, 400);
    TextMutation texts(seeds(), budget.seed());
    std::uint64_t done = 0;
    for (; budget.goes_on(done) && !HasFailure(); ++done)
        check_and_keep_if_wrong(texts.next());
    if (HasFailure())
        std::printf("text %llu of seed %llu is in %s\n", static_cast<unsigned long long>(done),
                    static_cast<unsigned long long>(budget.seed()), input_file);
    RecordProperty("texts", std::to_string(done));
}

} // namespace

} // namespace itstorm
