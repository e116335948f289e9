// SPDX-License-Identifier: Apache-2.0
// A plot of numbers over time, or over a knob: a complete SVG, and the same numbers as JSON, from
// which the page's script makes a plot that can be zoomed.
#pragma once
#include "report/html.h"
#include <optional>
#include <string>
#include <vector>

namespace itstorm {

struct Plot {
    struct Line {
        std::string name;
        std::vector<double> values;      // beside x
        unsigned color = 1;              // 1 to 8, see page/colours.css
        std::vector<double> around = {}; // half the width of a band around each value; empty: none
    };
    struct Mark { // a vertical line with a name
        double x;
        std::string name;
    };
    std::string title, unit;   // unit of the values
    std::string x_name = "ms"; // what stands below the axis
    std::vector<double> x;
    double x_end = 0;                      // where the last value ends; for steps
    std::vector<Line> lines;               // drawn in this order
    std::vector<std::string> x_words = {}; // beside x, in place of its numbers
    bool is_stepped = true;                // a value holds until the next one; else lines join them
    bool is_log = false;                   // the x axis
    std::optional<double> capacity;
    std::vector<Mark> marks;
};

void write_plot(Html& html, const Plot& plot);

} // namespace itstorm
