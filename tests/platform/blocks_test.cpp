// SPDX-License-Identifier: Apache-2.0
// The small blocks around a PE: timer, posted writes, IOMMU.
#include <arch/sysreg.h>
#include <common/access.h>
#include <common/bus.h>
#include <common/memory.h>
#include <gtest/gtest.h>
#include <platform/iommu.h>
#include <platform/posted_writes.h>
#include <platform/timer.h>

namespace itstorm {

namespace {

using sc_core::SC_NS;
using sc_core::sc_time;

struct RecordingPpi : PpiIf {
    std::vector<std::pair<std::uint64_t, bool>> seen; // ns, level
    void ppi(unsigned, bool level) override
    {
        seen.emplace_back(sc_core::sc_time_stamp().value() / 1000, level);
    }
};
using Levels = std::vector<std::pair<std::uint64_t, bool>>;

TEST(Timer, raises_its_line_when_the_count_reaches_the_compare_value)
{
    RecordingPpi ppi;
    Timer timer("timer", sim::behind_all, 26);
    timer.connect(ppi);
    timer.set_cval(500);
    timer.set_ctl(CNT_CTL_ENABLE);
    sc_core::sc_start(1, sc_core::SC_US);
    EXPECT_EQ(ppi.seen, (Levels{ { 500, true } }));
    EXPECT_EQ(timer.ctl(), CNT_CTL_ENABLE | CNT_CTL_ISTATUS);
}

TEST(Timer, lowers_its_line_when_the_compare_value_moves_away)
{
    RecordingPpi ppi;
    Timer timer("timer", sim::behind_all, 26);
    timer.connect(ppi);
    timer.set_ctl(CNT_CTL_ENABLE); // at once: 0 >= 0
    timer.set_cval(300);
    sc_core::sc_start(1, sc_core::SC_US);
    EXPECT_EQ(ppi.seen, (Levels{ { 0, true }, { 0, false }, { 300, true } }));
}

TEST(Timer, stays_silent_while_masked_or_off)
{
    RecordingPpi ppi;
    Timer timer("timer", sim::behind_all, 26);
    timer.connect(ppi);
    timer.set_cval(100);
    timer.set_ctl(CNT_CTL_ENABLE | CNT_CTL_IMASK);
    sc_core::sc_start(1, sc_core::SC_US);
    EXPECT_TRUE(ppi.seen.empty());
    EXPECT_NE(timer.ctl() & CNT_CTL_ISTATUS, 0u);
    timer.set_ctl(0);
    EXPECT_EQ(timer.ctl(), 0u);
}

TEST(Timer, a_compare_value_beyond_any_run_is_harmless)
{
    RecordingPpi ppi;
    Timer timer("timer", sim::behind_all, 26);
    timer.connect(ppi);
    timer.set_cval(UINT64_MAX);
    timer.set_ctl(CNT_CTL_ENABLE);
    sc_core::sc_start(1, sc_core::SC_US);
    EXPECT_TRUE(ppi.seen.empty());
}

TEST(PostedWrites, arrive_in_order_each_at_its_time)
{
    std::vector<std::pair<std::uint64_t, std::uint64_t>> seen; // ns, address
    PostedWrites posted("posted", sim::behind_all, [&](std::uint64_t pa, std::uint64_t, unsigned) {
        seen.emplace_back(sc_core::sc_time_stamp().value() / 1000, pa);
        return true;
    });
    posted.post(sc_time(100, SC_NS), 1, 0, 4);
    posted.post(sc_time(100, SC_NS), 2, 0, 4);
    posted.post(sc_time(130, SC_NS), 3, 0, 4);
    EXPECT_FALSE(posted.empty());
    sc_core::sc_start(1, sc_core::SC_US);
    EXPECT_EQ(seen, (std::vector<std::pair<std::uint64_t, std::uint64_t>>{
                        { 100, 1 }, { 100, 2 }, { 130, 3 } }));
    EXPECT_TRUE(posted.empty());
}

// A function's write, as the link sends it.
struct IommuBench : sc_core::sc_module {
    Memory memory;
    Bus bus;
    std::vector<Stage2> stage2;
    Ledger ledger;
    Iommu iommu;
    tlm_utils::simple_initiator_socket<IommuBench> link;
    std::vector<Drop> blocked;

