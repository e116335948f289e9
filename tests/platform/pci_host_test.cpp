// SPDX-License-Identifier: Apache-2.0
// The ECAM: the function at each address. And the DeviceIDs of Requester IDs.
#include <common/access.h>
#include <cstring>
#include <gtest/gtest.h>
#include <platform/pci_host.h>
#include <platform/soc_config.h>
#include <tlm_utils/simple_initiator_socket.h>

namespace itstorm {

namespace {

// Reads as its own number and the offset; remembers what is written.
struct Function : sc_core::sc_module {
    tlm_utils::simple_target_socket<Function> configuration;
    const std::uint32_t number;
    std::uint64_t written_at = 0;

    Function(sc_core::sc_module_name name, std::uint32_t number)
        : sc_module(name), configuration("configuration"), number(number)
    {
        configuration.register_b_transport(this, &Function::b_transport);
    }
    void b_transport(tlm::tlm_generic_payload& trans, sc_core::sc_time&)
    {
        const auto value = number << 16 | static_cast<std::uint32_t>(trans.get_address());
        if (trans.is_read())
            std::memcpy(trans.get_data_ptr(), &value, 4);
        else
            written_at = trans.get_address();
        trans.set_response_status(tlm::TLM_OK_RESPONSE);
    }
};

struct PciHostBench : sc_core::sc_module {
    PciHost host{ "host" };
    Function first{ "first", 1 }, second{ "second", 2 };
    tlm_utils::simple_initiator_socket<PciHostBench> software{ "software" };

    explicit PciHostBench(sc_core::sc_module_name name) : sc_module(name)
    {
        software.bind(host.ecam);
        host.add(first.configuration, 0x100);
        host.add(second.configuration, 0x209);
        sc_core::sc_start(sc_core::SC_ZERO_TIME);
    }
    std::uint32_t read(std::uint64_t address)
    {
        std::uint32_t value = 0;
        EXPECT_TRUE(bus_read(software, address, &value, 4));
        return value;
    }
};

struct PciHostTest : testing::Test, PciHostBench {
    PciHostTest() : PciHostBench("bench") {}
};

TEST_F(PciHostTest, each_function_has_4_KiB_at_its_bus_device_and_function)
{
    EXPECT_EQ(read(0x0010'0034), 0x1'0034u);
    EXPECT_EQ(read(0x0020'9ffc), 0x2'0ffcu);
}

TEST_F(PciHostTest, without_a_function_reads_are_all_ones_and_writes_are_lost)
{
    EXPECT_EQ(read(0), 0xffff'ffffu);
    EXPECT_EQ(read(0x0010'1000), 0xffff'ffffu);
    const std::uint32_t value = 6;
    EXPECT_TRUE(bus_write(software, 0x0010'1004, &value, 4));
    EXPECT_EQ(first.written_at, 0u);
}

TEST_F(PciHostTest, a_write_reaches_its_function)
{
    const std::uint32_t value = 6;
    EXPECT_TRUE(bus_write(software, 0x0020'9004, &value, 4));
    EXPECT_EQ(second.written_at, 4u);
}

TEST(MsiMap, the_first_row_that_contains_the_requester_gives_its_device_id)
{
    const std::vector<MsiMapEntry> map{ { 0x100, 0x8000, 8 }, { 0x104, 0x20, 8 } };
    EXPECT_EQ(device_id_of(map, 0x0ff), 0x0ffu);
    EXPECT_EQ(device_id_of(map, 0x100), 0x8000u);
    EXPECT_EQ(device_id_of(map, 0x107), 0x8007u);
    EXPECT_EQ(device_id_of(map, 0x10b), 0x27u);
    EXPECT_EQ(device_id_of(map, 0x10c), 0x10cu);
}

} // namespace

} // namespace itstorm
