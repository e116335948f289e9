// SPDX-License-Identifier: Apache-2.0
// INVALL under each of its policies: what it looks at, and what it owes the guest whatever the
// policy.
#include "arch/its_ring.h"
#include "hv_bench.h"

using namespace fake;

namespace {

enum Policy : std::uint64_t { full, bitmap64, xen };
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

// ---- words of pending bits ----

enum : std::uint64_t { high_mapped = 1, pending_marks = 2, dirty = 4 };

Config words(std::uint64_t bounds, std::map<std::string, std::uint64_t> knobs = {})
{
    Config c = machine(bitmap64, 1);
    c.knobs.insert(knobs.begin(), knobs.end());
    c.knobs["vits.invall_bounds"] = bounds;
    return c;
}

// vLPIs that pend, disabled.
void pend(Machine& m, const std::vector<std::uint32_t>& vlpis)
{
    for (const std::uint32_t vlpi : vlpis) {
        m.map(vlpi, 0);
        vgic_trigger(m.w.self(), vgic_vlpi(&m.w.dom(), vlpi));
    }
}

struct Work {
    std::uint64_t words, set, bytes;
    bool operator==(const Work& o) const
    {
        return words == o.words && set == o.set && bytes == o.bytes;
    }
};

std::ostream& operator<<(std::ostream& out, const Work& w)
{
    return out << w.words << " words, " << w.set << " set, " << w.bytes << " bytes";
}

Work invall(Machine& m)
{
    const auto sums = [&] {
        return Work{ m.sum(PROBE_VITS_INVALL_WORDS), m.sum(PROBE_VITS_INVALL_WORDS_SET),
                     m.sum(PROBE_VITS_INVALL_BYTES) };
    };
    const Work before = sums();
    m.invall();
    const Work after = sums();
    return { after.words - before.words, after.set - before.set, after.bytes - before.bytes };
}

TEST(InvallBitmap64, reads_896_words_for_57344_lpis)
{
    Machine m(words(0));
    EXPECT_EQ(invall(m), (Work{ 896, 0, 0 }));
}

TEST(InvallBitmap64, reads_the_configuration_byte_of_each_pending_bit_and_of_no_other)
{
    Machine m(words(0));
    for (std::uint32_t n = 0; n < 100; n++)
        m.map(first + n, 0);
    pend(m, { first, first + 1, first + 63, first + 64, first + 1000 });
    EXPECT_EQ(invall(m), (Work{ 896, 3, 5 }));
}

TEST(InvallBitmap64, the_highest_mapped_vlpi_bounds_it)
{
    Machine m(words(high_mapped));
    m.map(first + 640, 0);
    EXPECT_EQ(invall(m), (Work{ 11, 0, 0 }));
}

TEST(InvallBitmap64, marks_bound_it_by_the_lowest_and_the_highest_that_pend)
{
    Machine m(words(pending_marks));
    pend(m, { first + 6400, first + 6700 });
    EXPECT_EQ(invall(m), (Work{ 5, 2, 2 }));
}

TEST(InvallBitmap64, marks_are_gone_with_the_last_that_pends)
{
    Machine m(words(pending_marks));
    pend(m, { first + 6400 });
    vgic_clear(m.w.self(), vgic_vlpi(&m.w.dom(), first + 6400));
    EXPECT_EQ(invall(m), (Work{ 0, 0, 0 }));
}

TEST(InvallBitmap64, dirty_reads_nothing_if_nothing_pends)
{
    Machine m(words(dirty));
    m.map(first, 0);
    EXPECT_EQ(invall(m), (Work{ 0, 0, 0 }));
}

TEST(InvallBitmap64, dirty_goes_over_all_of_it_if_one_pends)
{
    Machine m(words(dirty));
    pend(m, { first });
    EXPECT_EQ(invall(m), (Work{ 896, 1, 1 }));
    EXPECT_EQ(invall(m), (Work{ 896, 1, 1 })) << "the next one as well: it may be enabled by now";
}

TEST(InvallBitmap64, what_it_has_delivered_is_not_looked_at_again)
{
    Machine m(words(high_mapped));
    pend(m, { first + 3 });
    m.g.set_config(first + 3, true);
    EXPECT_EQ(invall(m), (Work{ 1, 1, 1 }));
    EXPECT_EQ(invall(m), (Work{ 1, 0, 0 }));
}

TEST(InvallBitmap64, with_a_byte_for_each_vlpi_reads_eight_times_the_words)
{
    Machine m(words(0, { { "vgic.pending_format", 1 } }));
    pend(m, { first + 7, first + 8, first + 1000 });
    EXPECT_EQ(invall(m), (Work{ 7168, 3, 3 }));
}

// ---- in the guest's pending table ----

constexpr std::uint64_t table = MiniGuest::pending;

class InGuest : public Machine {
public:
    InGuest() : Machine(words(0, { { "vgic.pending_store", 1 } })) {}
    std::uint64_t byte(std::uint32_t vlpi) { return w.peek(table + vlpi / 8, 1); }
};

TEST(PendingInGuest, a_vlpi_has_the_bit_that_the_architecture_gives_it)
{
    InGuest m;
    pend(m, { first + 13 });
    EXPECT_EQ(m.byte(first + 13), 1u << 5);
    vgic_clear(m.w.self(), vgic_vlpi(&m.w.dom(), first + 13));
    EXPECT_EQ(m.byte(first + 13), 0u);
}

TEST(PendingInGuest, invall_finds_it_there)
{
    InGuest m;
    pend(m, { first + 13 });
    EXPECT_EQ(invall(m), (Work{ 896, 1, 1 }));
}

TEST(PendingInGuest, bits_that_the_guest_forges_lead_to_nothing)
{
    InGuest m;
    m.map(first + 1, 0);
    m.w.poke(table + first / 8, ~0ull);
    EXPECT_EQ(invall(m), (Work{ 896, 1, 0 }));
    EXPECT_FALSE(m.vlpi(1).pending);
}

TEST(PendingInGuest, bits_that_the_guest_takes_away_are_found_by_inv)
{
    Config c = words(0, { { "vgic.pending_store", 1 } });
    Bench b(c);
    b.g.bring_up(4, false);
    b.receive(2);
    b.w.poke(table + first / 8, 0);
    b.g.set_config(first + 2, true);
    b.g.send({ its_cmd_inv(MiniGuest::device, 2) });
    EXPECT_EQ(b.vlpi(2).place, VIRQ_WAITING);
}

TEST(PendingInGuest, a_table_outside_of_its_ram_holds_nothing)
{
    InGuest m;
    m.cpu().vgic->pendbaser = 0x10000;
    pend(m, { first });
    EXPECT_EQ(invall(m), (Work{ 896, 0, 0 }));
    EXPECT_TRUE(m.vlpi(0).pending);
}

TEST(PendingInGuest, has_no_room_for_bytes)
{
    const Config c = words(0, { { "vgic.pending_store", 1 }, { "vgic.pending_format", 1 } });
    EXPECT_THROW(World{ c }, std::runtime_error);
}

// ---- when the configuration byte is read (S19) ----

Config lookup(std::uint64_t value)
{
    Config c = machine(full, 1);
    c.knobs["vgic.enable_lookup"] = value;
    return c;
}

TEST(EnableLookup, cached_a_byte_that_changed_without_a_command_does_not_count)
{
    Bench b(lookup(0));
    b.g.bring_up(4);
    b.g.set_config(first, false);
    b.receive(0);
    EXPECT_EQ(b.vlpi(0).place, VIRQ_WAITING);
    EXPECT_EQ(b.w.counter(PROBE_VGIC_LOOKS, 0), 0u);
}

TEST(EnableLookup, in_the_guests_table_it_counts_at_the_next_interrupt)
{
    Bench b(lookup(1));
    b.g.bring_up(4);
    b.g.set_config(first, false);
    b.receive(0);
    EXPECT_EQ(b.vlpi(0).place, VIRQ_IDLE);
    EXPECT_TRUE(b.vlpi(0).pending);
    EXPECT_EQ(b.w.counter(PROBE_VGIC_LOOKS, 0), 1u);
}

TEST(EnableLookup, in_the_guests_table_the_next_interrupt_delivers_what_pended)
{
    Bench b(lookup(1));
    b.g.bring_up(4, false);
    b.receive(0);
    b.g.set_config(first, true);
    b.receive(0);
    EXPECT_EQ(b.vlpi(0).place, VIRQ_WAITING);
}

TEST(EnableLookup, one_entry_of_the_guest_looks_at_16_that_wait_and_comes_back_for_the_others)
{
    Config c = words(high_mapped);
    c.list_registers = 4;
    Bench b(c);
    b.g.bring_up(40);
    for (unsigned n = 0; n < 40; n++)
        b.receive(n);
    for (unsigned n = 0; n < 40; n++)
        b.g.set_config(first + n, false);
    b.g.send({ its_cmd_invall(0) });
    b.w.counters.clear();
    b.enter();
    EXPECT_EQ(b.w.counter(PROBE_VGIC_LOOKS, 0), 16u);
    EXPECT_NE(b.hcr() & ICH_HCR_UIE, 0u);
    b.leave();
    b.enter();
    b.leave();
    b.enter();
    EXPECT_EQ(b.w.counter(PROBE_VGIC_LOOKS, 0), 40u);
    EXPECT_EQ(b.hcr() & ICH_HCR_UIE, 0u);
    b.leave();
}

// ---- the table of S50: what an INV does ----

TEST(Inv, of_a_disabled_vlpi_does_nothing)
{
    Bench b(machine(full, 1));
    b.g.bring_up(4, false);
    b.receive(0);
    b.g.send({ its_cmd_inv(MiniGuest::device, 0) });
    EXPECT_EQ(b.vlpi(0).place, VIRQ_IDLE);
    EXPECT_TRUE(b.vlpi(0).pending);
}

TEST(Inv, of_an_enabled_vlpi_that_does_not_pend_does_nothing)
{
    Bench b(machine(full, 1));
    b.g.bring_up(4);
    b.g.send({ its_cmd_inv(MiniGuest::device, 0) });
    EXPECT_EQ(b.vlpi(0).place, VIRQ_IDLE);
    EXPECT_FALSE(b.vlpi(0).pending);
}

TEST(Inv, of_an_enabled_vlpi_that_pends_delivers_it_and_clears_its_bit)
{
    Machine m(words(high_mapped));
    pend(m, { first });
    m.g.set_config(first, true);
    EXPECT_TRUE(vgic_reload(m.w.self(), &m.w.dom(), &m.vlpi(0)));
    m.enter();
    EXPECT_NE(m.find(first), -1);
    EXPECT_FALSE(m.vlpi(0).pending);
    EXPECT_EQ(m.cpu().vgic->pending.count, 0u);
    m.leave();
}

// ---- rate ----

TEST(InvallRate, the_next_one_waits_for_its_time)
{
    Config c = machine(full, 1);
    c.knobs["vits.invall_rate"] = 1000;
    Machine m(c);
    m.invall();
    sim_exit exit{};
    exit.bytes = 8;
    exit.is_write = true;
    exit.address = GUEST_GITS_BASE + GITS_CWRITER;
    const its_cmd cmd = its_cmd_invall(0);
    for (unsigned n = 0; n < 4; n++)
        m.w.poke(MiniGuest::ring + m.g.cwriter + 8 * n, cmd.dw[n]);
    m.g.cwriter = its_ring_next(m.g.cwriter, MiniGuest::ring_bytes);
    exit.value = m.g.cwriter;
    const std::uint64_t start = m.w.now;
    vits_access(m.w.self(), m.w.dom().vits, GITS_CWRITER, &exit);
    EXPECT_TRUE(exit.again);
    EXPECT_NE(m.g.read(GITS_CREADR), m.g.cwriter);
    EXPECT_GT(vits_goes_on_at(m.w.dom().vits), start);
    m.w.now += 1000000;
    vits_access(m.w.self(), m.w.dom().vits, GITS_CWRITER, &exit);
    EXPECT_FALSE(exit.again);
    EXPECT_EQ(m.g.read(GITS_CREADR), m.g.cwriter);
}

TEST(InvallRate, and_passes_of_a_scheduler_do_not_go_together)
{
    Config c = machine(full, 1);
    c.knobs["vits.invall_rate"] = 1000;
    c.knobs["vits.schedule"] = 1;
    EXPECT_THROW(World{ c }, std::runtime_error);
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

TEST_P(InvallOwes, one_that_pends_beside_an_active_one_is_delivered_after_its_eoi_once_enabled)
{
    Bench b(one_vcpu());
    b.g.bring_up(4);
    b.receive(1);
    b.enter();
    const int n = b.find(first + 1);
    ASSERT_GE(n, 0);
    b.acknowledge(static_cast<unsigned>(n));
    b.leave();
    b.g.set_config(first + 1, false);
    b.g.send({ its_cmd_inv(MiniGuest::device, 1) });
    b.receive(1); // beside it, held back
    b.g.set_config(first + 1, true);
    b.enter();
    b.g.send({ its_cmd_invall(0) }); // by another vCPU, say
    b.eoi(static_cast<unsigned>(n));
    b.leave();
    b.enter();
    EXPECT_NE(b.find(first + 1), -1);
    b.leave();
}

TEST_P(InvallOwes, one_that_moved_while_it_pended_is_found_at_its_new_vcpu)
{
    Bench b(machine(GetParam(), 2));
    b.g.bring_up(4, false);
    b.receive(2); // of vCPU 0
    b.g.send({ its_cmd_movi(MiniGuest::device, 2, 1) });
    b.g.set_config(first + 2, true);
    b.g.send({ its_cmd_invall(1) });
    EXPECT_EQ(b.vlpi(2).place, VIRQ_WAITING);
    EXPECT_EQ(b.vlpi(2).owner, &b.cpu(1));
}

TEST_P(InvallOwes, a_storm_that_ends_when_the_guest_enables_its_vlpi_ends_by_an_invall)
{
    Config c = one_vcpu();
    c.knobs["storm.detect"] = 1;
    c.knobs["storm.end"] = 1; // guest_enable
    Bench b(c);
    b.g.bring_up(4);
    b.receive(1);
    b.receive(1);
    ASSERT_FALSE(b.is_enabled(b.plpi(1)));
    b.enter();
    const int n = b.find(first + 1);
    ASSERT_GE(n, 0);
    b.handle(static_cast<unsigned>(n));
    b.leave();
    ASSERT_FALSE(b.is_enabled(b.plpi(1)));
    b.g.send({ its_cmd_invall(0) });
    EXPECT_TRUE(b.is_enabled(b.plpi(1)));
}

std::string name_of(const testing::TestParamInfo<std::uint64_t>& row)
{
    static const char* const names[] = { "full", "bitmap64", "xen" };
    return names[row.param];
}

INSTANTIATE_TEST_SUITE_P(Policies, InvallOwes, testing::Values(full, bitmap64, xen), name_of);

} // namespace
