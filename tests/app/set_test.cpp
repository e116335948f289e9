// SPDX-License-Identifier: Apache-2.0
// A knob of an object that is a set of words (HV_SET), from the scenario to the object and back.
#include "app_support.h"
#include "fields.h"
#include "object_rows.h"
#include "support/knob_rows.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace itstorm;
using testing::ElementsAre;
using testing::HasSubstr;

namespace {

const hv_knob knobs[] = {
    set_knob("storm.detect", "inflight|rate|window", 0, "what detects"),
    set_knob("storm.also", "inflight|rate|window", 5, "has a default"),
};

Loaded load_set(const std::string& value)
{
    ObjectTables tables = fake_tables();
    tables.knobs.assign(std::begin(knobs), std::end(knobs));
    std::vector<std::string> overrides;
    if (!value.empty())
        overrides = { "hypervisor.storm.detect=" + value };
    return load_text(good(), { "s.yaml", overrides, "" }, tables);
}

std::uint64_t set_of(const std::string& value)
{
    const Loaded loaded = load_set(value);
    for (const Problem& problem : loaded.errors.sorted())
        ADD_FAILURE() << value << ": " << problem.text();
    return loaded.variants.empty() ? ~0ull : loaded.variants[0].scenario.soc.hypervisor_knobs[0];
}

std::string error_of(const std::string& value)
{
    const Loaded loaded = load_set(value);
    return loaded.errors.empty() ? "" : loaded.errors.sorted().front().message;
}

} // namespace

TEST(Set, none_is_the_empty_set)
{
    EXPECT_EQ(set_of("none"), 0u);
    EXPECT_EQ(set_of("[]"), 0u);
}

TEST(Set, that_an_object_refuses_is_told_in_words)
{
    ObjectTables tables = fake_tables();
    tables.knobs.assign(std::begin(knobs), std::end(knobs));
    tables.needs = [](const sim_machine&, const ObjectTables::Knobs&) {
        return std::vector<hv_need>{ { "hypervisor.storm.detect", 0, 0, true, "rate alone" } };
    };
    const Loaded loaded = load_text(
        good(), { "s.yaml", { "hypervisor.storm.detect=[inflight, window]" }, "" }, tables);
    ASSERT_EQ(loaded.errors.count(), 1u);
    EXPECT_EQ(loaded.errors.sorted()[0].message,
              "'detect' is inflight, window, but the hypervisor needs rate alone");
}

TEST(Set, one_word_needs_no_list)
{
    EXPECT_EQ(set_of("rate"), 2u);
    EXPECT_EQ(set_of("[rate]"), 2u);
}

TEST(Set, the_order_of_words_does_not_matter)
{
    EXPECT_EQ(set_of("[inflight, window]"), 5u);
    EXPECT_EQ(set_of("[window, inflight]"), 5u);
}

TEST(Set, a_word_that_it_does_not_have_is_named)
{
    EXPECT_THAT(error_of("[inflight, rat]"),
                HasSubstr("one of inflight, rate or window, not 'rat'; did you mean 'rate'?"));
}

TEST(Set, a_word_stands_in_it_once)
{
    EXPECT_THAT(error_of("[rate, rate]"), HasSubstr("has 'rate' twice"));
}

TEST(Set, none_cannot_stand_beside_other_words)
{
    EXPECT_THAT(error_of("[none, rate]"), HasSubstr("not 'none'"));
}

TEST(Set, a_map_is_no_set)
{
    EXPECT_THAT(error_of("{ rate: 1 }"), HasSubstr("is none, one word, or a list of words"));
    EXPECT_THAT(error_of("[[rate]]"), HasSubstr("has words as elements"));
}

TEST(Set, its_default_may_have_several_words)
{
    const Loaded loaded = load_set("");
    ASSERT_TRUE(loaded.errors.empty());
    EXPECT_EQ(loaded.variants[0].scenario.soc.hypervisor_knobs[1], 5u);
}

TEST(Set, effective_yaml_reads_back_as_the_same)
{
    ObjectTables tables = fake_tables();
    tables.knobs.assign(std::begin(knobs), std::end(knobs));
    const Loaded first = load_set("[rate, window]");
    ASSERT_TRUE(first.errors.empty());
    EXPECT_THAT(first.variants[0].effective, HasSubstr("detect: [rate, window]"));
    const Loaded second = load_text(first.variants[0].effective, { "s.yaml", {}, "" }, tables);
    ASSERT_TRUE(second.errors.empty());
    EXPECT_THAT(second.variants[0].scenario.soc.hypervisor_knobs, ElementsAre(6u, 5u));
}

TEST(Set, params_show_words_and_default)
{
    const auto rows = object_rows("hypervisor.", knobs, 2);
    EXPECT_EQ(rows[0].defaults[0], "none");
    EXPECT_EQ(rows[1].defaults[0], "[inflight, window]");
}
