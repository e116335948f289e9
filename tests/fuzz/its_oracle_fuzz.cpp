// SPDX-License-Identifier: Apache-2.0
// Runs random streams (its_stream.h) on the models of the GIC and on the oracle, each stream in a
// process of its own because SystemC allows one simulation per process.
//
// usage: its_oracle_fuzz [--streams N] [--seed S] [--show]
// Stream n has seed S + n; --show prints its steps. The environment overrides N and S: budget.h.
#include "budget.h"
#include "its_stream.h"
#include <cstdio>
#include <cstring>
#include <sys/wait.h>
#include <unistd.h>

namespace its_oracle {
namespace {

int run_one(std::uint64_t seed, bool show)
{
    Stream stream(seed);
    const std::string wrong = stream.run();
    if (show || !wrong.empty())
        for (const std::string& line : stream.log())
            std::printf("%s\n", line.c_str());
    if (!wrong.empty())
        std::printf("%s\n", wrong.c_str());
    std::fflush(stdout);
    return wrong.empty() ? 0 : 1;
}

bool passes(std::uint64_t seed, bool show)
{
    const pid_t child = fork();
    if (child == 0) {
        alarm(60); // a stream that hangs is killed, which counts as failed
        _exit(run_one(seed, show));
    }
    int status = 0;
    return child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status) &&
           WEXITSTATUS(status) == 0;
}

int run(const itstorm::FuzzBudget& budget, bool show)
{
    const std::uint64_t seed = budget.seed();
    std::printf("its_oracle_fuzz: seed %lu\n", seed);
    std::fflush(stdout);
    std::uint64_t n = 0;
    for (; budget.goes_on(n); n++)
        if (!passes(seed + n, show)) {
            std::printf("stream %lu differs; again with: its_oracle_fuzz --streams 1 --seed %lu\n",
                        n + 1, seed + n);
            return 1;
        }
    std::printf("its_oracle_fuzz: %lu streams, no difference\n", n);
    return 0;
}

} // namespace
} // namespace its_oracle

static int usage()
{
    std::fprintf(stderr, "usage: its_oracle_fuzz [--streams N] [--seed S] [--show]\n");
    return 2;
}

int sc_main(int argc, char** argv)
{
    std::uint64_t seed = 1, streams = 200;
    bool show = false;
    for (int n = 1; n < argc; n++) {
        const bool has_value = n + 1 < argc;
        if (std::strcmp(argv[n], "--show") == 0)
            show = true;
        else if (std::strcmp(argv[n], "--seed") == 0 && has_value)
            seed = std::strtoull(argv[++n], nullptr, 0);
        else if (std::strcmp(argv[n], "--streams") == 0 && has_value)
            streams = std::strtoull(argv[++n], nullptr, 0);
        else
            return usage();
    }
    return its_oracle::run(itstorm::FuzzBudget(seed, streams), show);
}