    explicit IommuBench(sc_core::sc_module_name name)
        : sc_module(name), memory("memory", 0x1000, 0x2000), bus("bus"), stage2(2),
          iommu("iommu", stage2, ledger), link("link")
    {
        bus.map(memory.socket, 0x1000, 0x2000);
        iommu.bus.bind(bus.initiators);
        link.bind(iommu.links);
        stage2[1].map(0x8000, 0x1000, 0x1000, true);
        stage2[1].map(0x9000, 0x7000, 0x1000, true); // nobody there
        iommu.blocked.attach([this](const MsiBlockedFact& f) { blocked.push_back(f.cause); });
    }

    bool send(std::uint32_t device, std::uint64_t address, std::uint32_t data)
    {
        tlm::tlm_generic_payload trans;
        MsiExtension extension;
        extension.tag.device_id = device;
        trans.set_command(tlm::TLM_WRITE_COMMAND);
        trans.set_address(address);
        trans.set_data_ptr(reinterpret_cast<unsigned char*>(&data));
        trans.set_data_length(4);
        trans.set_streaming_width(4);
        trans.set_extension(&extension);
        sc_time delay = sc_core::SC_ZERO_TIME;
        link->b_transport(trans, delay);
        trans.clear_extension(&extension);
        return trans.is_response_ok();
    }
};

TEST(Iommu, translates_a_write_by_the_stage_2_of_its_domain)
{
    IommuBench bench("bench");
    sc_core::sc_start(sc_core::SC_ZERO_TIME);
    bench.iommu.attach(5, 1);
    EXPECT_TRUE(bench.send(5, 0x8010, 0xabcd));
    EXPECT_EQ(*bench.memory.at(0x1010, 1), 0xcd);
}

TEST(Iommu, books_a_message_that_reaches_no_doorbell)
{
    IommuBench bench("bench");
    sc_core::sc_start(sc_core::SC_ZERO_TIME);
    bench.iommu.attach(5, 1);
    EXPECT_TRUE(bench.send(5, 0x8010, 1));
    EXPECT_EQ(bench.blocked, (std::vector<Drop>{ Drop::NotDoorbell }));
    EXPECT_EQ(bench.ledger.dropped_total(), 1u);
}

TEST(Iommu, blocks_a_device_that_belongs_to_no_domain)
{
    IommuBench bench("bench");
    sc_core::sc_start(sc_core::SC_ZERO_TIME);
    EXPECT_TRUE(bench.send(6, 0x8010, 1)); // posted: it never learns
    EXPECT_EQ(bench.blocked, (std::vector<Drop>{ Drop::IommuBlocked }));
    EXPECT_EQ(bench.ledger.dropped_total(), 1u);
}

TEST(Iommu, blocks_an_address_that_its_domain_does_not_map)
{
    IommuBench bench("bench");
    sc_core::sc_start(sc_core::SC_ZERO_TIME);
    bench.iommu.attach(5, 0);
    bench.send(5, 0x8010, 1);
    EXPECT_EQ(bench.blocked, (std::vector<Drop>{ Drop::IommuFault }));
}

TEST(Iommu, books_a_write_that_ends_in_a_bus_error)
{
    IommuBench bench("bench");
    sc_core::sc_start(sc_core::SC_ZERO_TIME);
    bench.iommu.attach(5, 1);
    EXPECT_TRUE(bench.send(5, 0x9000, 1));
    EXPECT_EQ(bench.blocked, (std::vector<Drop>{ Drop::BusError }));
}

} // namespace

} // namespace itstorm
