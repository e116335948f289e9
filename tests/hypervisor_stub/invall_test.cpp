// INVALL under each of its policies: what it looks at, and what it owes the guest whatever the
// policy.
#include "hv_bench.h"

using namespace fake;

namespace {

enum Policy : std::uint64_t { full, xen };
constexpr std::uint32_t first = INTID_LPI_FIRST;

Config machine(std::uint64_t policy, unsigned vcpus = 4)
{
    Config c;
    c.domains = { { vcpus, { 64 } } };
    c.knobs = { { "vits.invall", policy } };
    return c;
}

// Collection v is vCPU v; vLPIs are mapped without a device behind them.
class Machine : public Bench {
public:
    explicit Machine(const Config& c) : Bench(c) { g.bring_up(0); }

    void map(std::uint32_t vlpi, unsigned vcpu)
    {
        const vlpi_mapping mapping = { 0x200, vlpi - first, static_cast<std::uint16_t>(vcpu),
                                       &cpu(vcpu), nullptr };
        vgic_map(w.self(), &w.dom(), vlpi, &mapping);
    }
    void invall(unsigned vcpu = 0) { g.send({ its_cmd_invall(static_cast<std::uint16_t>(vcpu)) }); }
    std::uint64_t sum(unsigned row) { return w.counter(row, 0); }
};

// ---- upstream Xen's loop, in numbers ----

struct Layout {
    const char* name;
    unsigned vlpis;
    unsigned (*vcpu_of)(unsigned n); // INVALL is of vCPU 0
    unsigned gangs, entries, bytes;  // xen_facts: run there with a copy of the loop
};

void PrintTo(const Layout& layout, std::ostream* out)
{
    *out << layout.name;
}

unsigned on_target(unsigned)
{
    return 0;
}

unsigned on_another(unsigned)
{
    return 1;
}

const Layout layouts[] = {
    { "256_on_the_target", 256, on_target, 17, 256, 256 },
    { "256_round_robin_over_4_vcpus", 256, [](unsigned n) { return n % 4; }, 17, 259, 64 },
    { "256_on_another_vcpu", 256, on_another, 8434, 134943, 0 },
    { "the_first_32_of_256_on_another", 256, [](unsigned n) { return n < 32 ? 1u : 0u; }, 8224,
      131583, 224 },
    { "2048_in_alternating_blocks_of_32", 2048, [](unsigned n) { return n / 32 % 2 ? 0u : 1u; },
      8832, 141311, 1024 },
    { "2048_on_another_vcpu", 2048, on_another, 10226, 163615, 0 },
    { "15_on_another_vcpu", 15, on_another, 1, 15, 0 },
    { "32768_on_the_target", 32768, on_target, 2049, 32768, 32768 },
};

class InvallXen : public testing::TestWithParam<Layout> {};

TEST_P(InvallXen, takes_the_look_ups_that_upstreams_loop_takes)
{
    const Layout& layout = GetParam();
    Machine m(machine(xen));
    for (unsigned n = 0; n < layout.vlpis; n++)
        m.map(first + n, layout.vcpu_of(n));
    m.invall();
    EXPECT_EQ(m.sum(PROBE_VITS_INVALL_GANGS), layout.gangs);
    EXPECT_EQ(m.sum(PROBE_VITS_INVALL_ENTRIES), layout.entries);
    EXPECT_EQ(m.sum(PROBE_VITS_INVALL_BYTES), layout.bytes);
}

INSTANTIATE_TEST_SUITE_P(Layouts, InvallXen, testing::ValuesIn(layouts),
                         [](const auto& row) { return row.param.name; });

TEST(InvallXen, unmapped_vlpis_are_in_no_gang)
{
    Machine m(machine(xen));
    for (unsigned n = 0; n < 256; n++)
        m.map(first + n, 0);
    for (unsigned n = 0; n < 256; n += 2)
        vgic_unmap(m.w.self(), &m.vlpi(n));
    m.invall();
    EXPECT_EQ(m.sum(PROBE_VITS_INVALL_ENTRIES), 128u);
}

// ---- the full walk ----

TEST(InvallFull, looks_at_all_up_to_the_highest_ever_mapped_and_reads_those_of_the_collection)
{
    Machine m(machine(full));
    m.map(first + 10, 0);
    m.map(first + 999, 1);
    m.invall();
    EXPECT_EQ(m.sum(PROBE_VITS_INVALL_ENTRIES), 1000u);
    EXPECT_EQ(m.sum(PROBE_VITS_INVALL_BYTES), 1u);
}

TEST(InvallFull, at_the_top_of_the_range_goes_over_all_of_it)
{
    Machine m(machine(full));
    m.map((1u << GUEST_LPI_ID_BITS) - 1, 0);
    m.invall();
    EXPECT_EQ(m.sum(PROBE_VITS_INVALL_ENTRIES), (1u << GUEST_LPI_ID_BITS) - first);
}

// ---- what every policy owes ----

class InvallOwes : public testing::TestWithParam<std::uint64_t> {
public:
    Config one_vcpu() { return machine(GetParam(), 1); }
};

TEST_P(InvallOwes, a_vlpi_that_pends_is_delivered_once_it_is_enabled)
{
    Bench b(one_vcpu());
    b.g.bring_up(4, false);
    b.receive(2);
    b.g.set_config(first + 2, true);
    b.enter();
    EXPECT_EQ(b.find(first + 2), -1);
    b.leave();
    b.g.send({ its_cmd_invall(0) });
    b.enter();
    EXPECT_NE(b.find(first + 2), -1);
    b.leave();
}

TEST_P(InvallOwes, one_that_was_disabled_before_an_earlier_invall_is_found_by_the_next)
{
    Bench b(one_vcpu());
    b.g.bring_up(4, false);
    b.receive(2);
    b.g.send({ its_cmd_invall(0) }); // still disabled
    b.g.set_config(first + 2, true);
    b.g.send({ its_cmd_invall(0) });
    b.enter();
    EXPECT_NE(b.find(first + 2), -1);
    b.leave();
}

TEST_P(InvallOwes, an_idle_vlpi_that_was_disabled_is_held_back_when_it_comes)
{
    Bench b(one_vcpu());
    b.g.bring_up(4);
    b.g.set_config(first + 1, false);
    b.g.send({ its_cmd_invall(0) });
    b.receive(1);
    b.enter();
    EXPECT_EQ(b.find(first + 1), -1);
    b.leave();
    EXPECT_TRUE(b.vlpi(1).pending);
}

TEST_P(InvallOwes, an_idle_vlpi_that_was_enabled_is_delivered_when_it_comes)
{
    Bench b(one_vcpu());
    b.g.bring_up(4, false);
    b.g.set_config(first + 1, true);
    b.g.send({ its_cmd_invall(0) });
    b.receive(1);
    b.enter();
    EXPECT_NE(b.find(first + 1), -1);
    b.leave();
}

TEST_P(InvallOwes, one_that_waits_in_the_queue_is_held_back_if_it_was_disabled)
{
    Bench b(one_vcpu());
    b.g.bring_up(4);
    b.receive(1);
    b.g.set_config(first + 1, false);
    b.g.send({ its_cmd_invall(0) });
    b.enter();
    EXPECT_EQ(b.find(first + 1), -1);
    b.leave();
    EXPECT_TRUE(b.vlpi(1).pending);
}

TEST_P(InvallOwes, one_that_pends_in_a_list_register_is_taken_out_if_it_was_disabled)
{
    Bench b(one_vcpu());
    b.g.bring_up(4);
    b.receive(1);
    b.enter();
    b.leave();
    b.g.set_config(first + 1, false);
    b.g.send({ its_cmd_invall(0) });
    b.enter();
    EXPECT_EQ(b.find(first + 1), -1);
    b.leave();
    EXPECT_TRUE(b.vlpi(1).pending);
}

TEST_P(InvallOwes, a_new_priority_counts_for_one_that_waits)
{
    Config c = one_vcpu();
    c.list_registers = 1;
    Bench b(c);
    b.g.bring_up(4);
    b.receive(0);
    b.receive(1);
    b.g.set_config(first + 1, true, 0x20);
    b.g.send({ its_cmd_invall(0) });
    b.enter();
    EXPECT_EQ(b.find(first + 1), 0);
    b.leave();
}

TEST_P(InvallOwes, a_vcpu_in_its_guest_is_told)
{
    Bench b(one_vcpu());
    b.g.bring_up(4, false);
    b.receive(2);
    b.g.set_config(first + 2, true);
    b.enter();
    const unsigned sgis = b.w.pes[0].sgis_sent;
    b.g.send({ its_cmd_invall(0) });
    EXPECT_GT(b.w.pes[0].sgis_sent, sgis);
    b.leave();
}

std::string name_of(const testing::TestParamInfo<std::uint64_t>& row)
{
    static const char* const names[] = { "full", "xen" };
    return names[row.param];
}

INSTANTIATE_TEST_SUITE_P(Policies, InvallOwes, testing::Values(full, xen), name_of);

} // namespace
