// SPDX-License-Identifier: Apache-2.0
// The findings of a case, row by row: a quantity, its expected and its measured value, and how far
// the two may differ. A case writes them in its own process, which hands them as text to the main
// process, which prints them.
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
    // `divide`: a quick run has 1/divide of the work; the tolerance of random quantities is then
    // larger by the square root of `divide`.
    explicit Report(std::string point, std::uint64_t divide = 1, std::uint64_t seed = 1);

    std::uint64_t size(std::uint64_t full) const { return full / divide_; }
    std::uint64_t seed() const { return seed_; } // of every random stream of the case

    // within(): of a random quantity, whose tolerance depends on `divide`; close(): of one that is
    // not random.
    void within(const std::string& quantity, double expected, double measured, double tolerance);
    void close(const std::string& quantity, double expected, double measured, double tolerance);
    void exactly(const std::string& quantity, double expected, double measured);
    void at_most(const std::string& quantity, double bound, double measured);
    // Adds the result of the exact checks: the names of those that failed.
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
