// SPDX-License-Identifier: Apache-2.0
// RootPort: source validation blocks requests with the ID of another function, and books messages.
#include "common/access.h"
#include "platform/root_port.h"
#include <gtest/gtest.h>
#include <vector>

namespace itstorm {
namespace {

struct PortBench : sc_core::sc_module {
    static constexpr std::uint32_t own = 0x100, other = 0x200;

    Ledger ledger;
    RootPort port;
    tlm_utils::simple_initiator_socket<PortBench> link;
    tlm_utils::simple_target_socket<PortBench> memory_system;
    std::vector<std::uint64_t> arrived; // addresses
    std::vector<Drop> blocked;

    PortBench(sc_core::sc_module_name name, bool acs)
        : sc_module(name), port("port", behind(acs), ledger), link("link"),
          memory_system("memory_system")
    {
        link.bind(port.link);
        port.memory_system.bind(memory_system);
        memory_system.register_b_transport(this, &PortBench::b_transport);
        port.blocked.attach([this](const MsiBlockedFact& fact) { blocked.push_back(fact.cause); });
        sc_core::sc_start(sc_core::SC_ZERO_TIME);
    }

    static FunctionConfig behind(bool acs)
    {
        FunctionConfig config;
        config.device_id = own;
        config.acs = acs;
        return config;
    }

    void b_transport(tlm::tlm_generic_payload& trans, sc_core::sc_time&)
    {
        arrived.push_back(trans.get_address());
        trans.set_response_status(tlm::TLM_OK_RESPONSE);
    }

    bool message(std::uint32_t device_id)
    {
        MsiExtension extension;
        extension.tag.device_id = device_id;
        return write(extension);
    }
    bool dma(std::uint32_t device_id)
    {
        DmaExtension extension;
        extension.device_id = device_id;
        return write(extension);
    }

private:
    template <class Extension>
    bool write(Extension& extension)
    {
        tlm::tlm_generic_payload trans;
        std::uint32_t data = 7;
        trans.set_extension(&extension);
        const bool ok = bus_access(link, trans, tlm::TLM_WRITE_COMMAND, 0x1000, &data, sizeof data);
        trans.clear_extension(&extension);
        return ok;
    }
};

TEST(RootPort, a_request_with_the_functions_own_id_passes)
{
    PortBench bench("bench", true);
    EXPECT_TRUE(bench.message(PortBench::own));
    EXPECT_TRUE(bench.dma(PortBench::own));
    EXPECT_EQ(bench.arrived, (std::vector<std::uint64_t>{ 0x1000, 0x1000 }));
    EXPECT_EQ(bench.ledger.dropped_total(), 0u);
}

TEST(RootPort, a_forged_message_is_dropped_without_an_error_to_its_sender)
{
    PortBench bench("bench", true);
    EXPECT_TRUE(bench.message(PortBench::other));
    EXPECT_TRUE(bench.arrived.empty());
    EXPECT_EQ(bench.blocked, (std::vector<Drop>{ Drop::ForgedId }));
    EXPECT_EQ(bench.ledger.dropped_total(), 1u);
}

TEST(RootPort, forged_dma_is_refused_and_not_booked_as_a_message)
{
    PortBench bench("bench", true);
    EXPECT_FALSE(bench.dma(PortBench::other));
    EXPECT_TRUE(bench.arrived.empty());
    EXPECT_EQ(bench.ledger.dropped_total(), 0u);
}

TEST(RootPort, without_validation_everything_passes)
{
    PortBench bench("bench", false);
    EXPECT_TRUE(bench.message(PortBench::other));
    EXPECT_TRUE(bench.dma(PortBench::other));
    EXPECT_EQ(bench.arrived.size(), 2u);
    EXPECT_TRUE(bench.blocked.empty());
}

} // namespace
} // namespace itstorm
