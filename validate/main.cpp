// SPDX-License-Identifier: Apache-2.0
// itstorm_validate: runs the model against queueing laws and prints, law by law, what was expected,
// what was measured, and whether they agree. docs/validation.md says what each law is.
//
// usage: itstorm_validate [--quick] [--markdown] [--jobs N] [--seed N] [LAW ...]
// exit status: 0 all agree, 1 one does not, 2 wrong usage
#include "cases.h"
#include "children.h"
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <deque>
#include <stdexcept>
#include <systemc>

namespace itstorm {

namespace {

constexpr const char* usage =
    "usage: itstorm_validate [--quick] [--markdown] [--jobs N] [--seed N] [LAW ...]\n";
constexpr std::uint64_t quick_divide = 10; // a quick run has a tenth of the commands

struct Options {
    bool quick = false;
    Format format = Format::Plain;
    unsigned jobs = 1;
    std::uint64_t seed = 1;
    std::vector<std::string> laws;
};

std::vector<Case> all_cases()
{
    std::vector<Case> all;
    for (const auto family :
         { book_cases, queue_cases, pipe_cases, full_cases, reserve_cases, batch_cases, merge_cases,
           livelock_cases, detector_cases, cache_cases, invall_cases, exact_cases, link_cases })
        for (Case& one : family())
            all.push_back(std::move(one));
    std::stable_sort(all.begin(), all.end(), [](const Case& a, const Case& b) {
        return std::stoi(a.law.substr(2)) < std::stoi(b.law.substr(2));
    });
    return all;
}

Options parse(int argc, char** argv)
{
    Options options;
    for (int n = 1; n < argc; n++) {
        const std::string word = argv[n];
        if (word == "--quick")
            options.quick = true;
        else if (word == "--markdown")
            options.format = Format::Markdown;
        else if (word == "--jobs" && n + 1 < argc)
            options.jobs = static_cast<unsigned>(std::max(1, std::atoi(argv[++n])));
        else if (word == "--seed" && n + 1 < argc)
            options.seed = std::strtoull(argv[++n], nullptr, 10);
        else if (word[0] != '-')
            options.laws.push_back(word);
        else
            throw std::invalid_argument(word);
    }
    return options;
}

bool chosen(const Options& options, const Case& one)
{
    const auto& laws = options.laws;
    return (one.quick || !options.quick) &&
           (laws.empty() || std::find(laws.begin(), laws.end(), one.law) != laws.end());
}

std::vector<Case> choose(const Options& options)
{
    std::vector<Case> cases;
    for (Case& one : all_cases())
        if (chosen(options, one))
            cases.push_back(std::move(one));
    if (cases.empty())
        throw std::invalid_argument("there is no such law");
    return cases;
}

std::string rows_of(const Case& one, const Options& options)
{
    Report report(one.point, options.quick ? quick_divide : 1, options.seed);
    one.run(report);
    return to_text(report.rows());
}

// Cases run a few at a time, and are printed in their order.
class Validation {
public:
    explicit Validation(const Options& options) : options_(options) {}

    int run()
    {
        print_header(options_.format);
        for (const Case& one : choose(options_)) {
            if (running_.size() == options_.jobs)
                finish_oldest();
            running_.push_back({ one, Child([&] { return rows_of(one, options_); }) });
        }
        while (!running_.empty())
            finish_oldest();
        print_summary();
        return failures_ == 0 ? 0 : 1;
    }

private:
    struct Running {
        Case of;
        Child child;
    };

    void finish_oldest()
    {
        Running& oldest = running_.front();
        const std::vector<Row> rows = from_text(oldest.child.result());
        if (rows.empty())
            report({ oldest.of.point, "a result", 1, 0, 0, Bound::Exactly }, oldest.of.law);
        for (const Row& row : rows)
            report(row, oldest.of.law);
        std::fflush(stdout);
        running_.pop_front();
    }

    void report(const Row& row, const std::string& law)
    {
        print(options_.format, law, row);
        ++rows_;
        failures_ += !row.passes();
    }

    void print_summary() const
    {
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start_;
        std::printf("\n%u rows, %u outside of their tolerance; %.0f s\n", rows_, failures_,
                    took.count());
    }

    const Options options_;
    const std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
    std::deque<Running> running_;
    unsigned rows_ = 0, failures_ = 0;
};

} // namespace

} // namespace itstorm

int sc_main(int argc, char** argv)
{
    try {
        return itstorm::Validation(itstorm::parse(argc, argv)).run();
    } catch (const std::invalid_argument& error) {
        std::fprintf(stderr, "itstorm_validate: %s\n%s", error.what(), itstorm::usage);
        return 2;
    }
}
