// SPDX-License-Identifier: Apache-2.0
// What a case has found, row by row: a quantity, what the law expects, what was measured, how far
// the two may lie apart. Written by the cases in a process of their own, handed to the main process
// as text, printed there.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace itstorm {

enum class Bound { Within, Exactly, AtMost };

struct Row {
    std::string point, quantity;
    double expected = 0, measured = 0;
    double tolerance = 0; // relative; of Bound::Within
    Bound bound = Bound::Within;

    bool passes() const;
    double deviation() const; // relative; 0 if nothing is expected and nothing measured
};

class Report {
public:
    // A quick run does a part of the work: what is random may lie further off, by its square root.
    explicit Report(std::string point, std::uint64_t divide = 1, std::uint64_t seed = 1);

    std::uint64_t size(std::uint64_t full) const { return full / divide_; }
    std::uint64_t seed() const { return seed_; } // of every random stream of the case

    // Of something random, and of something that is not.
    void within(const std::string& quantity, double expected, double measured, double tolerance);
    void close(const std::string& quantity, double expected, double measured, double tolerance);
    void exactly(const std::string& quantity, double expected, double measured);
    void at_most(const std::string& quantity, double bound, double measured);
    // Checks without tolerance, by the names of those that are broken.
    void unbroken(const std::vector<std::string>& broken);

    const std::vector<Row>& rows() const { return rows_; }

private:
    const std::string point_;
    const std::uint64_t divide_, seed_;
    std::vector<Row> rows_;
};

std::string to_text(const std::vector<Row>& rows); // a line each
std::vector<Row> from_text(const std::string& text);

enum class Format { Plain, Markdown };
void print_header(Format format);
void print(Format format, const std::string& law, const Row& row);

} // namespace itstorm
