// SPDX-License-Identifier: Apache-2.0
// Configurations that no ITS can have are refused, by the name of the field.
#include "its/its_config.h"
#include <gmock/gmock.h>

namespace {

using namespace itstorm;

template <class Change>
std::string refusal(Change change)
{
    ItsConfig config;
    change(config);
    try {
        checked(config);
    } catch (const std::invalid_argument& error) {
        return error.what();
    }
    return "";
}

TEST(ItsConfigCheck, the_defaults_can_be_built)
{
    EXPECT_EQ(refusal([](ItsConfig&) {}), "");
}

TEST(ItsConfigCheck, widths_have_limits)
{
    EXPECT_EQ(refusal([](ItsConfig& c) { c.device_bits = 0; }), "device_bits is 0, not 1 to 32");
    EXPECT_EQ(refusal([](ItsConfig& c) { c.device_bits = 33; }), "device_bits is 33, not 1 to 32");
    EXPECT_EQ(refusal([](ItsConfig& c) { c.event_bits = 33; }), "event_bits is 33, not 1 to 32");
    EXPECT_EQ(refusal([](ItsConfig& c) { c.icid_bits = 17; }), "icid_bits is 17, not 1 to 16");
    EXPECT_EQ(refusal([](ItsConfig& c) { c.lpi_id_bits = 13; }), "lpi_id_bits is 13, not 14 to 32");
}

TEST(ItsConfigCheck, a_flat_device_table_holds_no_more_than_21_bits)
{
    const auto flat = [](unsigned bits) {
        return refusal([bits](ItsConfig& c) {
            c.indirect = false;
            c.device_bits = bits;
        });
    };
    EXPECT_EQ(flat(21), "");
    EXPECT_EQ(flat(22), "device_bits is 22, not 1 to 21");
}

TEST(ItsConfigCheck, cache_sets_are_powers_of_two)
{
    EXPECT_EQ(refusal([](ItsConfig& c) { c.device_cache_sets = 3; }),
              "device_cache_sets is 3, not 0 or a power of two");
    EXPECT_EQ(refusal([](ItsConfig& c) { c.event_cache_sets = 6; }),
              "event_cache_sets is 6, not 0 or a power of two");
    EXPECT_EQ(refusal([](ItsConfig& c) { c.collection_cache_sets = 5; }),
              "collection_cache_sets is 5, not 0 or a power of two");
    EXPECT_EQ(refusal([](ItsConfig& c) { c.collection_cache_sets = 0; }), "");
}

} // namespace
