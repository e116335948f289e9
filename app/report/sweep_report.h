// SPDX-License-Identifier: Apache-2.0
// The report of a sweep: a plot of each number of the scenario's table over the knobs, and a table
// of the points with the command that repeats each.
#pragma once
#include <optional>
#include <string>
#include <vector>

namespace itstorm {

struct SweepData {
    struct Knob {
        std::string path;
        std::vector<std::string> values; // in the order of the scenario
        std::vector<double> numbers;     // beside them; empty: they are words
    };
    struct Cell { // the repetitions of a configuration
        std::optional<double> mean;
        double ci95 = 0; // half the width of the 95 % confidence interval; 0: there is none
    };
    struct Configuration {
        std::vector<std::size_t> at; // beside knobs: which of its values
        std::vector<Cell> cells;     // beside statistics
    };
    struct Statistic {
        std::string name, unit;
        bool is_share = false;
    };
    struct Point {
        std::size_t configuration;
        std::string again; // ", again 2", or nothing
        std::string ending, failed, command, folder;
        bool passed;
    };
    std::string name, version;
    std::vector<Knob> knobs;
    std::vector<Statistic> statistics;
    std::vector<Configuration> configurations;
    std::vector<Point> points;
};

std::string sweep_report(const SweepData& sweep);

} // namespace itstorm
