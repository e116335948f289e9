// SPDX-License-Identifier: Apache-2.0
// preset: and -p: values with which a scenario begins.
#include "app_support.h"
#include "presets.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace itstorm;
using testing::ElementsAre;
using testing::HasSubstr;

namespace {

const char* const text = "preset: 1\nsummary: a test\n"
                         "platform: { its: { command_queue: 1MiB }, lpi_id_bits: 17 }\n"
                         "hypervisor: { host: { burst: 1 } }\n";

// A scenario that sets hardly any value.
std::string bare()
{
    return "scenario: 1\nname: s\ndomains: [{ name: dom1, program: compute }]\n";
}

// The good scenario, with folders of presets that the test writes.
class Preset : public testing::Test {
protected:
    Preset() : folder(fresh_folder()), tables(fake_tables())
    {
        write_text(folder + "/own.yaml", text);
        tables.presets = folder;
    }
    Loaded load(const std::string& scenario, const std::vector<std::string>& overrides = {},
                const std::string& preset = "own")
    {
        return load_text(scenario, { "s.yaml", overrides, "", preset }, tables);
    }
    std::vector<std::string> errors(const std::string& preset)
    {
        std::vector<std::string> all;
        for (const Problem& problem : load(good(), {}, preset).errors.sorted())
            all.push_back(problem.text());
        return all;
    }
    const std::string folder;
    ObjectTables tables;
};

} // namespace

TEST_F(Preset, gives_values_that_the_scenario_does_not_have)
{
    const Loaded loaded = load(good());
    ASSERT_TRUE(loaded.errors.empty());
    EXPECT_EQ(loaded.variants[0].scenario.soc.lpi_id_bits, 17u);
    EXPECT_EQ(loaded.variants[0].scenario.soc.hypervisor_knobs[2], 1u);
}

TEST_F(Preset, a_scenario_that_names_it_needs_no_argument)
{
    const Loaded loaded = load("preset: own\n" + good(), {}, "");
    EXPECT_EQ(loaded.variants[0].scenario.soc.lpi_id_bits, 17u);
}

TEST_F(Preset, a_value_of_the_scenario_wins)
{
    const std::string scenario = bare() + "platform: { lpi_id_bits: 15 }\n";
    EXPECT_EQ(load(scenario).variants[0].scenario.soc.lpi_id_bits, 15u);
}

TEST_F(Preset, a_value_of_an_argument_wins)
{
    EXPECT_EQ(load(good(), { "platform.lpi_id_bits=16" }).variants[0].scenario.soc.lpi_id_bits,
              16u);
}

TEST_F(Preset, a_variant_may_name_it)
{
    const Loaded loaded = load(bare() + "variants: { a: {}, b: { preset: own } }\n", {}, "");
    ASSERT_TRUE(loaded.errors.empty());
    EXPECT_EQ(loaded.variants[0].scenario.soc.lpi_id_bits, 16u);
    EXPECT_EQ(loaded.variants[1].scenario.soc.lpi_id_bits, 17u);
}

TEST_F(Preset, the_one_of_the_argument_wins_over_the_scenarios)
{
    write_text(folder + "/other.yaml", "preset: 1\nplatform: { lpi_id_bits: 18 }\n");
    EXPECT_EQ(load("preset: own\n" + good(), {}, "other").variants[0].scenario.soc.lpi_id_bits,
              18u);
}

TEST_F(Preset, a_value_for_a_list_goes_into_each_element_that_has_none)
{
    const Loaded loaded = load(bare() + "platform: { its: [{ name: a }, { name: b, "
                                        "command_queue: 8KiB }] }\n");
    ASSERT_EQ(loaded.variants[0].scenario.soc.its.size(), 2u);
    EXPECT_EQ(loaded.variants[0].scenario.soc.its[0].cmdq_bytes, 1u << 20);
    EXPECT_EQ(loaded.variants[0].scenario.soc.its[1].cmdq_bytes, 8192u);
}

TEST_F(Preset, a_value_for_ITSs_goes_into_the_one_of_a_scenario_that_names_none)
{
    const Loaded loaded = load(bare());
    EXPECT_EQ(loaded.variants[0].scenario.soc.its[0].cmdq_bytes, 1u << 20);
}

TEST_F(Preset, effective_yaml_says_which_values_are_its)
{
    EXPECT_THAT(load(good()).variants[0].effective,
                testing::ContainsRegex("lpi_id_bits: 17 +# own.yaml:3"));
}

TEST_F(Preset, one_that_does_not_exist_is_refused_with_those_that_do)
{
    EXPECT_THAT(errors("onw"),
                ElementsAre(HasSubstr("-p onw: error: no preset is called 'onw'; known: own")));
}

TEST_F(Preset, a_file_that_is_no_preset_is_refused)
{
    write_text(folder + "/bad.yaml", "scenario: 1\n");
    EXPECT_THAT(errors("bad"), ElementsAre(HasSubstr("begins with 'preset: 1'")));
}

TEST_F(Preset, a_key_that_presets_do_not_have_is_refused)
{
    write_text(folder + "/bad.yaml", "preset: 1\ndomains: []\n");
    EXPECT_THAT(errors("bad"), ElementsAre(HasSubstr("bad.yaml:2:1: error: a preset has no key "
                                                     "'domains'")));
}

TEST_F(Preset, a_value_that_is_wrong_is_refused_at_its_place_in_the_preset)
{
    write_text(folder + "/bad.yaml", "preset: 1\nplatform: { lpi_id_bits: 99 }\n");
    EXPECT_THAT(errors("bad"), ElementsAre(HasSubstr("bad.yaml:2:")));
}

TEST_F(Preset, a_refused_combination_names_the_preset_and_what_it_brings)
{
    write_text(folder + "/own.yaml", "preset: 1\nhypervisor: { scheduler: { wake_preempts: true }, "
                                     "host: { burst: 1 } }\n");
    tables.needs = [](const sim_machine&, const ObjectTables::Knobs&) {
        return std::vector<hv_need>{ { "hypervisor.storm.detect", 0, 0, true,
                                       "inflight, with scheduler.wake_preempts" } };
    };
    EXPECT_THAT(errors("own"),
                ElementsAre("s.yaml:12:20: error: 'detect' is none, but the hypervisor needs "
                            "inflight, with scheduler.wake_preempts; preset 'own' brings "
                            "'scheduler.wake_preempts': what the scenario says itself wins"));
}

TEST(Presets, those_that_are_shipped_are_listed)
{
    EXPECT_THAT(preset_names(PRESET_FOLDER), ElementsAre("kvm-like", "seed", "xen", "xen-2015"));
}
