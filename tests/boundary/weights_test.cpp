// SPDX-License-Identifier: Apache-2.0
// Blocks weighted by the table of their object (platform/block_weights.h): weights.tsv has 10
// instructions for each block of plain() and no row for other functions.
#include "bench.h"
#include <platform/block_weights.h>
#include <platform/elf_object.h>

namespace itstorm {

namespace {

constexpr std::uint64_t block = 4; // ns, of 4 instructions
const std::string object = BOUNDARY_OBJECT;

class Weights : public testing::Test {
protected:
    void run(unsigned which, bool is_weighted, const SoftwareConfig& software = {})
    {
        bench = std::make_unique<Bench>(object, which, 1, software);
        weights = std::make_unique<BlockWeights>(block * 1000);
        if (is_weighted)
            bench->machine.weights = weights.get();
        bench->machine.probes.span.attach([this](const SpanFact& f) { span_ns = f.ps / 1000; });
        bench->run();
        EXPECT_FALSE(bench->machine.faults.happened) << bench->machine.faults.message;
    }
    std::uint64_t blocks() const { return bench->pes[0]->counts()[0]; }

    std::unique_ptr<Bench> bench;
    std::unique_ptr<BlockWeights> weights;
    std::uint64_t span_ns = 0;
};

TEST_F(Weights, are_the_time_of_the_blocks_of_their_function)
{
    run(CASE_SPAN, true);
    EXPECT_EQ(weights->rows(), 1u);
    EXPECT_GE(span_ns, 200u * 10);
    EXPECT_LE(span_ns, 205u * 10);
}

TEST_F(Weights, are_ignored_unless_the_machine_uses_a_table)
{
    run(CASE_SPAN, false);
    EXPECT_GE(span_ns, 200u * block);
    EXPECT_LE(span_ns, 205u * block);
}

TEST_F(Weights, leave_a_function_without_a_row_at_the_constant)
{
    run(CASE_SPANS_NESTED, true);
    EXPECT_GE(span_ns, 600u * block);
    EXPECT_LE(span_ns, 620u * block);
    const auto unweighted = weights->unweighted();
    EXPECT_NE(std::find(unweighted.functions.begin(), unweighted.functions.end(), "nested"),
              unweighted.functions.end());
    EXPECT_GE(unweighted.blocks, 600u);
    EXPECT_LE(unweighted.blocks, unweighted.of);
}

TEST_F(Weights, charge_nothing_inside_a_span_that_has_a_constant)
{
    SoftwareConfig software;
    software.is_fixed = true;
    software.span_ps[SIM_SPAN_TRAP] = 46'000;
    run(CASE_SPAN, true, software);
    EXPECT_EQ(span_ns, 46u);
    EXPECT_GE(blocks(), 200u);
}

TEST_F(Weights, report_if_they_were_made_from_other_sources)
{
    run(CASE_SPAN, true);
    EXPECT_EQ(weights->stale(), std::vector<std::string>{ "boundary_object.so" });
    EXPECT_FALSE((WeightTable{ {}, "a", "a" }).is_stale());
    EXPECT_FALSE((WeightTable{ {}, "a", "" }).is_stale());
}

} // namespace

} // namespace itstorm
