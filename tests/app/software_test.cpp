// SPDX-License-Identifier: Apache-2.0
// software: how the time of software is found, and the constants of its profiles.
#include "app_support.h"
#include "fields.h"
#include "platform/span_names.h"
#include <gtest/gtest.h>

using namespace itstorm;

namespace {

SoftwareConfig software(const std::vector<std::string>& overrides)
{
    return scenario_of(good(), overrides).soc.software;
}

constexpr sim_span_kind with_constant[] = { SIM_SPAN_TRAP,
                                            SIM_SPAN_VITS_COMMAND,
                                            SIM_SPAN_FLUSH,
                                            SIM_SPAN_EXIT,
                                            SIM_SPAN_ENTRY,
                                            SIM_SPAN_DECODE,
                                            SIM_SPAN_FIND_AND_QUEUE,
                                            SIM_SPAN_KICK,
                                            SIM_SPAN_HOST_IRQ,
                                            SIM_SPAN_GUEST_EOI,
                                            SIM_SPAN_GUEST_IRQ_ENTRY,
                                            SIM_SPAN_GUEST_ACKNOWLEDGE,
                                            SIM_SPAN_GUEST_VISIBLE };

} // namespace

TEST(Software, costs_what_its_blocks_cost_unless_a_scenario_says_otherwise)
{
    EXPECT_FALSE(software({}).is_fixed);
    EXPECT_FALSE(software({ "software.cost=blocks" }).is_fixed);
    EXPECT_TRUE(software({ "software.cost=fixed" }).is_fixed);
}

TEST(Software, profile_is_the_column_of_its_constants)
{
    const auto hypercall_ns = [](const std::string& profile) {
        const auto ps = software({ "software.profile=" + profile }).span_ps;
        return (ps[SIM_SPAN_EXIT] + ps[SIM_SPAN_TRAP] + ps[SIM_SPAN_ENTRY]) / 1000;
    };
    EXPECT_EQ(hypercall_ns("kvm-altra"), 306u);
    EXPECT_EQ(hypercall_ns("kvm-phytium"), 1518u);
    EXPECT_EQ(hypercall_ns("xen-xgene"), 157u);
    EXPECT_EQ(hypercall_ns("ideal"), 0u);
    EXPECT_EQ(software({}).span_ps, software({ "software.profile=kvm-altra" }).span_ps);
}

TEST(Software, profile_and_that_of_the_hardware_are_independent)
{
    EXPECT_EQ(software({ "platform.profile=embedded" }).span_ps, software({}).span_ps);
    const Scenario s = scenario_of(good(), { "software.profile=ideal" });
    EXPECT_EQ(s.soc.pe.exit, scenario_of(good()).soc.pe.exit);
}

TEST(Software, constants_can_be_given_one_by_one)
{
    for (const sim_span_kind kind : with_constant) {
        const auto before = software({}).span_ps;
        const auto after =
            software({ std::string("software.") + span_name(kind) + "=7ns" }).span_ps;
        for (unsigned n = 0; n < SIM_SPANS; n++)
            EXPECT_EQ(after[n], n == kind ? 7000u : before[n])
                << span_name(kind) << " changes " << span_name(n);
    }
}

TEST(Software, spans_of_no_fixed_length_have_no_constant)
{
    const auto ps = software({}).span_ps;
    for (const sim_span_kind kind :
         { SIM_SPAN_SCHEDULE, SIM_SPAN_HOST_COMMAND, SIM_SPAN_WALK, SIM_SPAN_HYPERCALL })
        EXPECT_EQ(ps[kind], SoftwareConfig::by_blocks) << span_name(kind);
    for (const sim_span_kind kind : with_constant)
        EXPECT_NE(ps[kind], SoftwareConfig::by_blocks) << span_name(kind);
}

TEST(Software, every_constant_says_in_each_profile_how_sure_it_is)
{
    unsigned constants = 0;
    for (const Field& f : scenario_rows()) {
        if (f.by_software[0].text.empty())
            continue;
        ++constants;
        EXPECT_FALSE(f.source.empty()) << f.path;
        for (std::size_t n = 0; n + 1 < software_profiles; n++)
            EXPECT_NE(f.by_software[n].tag, Tag::None) << f.path;
        EXPECT_EQ(f.by_software.back().text, "0ns") << f.path << ": ideal";
    }
    EXPECT_EQ(constants, sizeof with_constant / sizeof *with_constant);
}

TEST(Software, default_of_a_constant_names_its_profile)
{
    const Loaded loaded = load(good(), { "software.profile=xen-xgene" });
    ASSERT_EQ(loaded.variants.size(), 1u);
    const std::string& text = loaded.variants[0].effective;
    const std::size_t at = text.find("exit: 60ns");
    ASSERT_NE(at, std::string::npos);
    EXPECT_NE(text.substr(at, text.find('\n', at) - at).find("xen-xgene"), std::string::npos);
}
