// SPDX-License-Identifier: Apache-2.0
// INVALL under each of its policies: which vLPIs it looks at, and when.
#include "arch/its_ring.h"
#include "invall_bench.h"

using namespace fake;

namespace {

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
    InvallBench m(invall_by(xen));
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
    InvallBench m(invall_by(xen));
    for (unsigned n = 0; n < 256; n++)
        m.map(first + n, 0);
    for (unsigned n = 0; n < 256; n += 2)
        vgic_unmap(m.w.self(), &m.vlpi(n));
    m.invall();
    EXPECT_EQ(m.sum(PROBE_VITS_INVALL_ENTRIES), 128u);
}

// ---- what others ask before there is a machine ----

TEST(InvallWords, one_is_a_full_walk_and_two_read_every_byte)
{
    for (const auto word : { full, bitmap64, xen }) {
        World w(invall_by(word));
        const knobs values{ hv_knob_table(), w.hypervisor->knob_values };
        EXPECT_EQ(invall_is_full(&values), word == full) << word;
        EXPECT_EQ(invall_reads_all(&values), word != bitmap64) << word;
    }
}

// ---- the full walk ----

TEST(InvallFull, looks_at_all_up_to_the_highest_ever_mapped_and_reads_those_of_the_collection)
{
    InvallBench m(invall_by(full));
    m.map(first + 10, 0);
    m.map(first + 999, 1);
    m.invall();
    EXPECT_EQ(m.sum(PROBE_VITS_INVALL_ENTRIES), 1000u);
    EXPECT_EQ(m.sum(PROBE_VITS_INVALL_BYTES), 1u);
}

TEST(InvallFull, at_the_top_of_the_range_goes_over_all_of_it)
{
    InvallBench m(invall_by(full));
    m.map((1u << GUEST_LPI_ID_BITS) - 1, 0);
    m.invall();
    EXPECT_EQ(m.sum(PROBE_VITS_INVALL_ENTRIES), (1u << GUEST_LPI_ID_BITS) - first);
}

// ---- words of pending bits ----

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

Work invall(InvallBench& m)
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
    InvallBench m(words(0));
    EXPECT_EQ(invall(m), (Work{ 896, 0, 0 }));
}

TEST(InvallBitmap64, reads_the_configuration_byte_of_each_pending_bit_and_of_no_other)
{
    InvallBench m(words(0));
    for (std::uint32_t n = 0; n < 100; n++)
        m.map(first + n, 0);
    pend(m, { first, first + 1, first + 63, first + 64, first + 1000 });
    EXPECT_EQ(invall(m), (Work{ 896, 3, 5 }));
}

TEST(InvallBitmap64, the_highest_mapped_vlpi_bounds_it)
{
    InvallBench m(words(high_mapped));
    m.map(first + 640, 0);
    EXPECT_EQ(invall(m), (Work{ 11, 0, 0 }));
}

TEST(InvallBitmap64, marks_bound_it_by_the_lowest_and_the_highest_that_pend)
{
    InvallBench m(words(pending_marks));
    pend(m, { first + 6400, first + 6700 });
    EXPECT_EQ(invall(m), (Work{ 5, 2, 2 }));
}

TEST(InvallBitmap64, marks_are_gone_with_the_last_that_pends)
{
    InvallBench m(words(pending_marks));
    pend(m, { first + 6400 });
    vgic_clear(m.w.self(), vgic_vlpi(&m.w.dom(), first + 6400));
    EXPECT_EQ(invall(m), (Work{ 0, 0, 0 }));
}

TEST(InvallBitmap64, dirty_reads_nothing_if_nothing_pends)
{
    InvallBench m(words(dirty));
    m.map(first, 0);
    EXPECT_EQ(invall(m), (Work{ 0, 0, 0 }));
}

TEST(InvallBitmap64, dirty_goes_over_all_of_it_if_one_pends)
{
    InvallBench m(words(dirty));
    pend(m, { first });
    EXPECT_EQ(invall(m), (Work{ 896, 1, 1 }));
    EXPECT_EQ(invall(m), (Work{ 896, 1, 1 })) << "the next one as well: it may be enabled by now";
}

TEST(InvallBitmap64, what_it_has_delivered_is_not_looked_at_again)
{
    InvallBench m(words(high_mapped));
    pend(m, { first + 3 });
    m.g.set_config(first + 3, true);
    EXPECT_EQ(invall(m), (Work{ 1, 1, 1 }));
    EXPECT_EQ(invall(m), (Work{ 1, 0, 0 }));
}

TEST(InvallBitmap64, with_a_byte_for_each_vlpi_reads_eight_times_the_words)
{
    InvallBench m(words(0, { { "vgic.pending_format", 1 } }));
    pend(m, { first + 7, first + 8, first + 1000 });
    EXPECT_EQ(invall(m), (Work{ 7168, 3, 3 }));
}

// ---- in the guest's pending table ----

constexpr std::uint64_t table = MiniGuest::pending;

class InGuest : public InvallBench {
public:
    InGuest() : InvallBench(words(0, { { "vgic.pending_store", 1 } })) {}
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

// ---- rate ----

TEST(InvallRate, the_next_one_waits_for_its_time)
{
    Config c = invall_by(full, 1);
    c.knobs["vits.invall_rate"] = 1000;
    InvallBench m(c);
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
    Config c = invall_by(full, 1);
    c.knobs["vits.invall_rate"] = 1000;
    c.knobs["vits.schedule"] = 1;
    EXPECT_THROW(World{ c }, std::runtime_error);
}

} // namespace
