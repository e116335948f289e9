// SPDX-License-Identifier: Apache-2.0
// Runs random scenarios and checks that each ends as it should: no signal, within its limit of real
// time, never with status 3, and a second run writes the same bytes. A scenario that shows a fault
// stays in FOLDER, with a smaller one that shows it too. usage: scenario_fuzz ITSTORM FOLDER; the
// environment says how many scenarios and which (budget.h), and FUZZ_JOBS how many at a time.
#include "budget.h"
#include "child.h"
#include "key_coverage.h"
#include "shrink.h"
#include <atomic>
#include <cstdio>
#include <filesystem>
#include <map>
#include <mutex>
#include <thread>

namespace itstorm {

namespace {

constexpr double shrinking_seconds = 60;
constexpr unsigned shrunk_max = 3;        // scenarios with a fault that are made smaller
constexpr double refused_share_max = 0.2; // of scenarios that the loader may refuse

class Campaign {
public:
    Campaign(std::string itstorm, std::string folder)
        : itstorm_(std::move(itstorm)), folder_(std::move(folder)), parameters_(read_parameters())
    {
    }

    // Runs all scenarios. True: none failed.
    bool run(unsigned jobs)
    {
        const bool are_all_drawn = report_missing_keys();
        std::vector<std::thread> workers;
        for (unsigned n = 0; n < jobs; ++n)
            workers.emplace_back([this] { work(); });
        for (std::thread& worker : workers)
            worker.join();
        return summary() && are_all_drawn;
    }

private:
    Parameters read_parameters() const
    {
        std::filesystem::create_directories(folder_);
        const std::string file = folder_ + "/params.txt";
        const ChildEnd end = run_child({ itstorm_, "params" }, file, 10);
        if (end.status != 0 || end.signal != 0)
            std::fprintf(stderr, "scenario_fuzz: '%s params' failed\n", itstorm_.c_str());
        return Parameters(read_whole(file));
    }

    // Names the keys that are never drawn. True: there are none.
    bool report_missing_keys() const
    {
        const auto missing = keys_never_drawn(parameters_, 2000);
        for (const std::string& key : missing)
            std::printf("the generator never draws '%s'\n", key.c_str());
        return missing.empty() && !parameters_.all().empty();
    }

    void work()
    {
        for (std::uint64_t n = next_++; budget_.goes_on(n); n = next_++)
            try_seed(budget_.seed() + n);
    }

    void try_seed(std::uint64_t seed)
    {
        const std::string folder = folder_ + "/" + std::to_string(seed);
        const GeneratedScenario scenario = generate_scenario(parameters_, seed);
        const Verdict verdict = Trial(itstorm_, folder).run(scenario);
        if (verdict.fault.empty())
            std::filesystem::remove_all(folder);
        else
            report(seed, scenario, verdict);
        const std::lock_guard<std::mutex> lock(mutex_);
        ++ends_[verdict.fault.empty() ? verdict.status : fault_mark];
        slowest_ = std::max(slowest_, { verdict.cpu_seconds, seed });
    }

    void report(std::uint64_t seed, const GeneratedScenario& scenario, const Verdict& verdict)
    {
        const std::string name = folder_ + "/" + std::to_string(seed);
        const std::lock_guard<std::mutex> lock(
            mutex_); // one at a time, so that the trials have the processor for themselves
        std::printf("seed %llu: %s: %s/scenario.yaml\n%s", static_cast<unsigned long long>(seed),
                    verdict.fault.c_str(), name.c_str(), tail(verdict.output).c_str());
        std::fflush(stdout);
        if (shrunk_++ < shrunk_max)
            report_smaller(seed, scenario, verdict.fault);
    }

    void report_smaller(std::uint64_t seed, const GeneratedScenario& scenario,
                        const std::string& fault)
    {
        Trial trial(itstorm_, folder_ + "/" + std::to_string(seed) + ".small");
        const GeneratedScenario small = shrink(scenario, fault, trial, shrinking_seconds);
        std::printf("  smaller, %zu values of %zu: %s\n"
                    "  again with: FUZZ_SEED=%llu FUZZ_COUNT=1 scenario_fuzz %s FOLDER\n",
                    small.document.nodes(), scenario.document.nodes(),
                    trial.scenario_file().c_str(), static_cast<unsigned long long>(seed),
                    itstorm_.c_str());
        std::fflush(stdout);
    }

    static std::string tail(const std::string& text)
    {
        constexpr std::size_t most = 600;
        return text.size() <= most ? text : "..." + text.substr(text.size() - most);
    }

    bool summary()
    {
        std::uint64_t all = 0;
        for (const auto& [status, count] : ends_)
            all += count;
        const std::uint64_t refused = ends_[2], faults = ends_[fault_mark];
        std::printf(
            "%llu scenarios: %llu finished, %llu at a limit, %llu refused, %llu with a fault; "
            "the slowest took %.2f s, seed %llu\n",
            ull(all), ull(ends_[0] + ends_[1]), ull(ends_[4]), ull(refused), ull(faults),
            slowest_.first, ull(slowest_.second));
        const bool are_refused_few =
            static_cast<double>(refused) <= refused_share_max * static_cast<double>(all) + 1;
        if (!are_refused_few)
            std::printf("too many scenarios are refused: the generator does not know a rule\n");
        return faults == 0 && are_refused_few && all > 0;
    }

    static unsigned long long ull(std::uint64_t number) { return number; }

    static constexpr int fault_mark = -1;

    const std::string itstorm_, folder_;
    const Parameters parameters_;
    FuzzBudget budget_{ 1, 40 };
    std::atomic<std::uint64_t> next_{ 0 };
    std::mutex mutex_;
    unsigned shrunk_ = 0;
    std::map<int, std::uint64_t> ends_; // how many runs ended with each exit status
    std::pair<double, std::uint64_t> slowest_;
};

unsigned jobs()
{
    const char* text = std::getenv("FUZZ_JOBS");
    return text ? std::max(1, std::atoi(text)) : 1;
}

} // namespace

} // namespace itstorm

int main(int argc, char** argv)
{
    if (argc != 3) {
        std::fprintf(stderr, "usage: scenario_fuzz ITSTORM FOLDER\n");
        return 2;
    }
    return itstorm::Campaign(argv[1], argv[2]).run(itstorm::jobs()) ? 0 : 1;
}
