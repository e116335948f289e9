// SPDX-License-Identifier: Apache-2.0
// Runs scenarios/10-one-msi.yaml: the hops of its message add up to the latency, to the picosecond,
// and the time of each hop through C is the sum of the recorded basic blocks and accesses.
#include "program.h"

namespace {

using nlohmann::json;

json run(const std::string& name, const std::string& arguments)
{
    return itstorm::run_program("scenarios/10-one-msi.yaml", "journey-" + name, arguments);
}

std::uint64_t sum_of_hops(const json& result)
{
    std::uint64_t sum = 0;
    for (const json& hop : result.at("journey"))
        sum += hop.at("ps").get<std::uint64_t>();
    return sum;
}

std::uint64_t hop(const json& result, const std::string& name)
{
    for (const json& hop : result.at("journey"))
        if (hop.at("name") == name)
            return hop.at("ps");
    ADD_FAILURE() << "no hop '" << name << "'";
    return 0;
}

TEST(OneMsi, its_journey_reaches_the_guest_and_every_hop_is_named)
{
    const json result = run("names", "");
    std::vector<std::string> names;
    for (const json& hop : result.at("journey"))
        names.push_back(hop.at("name"));
    EXPECT_GE(names.size(), 12u) << json(names).dump();
}

// Sent at 1 ms (the label of the timeline), acknowledged by the guest after vlpi.latency.
TEST(OneMsi, the_sum_of_the_hops_up_to_the_guest_is_the_measured_latency)
{
    const json result = run("sum", "");
    std::uint64_t sum = 0;
    for (const json& hop : result.at("journey")) {
        sum += hop.at("ps").get<std::uint64_t>();
        if (hop.at("name") == "guest_acknowledge")
            break;
    }
    const double latency_s = result.at("stats").at("dom1.vlpi.latency.max").at("value");
    EXPECT_EQ(sum, static_cast<std::uint64_t>(latency_s * 1e12 + 0.5));
}

TEST(OneMsi, each_hop_through_c_is_the_sum_of_its_blocks_and_accesses)
{
    const json result = run("blocks", "");
    const json& price = result.at("meta").at("cost_ps");
    unsigned through_c = 0;
    for (const json& hop : result.at("journey")) {
        std::uint64_t recomputed = 0;
        for (const auto& [cost, count] : hop.at("counts").items())
            recomputed += count.get<std::uint64_t>() * price.at(cost).get<std::uint64_t>();
        if (hop.at("counts").contains("block")) {
            EXPECT_EQ(recomputed, hop.at("ps").get<std::uint64_t>()) << hop.dump();
            ++through_c;
        }
    }
    EXPECT_GE(through_c, 4u);
}

// Named costs of the server profile, docs/timing.md A.5. The driver's INV has filled the caches.
TEST(OneMsi, its_way_through_the_hardware_is_the_sum_of_named_costs)
{
    const json result = run("hardware", "");
    EXPECT_EQ(hop(result, "link"), 300'000u);
    EXPECT_EQ(hop(result, "translate"), 10'000u);
    EXPECT_EQ(hop(result, "store"), 100'000u); // the configuration byte
    EXPECT_EQ(hop(result, "arbitrate"), (4 + 14) * 1000u);
}

TEST(OneMsi, without_caches_its_translation_reads_three_tables)
{
    const json result = run("cold", "-C timing.device_cache_sets=0 -C timing.event_cache_sets=0 "
                                    "-C timing.collection_cache_sets=0");
    EXPECT_EQ(hop(result, "translate"), (3 * 100 + 10) * 1000u);
}

// The latency of docs/timing.md A.6 in the whole machine, from "the message has left the link" to
// "IAR has returned". Instructions at EL2 cost nothing here, and the hypervisor's idle loop waits
// with interrupts masked, so that no exception is entered.
std::uint64_t unloaded_ps(const std::string& name, const std::string& arguments)
{
    const json result = run(name, "-C timing.block_cycles_milli=0 " + arguments);
    std::uint64_t sum = 0;
    for (const char* stage : { "link", "accept", "translate", "store", "arbitrate", "acknowledge" })
        sum += hop(result, stage);
    return sum;
}

const std::string all_known =
    "-C timing.property_read=0 "; // the driver's commands have filled the caches of the ITS
const std::string nothing_known = "-C timing.device_cache_sets=0 -C timing.event_cache_sets=0 -C "
                                  "timing.collection_cache_sets=0 -C its0.indirect=false ";

TEST(OneMsi, unloaded_and_warm_takes_393_ns_less_the_exception_on_a_server)
{
    EXPECT_EQ(unloaded_ps("server-warm", all_known), (393u - 25u) * 1000u);
}

TEST(OneMsi, unloaded_and_cold_takes_793_ns_less_the_exception_on_a_server)
{
    EXPECT_EQ(unloaded_ps("server-cold", nothing_known), (793u - 25u) * 1000u);
}

TEST(OneMsi, unloaded_and_warm_takes_714_ns_less_the_exception_on_an_embedded_one)
{
    EXPECT_EQ(unloaded_ps("embedded-warm", all_known + "-C platform.profile=embedded"),
              (714u - 60u) * 1000u);
}

TEST(OneMsi, unloaded_and_cold_takes_1314_ns_less_the_exception_on_an_embedded_one)
{
    EXPECT_EQ(unloaded_ps("embedded-cold", nothing_known + "-C platform.profile=embedded"),
              (1314u - 60u) * 1000u);
}

TEST(OneMsi, takes_no_time_at_all_with_profile_ideal)
{
    const json result = run("ideal", "-C platform.profile=ideal -C dom1.handler=0ns");
    EXPECT_EQ(sum_of_hops(result), 0u) << result.at("journey").dump(1);
    EXPECT_GE(result.at("journey").size(), 12u);
}

} // namespace
