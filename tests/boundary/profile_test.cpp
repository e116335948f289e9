// SPDX-License-Identifier: Apache-2.0
// The code profile (platform/code_profile.h) of a running object.
#include "bench.h"
#include <numeric>
#include <platform/code_profile.h>

namespace itstorm {

namespace {

class Profile : public testing::Test {
protected:
    void run(unsigned which)
    {
        bench = std::make_unique<Bench>(std::string(BOUNDARY_OBJECT), which, 1, SoftwareConfig{});
        profile = std::make_unique<CodeProfile>(1);
        bench->machine.profile = profile.get();
        bench->run();
        profile->finish(sc_core::sc_time_stamp().value());
        EXPECT_FALSE(bench->machine.faults.happened) << bench->machine.faults.message;
    }
    CodeProfile::Usage usage_of(const std::string& function) const
    {
        CodeProfile::Usage sum;
        for (const CodeProfile::Node& node : profile->nodes())
            if (profile->map().functions()[node.function].name == function) {
                sum.self_ps += node.usage[0].self_ps;
                sum.calls += node.usage[0].calls;
            }
        return sum;
    }

    std::unique_ptr<Bench> bench;
    std::unique_ptr<CodeProfile> profile;
};

TEST_F(Profile, has_all_time_of_a_pe)
{
    run(CASE_SPAN_AWAY);
    const auto& nodes = profile->nodes();
    const std::uint64_t sum = std::accumulate(
        nodes.begin(), nodes.end(), std::uint64_t{ 0 },
        [](std::uint64_t all, const CodeProfile::Node& n) { return all + n.usage[0].self_ps; });
    EXPECT_GE(sum, sc_core::sc_time_stamp().value());
    EXPECT_LE(sum,
              std::max<std::uint64_t>(sc_core::sc_time_stamp().value(), bench->pes[0]->local_ps()));
}

TEST_F(Profile, counts_calls_and_charges_time_to_the_function_that_spends_it)
{
    run(CASE_SPAN_AWAY);
    EXPECT_EQ(usage_of("hv_boot").calls, 1u);
    EXPECT_EQ(usage_of("other_stack").calls, 1u);
    EXPECT_GE(usage_of("other_stack").self_ps, 3'000'000u); // its own delay
    EXPECT_LT(usage_of("other_stack").self_ps, 3'200'000u);
}

} // namespace

} // namespace itstorm
