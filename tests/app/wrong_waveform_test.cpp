// SPDX-License-Identifier: Apache-2.0
// trace.vcd: accepted and refused values. The scenario to which the lines are added is in
// app_support.cpp.
#include "wrong.h"

using namespace itstorm;
using testing::ElementsAre;
using testing::HasSubstr;

namespace {

// The good scenario with these lines of trace.vcd at its end.
std::string with_vcd(const std::string& keys)
{
    return good() + "trace:\n  vcd: { " + keys + " }\n";
}

std::vector<std::string> errors_with(const std::string& keys)
{
    return errors_of(with_vcd(keys));
}

VcdRequest request(const std::string& keys)
{
    return scenario_of(with_vcd(keys), {}).vcd;
}

} // namespace

TEST(Waveform, may_begin_at_a_label_and_end_at_a_time)
{
    const VcdRequest vcd = request("from: storm, to: 4ms");
    EXPECT_EQ(vcd.from->label, "storm");
    EXPECT_EQ(vcd.to->kind, Trigger::Kind::At);
    EXPECT_EQ(vcd.to->delay_ps, 4'000'000'000u);
}

TEST(Waveform, may_begin_when_a_condition_holds_and_show_what_was_before)
{
    const VcdRequest vcd =
        request("when: \"its0.cmdq.occupancy >= 3 commands\", before: 50us, lasts: 100us");
    EXPECT_EQ(vcd.from->kind, Trigger::Kind::When);
    EXPECT_EQ(vcd.from->condition.stat, "its0.cmdq.occupancy");
    EXPECT_EQ(vcd.from->condition.value, 3u);
    EXPECT_EQ(vcd.before_ps, 50'000'000u);
    EXPECT_EQ(vcd.lasts_ps, 100'000'000u);
}

TEST(Waveform, of_labels_in_the_wrong_order_is_refused)
{
    EXPECT_THAT(
        errors_with("from: calm, to: storm"),
        ElementsAre(HasSubstr("trace.vcd ends before it starts: 'storm' is not after 'calm'")));
}

TEST(Waveform, of_times_in_the_wrong_order_is_refused)
{
    EXPECT_THAT(errors_with("from: 2ms, to: 2ms"), ElementsAre(HasSubstr("has no length")));
    EXPECT_THAT(errors_with("to: 0ns"), ElementsAre(HasSubstr("has no length")));
}

TEST(Waveform, an_undefined_label_is_refused_with_what_was_meant)
{
    EXPECT_THAT(errors_with("from: strom"),
                ElementsAre(HasSubstr("undefined label 'strom'; did you mean 'storm'?")));
}

TEST(Waveform, two_beginnings_or_two_ends_are_refused)
{
    EXPECT_THAT(errors_with("from: storm, when: \"its0.cmdq.occupancy >= 3 commands\""),
                ElementsAre(HasSubstr("'when' takes the place of 'from'")));
    EXPECT_THAT(errors_with("to: calm, lasts: 1ms"),
                ElementsAre(HasSubstr("'lasts' takes the place of 'to'")));
}

TEST(Waveform, history_of_a_waveform_that_begins_at_once_is_refused)
{
    EXPECT_THAT(errors_with("before: 1ms"),
                ElementsAre(HasSubstr("'before' goes with 'from' or 'when'")));
}

TEST(Waveform, unknown_signals_are_refused_at_their_place)
{
    EXPECT_THAT(errors_with("signals: \"its0.ocupancy\""),
                ElementsAre(testing::AllOf(HasSubstr(":25:"),
                                           HasSubstr("did you mean 'its0.occupancy'?"))));
}
