// SPDX-License-Identifier: Apache-2.0
// INVALL under each of its policies: which vLPIs it looks at, how many reads it takes, and when.
#include "invall_bench.h"

using namespace fake;

namespace {

// ---- the look-ups of upstream Xen's loop ----

// vLPIs and their vCPUs, and the look-ups of an INVALL of vCPU 0. The numbers come from a run of a
// copy of upstream Xen's loop.
struct Layout {
    Layout(const char* name_, unsigned vlpis_, unsigned (*vcpu_of_)(unsigned n))
        : name(name_), vlpis(vlpis_), vcpu_of(vcpu_of_)
    {
    }
    Layout& takes_gangs(unsigned n) { return gangs = n, *this; }
    Layout& takes_entries(unsigned n) { return entries = n, *this; }
    Layout& reads_bytes(unsigned n) { return bytes = n, *this; }

    const char* name;
    unsigned vlpis;
    unsigned (*vcpu_of)(unsigned n);
    unsigned gangs = 0, entries = 0, bytes = 0;
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
    Layout("256_on_the_target", 256, on_target).takes_gangs(17).takes_entries(256).reads_bytes(256),
    Layout("256_round_robin_over_4_vcpus", 256, [](unsigned n) { return n % 4; })
        .takes_gangs(17)
        .takes_entries(259)
        .reads_bytes(64),
    Layout("256_on_another_vcpu", 256, on_another).takes_gangs(8434).takes_entries(134943),
    Layout("the_first_32_of_256_on_another", 256, [](unsigned n) { return n < 32 ? 1u : 0u; })
        .takes_gangs(8224)
        .takes_entries(131583)
        .reads_bytes(224),
    Layout("2048_in_alternating_blocks_of_32", 2048,
           [](unsigned n) { return n / 32 % 2 ? 0u : 1u; })
        .takes_gangs(8832)
        .takes_entries(141311)
        .reads_bytes(1024),
    Layout("2048_on_another_vcpu", 2048, on_another).takes_gangs(10226).takes_entries(163615),
    Layout("15_on_another_vcpu", 15, on_another).takes_gangs(1).takes_entries(15),
    Layout("32768_on_the_target", 32768, on_target)
        .takes_gangs(2049)
        .takes_entries(32768)
        .reads_bytes(32768),
};

class InvallXen : public testing::TestWithParam<Layout> {};

TEST_P(InvallXen, takes_as_many_look_ups_as_the_loop_of_upstream_xen)
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

TEST(InvallFull,
     looks_at_all_vlpis_up_to_the_highest_ever_mapped_and_reads_the_bytes_of_its_collection)
{
    InvallBench m(invall_by(full));
    m.map(first + 10, 0);
    m.map(first + 999, 1);
    m.invall();
    EXPECT_EQ(m.sum(PROBE_VITS_INVALL_ENTRIES), 1000u);
    EXPECT_EQ(m.sum(PROBE_VITS_INVALL_BYTES), 1u);
}

TEST(InvallFull, looks_at_the_whole_range_once_the_highest_vlpi_is_mapped)
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

TEST(InvallBitmap64, high_mapped_ends_the_walk_at_the_highest_mapped_vlpi)
{
    InvallBench m(words(high_mapped));
    m.map(first + 640, 0);
    EXPECT_EQ(invall(m), (Work{ 11, 0, 0 }));
}

TEST(InvallBitmap64, pending_marks_bound_the_walk_by_the_lowest_and_the_highest_pending_vlpi)
{
    InvallBench m(words(pending_marks));
    pend(m, { first + 6400, first + 6700 });
    EXPECT_EQ(invall(m), (Work{ 5, 2, 2 }));
}

TEST(InvallBitmap64, pending_marks_are_empty_once_no_vlpi_pends)
{
    InvallBench m(words(pending_marks));
    pend(m, { first + 6400 });
    vgic_clear(m.w.self(), vgic_vlpi(&m.w.dom(), first + 6400));
    EXPECT_EQ(invall(m), (Work{ 0, 0, 0 }));
}

TEST(InvallBitmap64, dirty_reads_no_word_if_no_vlpi_pends)
{
    InvallBench m(words(dirty));
    m.map(first, 0);
    EXPECT_EQ(invall(m), (Work{ 0, 0, 0 }));
}

TEST(InvallBitmap64, dirty_reads_every_word_while_a_vlpi_pends)
{
    InvallBench m(words(dirty));
    pend(m, { first });
    EXPECT_EQ(invall(m), (Work{ 896, 1, 1 }));
    EXPECT_EQ(invall(m), (Work{ 896, 1, 1 })) << "the guest may have enabled it since";
}

TEST(InvallBitmap64, does_not_read_the_byte_of_a_vlpi_again_that_it_has_delivered)
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

TEST(PendingInGuest, invall_finds_the_bit_in_the_guests_table)
{
    InGuest m;
    pend(m, { first + 13 });
    EXPECT_EQ(invall(m), (Work{ 896, 1, 1 }));
}

TEST(PendingInGuest, a_bit_that_the_guest_forges_makes_no_vlpi_pending)
{
    InGuest m;
    m.map(first + 1, 0);
    m.w.poke(table + first / 8, ~0ull);
    EXPECT_EQ(invall(m), (Work{ 896, 1, 0 }));
    EXPECT_FALSE(m.vlpi(1).pending);
}

TEST(PendingInGuest, a_vlpi_whose_bit_the_guest_has_erased_is_delivered_by_inv)
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

TEST(PendingInGuest, a_table_outside_of_the_guests_ram_holds_no_bit)
{
    InGuest m;
    m.cpu().vgic->pendbaser = 0x10000;
    pend(m, { first });
    EXPECT_EQ(invall(m), (Work{ 896, 0, 0 }));
    EXPECT_TRUE(m.vlpi(0).pending);
}

TEST(PendingInGuest, refuses_a_pending_format_of_bytes)
{
    const Config c = words(0, { { "vgic.pending_store", 1 }, { "vgic.pending_format", 1 } });
    EXPECT_THROW(World{ c }, std::runtime_error);
}

// ---- rate ----

TEST(InvallRate, delays_the_next_invall_until_its_time)
{
    Config c = invall_by(full, 1);
    c.knobs["vits.invall_rate"] = 1000;
    InvallBench m(c);
    m.invall();
    sim_exit exit{};
    exit.bytes = 8;
    exit.is_write = true;
    exit.address = GUEST_GITS_BASE + GITS_CWRITER;
    m.g.put(its_cmd_invall(0));
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

TEST(InvallRate, is_refused_together_with_a_scheduler)
{
    Config c = invall_by(full, 1);
    c.knobs["vits.invall_rate"] = 1000;
    c.knobs["vits.schedule"] = 1;
    EXPECT_THROW(World{ c }, std::runtime_error);
}

} // namespace
