// SPDX-License-Identifier: Apache-2.0
// The ledger of a whole machine balances under a hypervisor that makes every term of it occur
// (tests/end_to_end/wild.c).
#include <gtest/gtest.h>
#include <platform/soc.h>

namespace itstorm {

namespace {

SocConfig wild_config()
{
    SocConfig config;
    config.ram_bytes = 64ull << 20;
    FunctionConfig nic;
    nic.name = "nic0";
    nic.device_id = nic.bdf = 0x100;
    nic.vectors = 8;
    nic.link.bytes_per_second = 3'938'000'000;
    config.its[0].config.error_mode = ErrorMode::Skip;
    config.functions = { nic };
    DomainConfig domain;
    domain.name = "dom0";
    domain.program = "none";
    domain.devices = { 0 };
    config.domains = { domain };
    return config;
}

// Sends one message at each given time.
class Sender : public sc_core::sc_module {
public:
    SC_HAS_PROCESS(Sender);
    Sender(sc_core::sc_module_name name, PciFunction& function,
           std::vector<std::pair<unsigned, unsigned>> plan)
        : sc_module(name), function_(function), plan_(std::move(plan))
    {
        SC_THREAD(run);
    }

private:
    void run()
    {
        for (const auto& [us, vector] : plan_) {
            wait(sc_core::sc_time(us, sc_core::SC_US) - sc_core::sc_time_stamp());
            function_.send(vector);
        }
    }
    PciFunction& function_;
    std::vector<std::pair<unsigned, unsigned>> plan_;
};

TEST(Soc, the_books_of_a_wild_run_balance_with_every_term)
{
    const HypervisorObject object = load_hypervisor(WILD_HYPERVISOR);
    Soc soc("soc", wild_config(), object, {});
    Sender sender("sender", *soc.functions[0],
                  { { 1000, 0 },
                    { 1005, 0 },
                    { 1010, 0 },
                    { 1100, 4 },
                    { 1200, 5 },
                    { 1205, 5 },
                    { 1300, 1 },
                    { 2000, 2 } });
    ASSERT_TRUE(soc.machine.create_hypervisor()) << soc.machine.faults.message;
    sc_core::sc_start(3, sc_core::SC_MS);
    Pe::set_running(nullptr);
    ASSERT_FALSE(soc.machine.faults.happened) << soc.machine.faults.message;
    const Ledger& l = soc.ledger;
    EXPECT_EQ(l.msis_sent, 8u);
    EXPECT_EQ(l.set_by_int, 1u);
    EXPECT_EQ(l.acknowledged, 3u); // the INT, too
    EXPECT_EQ(l.merged_in_device, 1u);
    EXPECT_EQ(l.merged_in_redistributor, 2u);
    EXPECT_EQ(l.dropped[static_cast<std::size_t>(Drop::UnmappedEvent)], 1u);
    EXPECT_EQ(l.dropped_total(), 1u);
    EXPECT_EQ(l.msis_sent + l.set_by_int, l.acknowledged + l.merged_in_device +
                                              l.merged_in_redistributor + l.cleared +
                                              l.dropped_total() + soc.msis_in_flight());
    EXPECT_EQ(l.commands_abandoned, 3u);
    EXPECT_EQ(l.commands_executed, 9u); // bring-up, INT, SYNC
    EXPECT_EQ(l.commands_skipped, 1u);
    EXPECT_EQ(l.commands_written, l.commands_executed + l.commands_skipped + l.commands_abandoned +
                                      soc.commands_in_ring());
}

} // namespace

} // namespace itstorm
