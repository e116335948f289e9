// SPDX-License-Identifier: Apache-2.0
// Spans of software (sim_span): what they measure, and what a constant replaces with
// `software.cost: fixed`.
#include "bench.h"

namespace itstorm {

namespace {

constexpr std::uint64_t block = 4;                     // ns, with cycles of 1 ns
constexpr std::uint64_t irq_entry = 25, context = 150; // ns
constexpr std::uint64_t trap = 46, decode = 145, exit_ns = 130, entry_ns = 120;
const std::string object = BOUNDARY_OBJECT;

SoftwareConfig fixed()
{
    SoftwareConfig software;
    software.is_fixed = true;
    software.span_ps[SIM_SPAN_TRAP] = trap * 1000;
    software.span_ps[SIM_SPAN_DECODE] = decode * 1000;
    software.span_ps[SIM_SPAN_EXIT] = exit_ns * 1000;
    software.span_ps[SIM_SPAN_ENTRY] = entry_ns * 1000;
    return software;
}

class Spans : public testing::Test {
protected:
    void run(unsigned which, const SoftwareConfig& software = {})
    {
        bench = std::make_unique<Bench>(object, which, 1, software);
        bench->machine.probes.span.attach(
            [this](const SpanFact& f) { spans.emplace_back(f.kind, f.ps / 1000); });
        prepare();
        bench->run();
        EXPECT_FALSE(bench->machine.faults.happened) << bench->machine.faults.message;
    }
    virtual void prepare() {}

    std::uint64_t took() const { return bench->times.back() - bench->times.front(); }
    std::uint64_t blocks() const
    {
        return bench->pes[0]->counts()[static_cast<std::size_t>(Cost::Block)] * block;
    }

    using Span = std::pair<unsigned, std::uint64_t>;
    std::unique_ptr<Bench> bench;
    std::vector<Span> spans; // in order of their ends, in ns
};

// The blocks between a span mark and the report of the time.
constexpr std::uint64_t aside = 8 * block;

TEST_F(Spans, by_blocks_only_measure)
{
    run(CASE_SPAN);
    ASSERT_EQ(spans.size(), 1u);
    EXPECT_EQ(spans[0].first, static_cast<unsigned>(SIM_SPAN_TRAP));
    EXPECT_GE(spans[0].second, 200 * block);
    EXPECT_LE(spans[0].second, 210 * block);
    EXPECT_GE(took(), spans[0].second);
    EXPECT_LE(took(), spans[0].second + aside);
}

TEST_F(Spans, that_are_fixed_take_their_constant_instead_of_their_blocks)
{
    run(CASE_SPAN, fixed());
    EXPECT_EQ(spans, (std::vector<Span>{ { SIM_SPAN_TRAP, trap } }));
    EXPECT_GE(took(), trap);
    EXPECT_LE(took(), trap + aside);
    EXPECT_GE(blocks(), 200 * block); // blocks are still counted
}

TEST_F(Spans, that_have_no_constant_are_charged_by_blocks)
{
    SoftwareConfig software;
    software.is_fixed = true;
    run(CASE_SPAN, software);
    ASSERT_EQ(spans.size(), 1u);
    EXPECT_GE(spans[0].second, 200 * block);
}

TEST_F(Spans, inside_another_take_their_constant_in_addition)
{
    run(CASE_SPANS_NESTED, fixed());
    EXPECT_EQ(spans,
              (std::vector<Span>{ { SIM_SPAN_DECODE, decode }, { SIM_SPAN_TRAP, trap + decode } }));
}

TEST_F(Spans, without_constant_inside_one_that_has_one_are_charged_by_blocks)
{
    run(CASE_SPAN_WITHOUT_CONSTANT, fixed());
    ASSERT_EQ(spans.size(), 2u);
    EXPECT_EQ(spans[0].first, static_cast<unsigned>(SIM_SPAN_WALK));
    EXPECT_GE(spans[0].second, 200 * block);
    EXPECT_EQ(spans[1].second, trap + spans[0].second);
}

TEST_F(Spans, contain_accesses_inside_the_core_and_not_those_that_leave_it)
{
    run(CASE_SPAN_ACCESSES, fixed());
    const PeCosts& costs = bench->costs;
    const std::uint64_t interface_ns = (costs.ps(Cost::IarRead) + costs.ps(Cost::EoirWrite)) / 1000;
    EXPECT_EQ(spans, (std::vector<Span>{ { SIM_SPAN_TRAP, trap },
                                         { SIM_SPAN_TRAP, trap + interface_ns + 1000 } }));
}

TEST_F(Spans, by_blocks_contain_every_access)
{
    run(CASE_SPAN_ACCESSES);
    const PeCosts& costs = bench->costs;
    ASSERT_EQ(spans.size(), 2u);
    EXPECT_GE(spans[0].second,
              (2 * costs.ps(Cost::RamAccess) + costs.ps(Cost::IchAccess) + costs.ps(Cost::Sysreg)) /
                  1000);
}

class InterruptedSpan : public Spans {
protected:
    void prepare() override
    {
        bench->script.at(2000, [this] { bench->cpus[0]->raise(); });
    }
};

TEST_F(InterruptedSpan, does_not_contain_the_interrupt)
{
    run(CASE_SPAN_INTERRUPTED);
    ASSERT_EQ(bench->times.size(), 3u); // before, in hv_irq, after
    EXPECT_EQ(spans, (std::vector<Span>{ { SIM_SPAN_TRAP, 5000 } }));
    EXPECT_GE(took(), 5000 + irq_entry + 2 * context);
}

TEST_F(InterruptedSpan, does_not_make_the_handler_free)
{
    run(CASE_SPAN_INTERRUPTED, fixed());
    ASSERT_EQ(bench->times.size(), 3u);
    EXPECT_EQ(spans, (std::vector<Span>{ { SIM_SPAN_TRAP, trap + 5000 } }));
    EXPECT_GE(bench->times[1], 2000 + irq_entry + context + block);
    EXPECT_GE(took(), trap + 5000 + irq_entry + 2 * context);
}

TEST_F(Spans, belong_to_their_stack_and_pause_while_another_runs)
{
    run(CASE_SPAN_AWAY, fixed());
    EXPECT_EQ(spans, (std::vector<Span>{ { SIM_SPAN_DECODE, decode + 3000 },
                                         { SIM_SPAN_TRAP, trap + 200 } }));
}

TEST_F(Spans, entry_and_exit_meet_at_the_guest_and_contain_the_costs_of_both)
{
    run(CASE_SPAN_GUEST, fixed());
    ASSERT_GE(spans.size(), 2u);
    EXPECT_EQ(spans[0], Span(SIM_SPAN_ENTRY, entry_ns));
    EXPECT_EQ(spans[1], Span(SIM_SPAN_EXIT, exit_ns));
    EXPECT_LE(took(), entry_ns + exit_ns + 20 * block);
}

TEST_F(Spans, entry_and_exit_by_blocks_leave_the_costs_as_they_are)
{
    run(CASE_SPAN_GUEST);
    ASSERT_GE(spans.size(), 2u);
    EXPECT_GE(spans[0].second, context + 200 * block);
    EXPECT_GE(spans[1].second, context + 200 * block);
}

} // namespace

} // namespace itstorm
