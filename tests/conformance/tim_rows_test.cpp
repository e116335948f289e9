// SPDX-License-Identifier: Apache-2.0
// TIM: which table reads the caches save, the effect of a slow memory, back-pressure, independence
// of targets, and determinism.
#include "common/simulated_time.h"
#include "crowd.h"
#include <sstream>
#include <sys/wait.h>
#include <unistd.h>

namespace itstorm {

namespace {

using sc_core::sc_time;

sc_time ns(std::uint64_t n)
{
    return sc_time(static_cast<double>(n), sc_core::SC_NS);
}

SocConfig without_caches()
{
    SocConfig config = f1_config();
    ItsConfig& its = config.its[0].config;
    its.device_cache_sets = its.event_cache_sets = its.collection_cache_sets = 0;
    return config;
}

// Sends, acknowledges and ends (5, 3) once; returns the table reads that it took.
Fixture::Reads deliver(Fixture& f, unsigned pe = 1, std::uint32_t lpi = 8195)
{
    f.reads();
    f.msi(5, 3);
    EXPECT_TRUE(f.gets(pe, lpi));
    f.eoi(pe, lpi);
    return f.reads();
}

void expect_table_reads(const Fixture::Reads& reads, unsigned devices, unsigned events,
                        unsigned collections)
{
    EXPECT_EQ(reads.device_table, devices);
    EXPECT_EQ(reads.itt, events);
    EXPECT_EQ(reads.collection_table, collections);
}

// When each PE's IRQ rose last.
struct Rises {
    explicit Rises(Fixture& f)
    {
        f.gic.redistributors.probes.irq_line.attach([this](const IrqLineFact& fact) {
            if (fact.level)
                at[fact.target] = sim::now();
        });
    }
    std::map<unsigned, sc_time> at;
};

// The time from the message to the rise of the IRQ of `pe`, which must not be asserted before.
sc_time time_to_irq(Fixture& f, Rises& rises, unsigned pe, std::uint32_t event)
{
    const sc_time sent = sim::now();
    f.post(5, event);
    while (!f.gic.irq(pe) && sim::now() - sent < ns(100'000))
        f.gic.run(ns(1));
    return rises.at[pe] - sent;
}

// The cycles from message to IRQ with nothing cached.
std::uint64_t cold_path(const SocConfig& c)
{
    const ItsConfig& its = c.its[0].config;
    return 3ull * its.table_read + its.xlate_latency + c.redistributor.property_read +
           c.redistributor.arbitration + c.redistributor.stream;
}

} // namespace

TEST(TIM_01, the_second_message_of_an_event_reads_no_table)
{
    Fixture f;
    deliver(f);
    expect_table_reads(deliver(f), 0, 0, 0);
}

TEST(TIM_02, without_caches_every_message_reads_each_entry_once)
{
    Fixture f(without_caches());
    for (unsigned n = 0; n < 3; n++)
        expect_table_reads(deliver(f), 1, 1, 1);
}

TEST(TIM_03, mapd_makes_device_and_event_be_read_again)
{
    Fixture f;
    deliver(f);
    f.send({ its_cmd_mapd(5, 5, itt_a, true), its_cmd_sync(1) });
    expect_table_reads(deliver(f), 1, 1, 0);
}

TEST(TIM_04, after_mapc_the_collection_is_read_again)
{
    Fixture f;
    deliver(f);
    f.send({ its_cmd_mapc(1, 2, true), its_cmd_sync(2) });
    expect_table_reads(deliver(f, 2), 0, 0, 1);
}

TEST(TIM_05, after_movi_the_event_is_read_again)
{
    Fixture f;
    deliver(f);
    f.send({ its_cmd_movi(5, 3, 0), its_cmd_sync(1), its_cmd_sync(0) });
    expect_table_reads(deliver(f, 0), 0, 1, 0);
}

TEST(TIM_06, a_discarded_event_is_in_no_cache)
{
    Fixture f;
    deliver(f);
    f.send({ its_cmd_discard(5, 3) });
    f.msi(5, 3);
    EXPECT_TRUE(f.nothing());
}

TEST(TIM_07, inv_makes_the_configuration_be_read_once)
{
    Fixture f;
    deliver(f);
    EXPECT_EQ(deliver(f).config, 0u); // cached
    f.send({ its_cmd_inv(5, 3), its_cmd_sync(1) });
    EXPECT_EQ(deliver(f).config, 1u);
    EXPECT_EQ(deliver(f).config, 0u);
}

TEST(TIM_08, more_events_than_the_cache_holds_are_read_again_and_all_delivered)
{
    SocConfig config = f1_config();
    config.its[0].config.event_cache_sets = 4;
    Fixture f(config);
    Crowd crowd(f);
    for (unsigned sweep = 0; sweep < 2; sweep++) {
        f.reads();
        crowd.post_all();
        f.settle();
        EXPECT_EQ(f.reads().other,
                  Crowd::count()); // reads of their ITTs: every look-up of the sweep misses
        EXPECT_EQ(crowd.take_all(), crowd.each_once());
    }
}

TEST(TIM_09, the_time_to_irq_is_the_sum_of_its_costs)
{
    Fixture f(without_caches());
    Rises rises(f);
    EXPECT_EQ(time_to_irq(f, rises, 1, 3), ns(cold_path(f.gic.config)));
    EXPECT_TRUE(f.gets(1, 8195));
}

TEST(TIM_09, a_memory_ten_times_slower_changes_times_only)
{
    SocConfig config = without_caches();
    config.its[0].config.table_read *= 10;
    config.its[0].config.table_write *= 10;
    config.its[0].config.command_fetch *= 10;
    config.redistributor.property_read *= 10;
    Fixture f(config);
    Rises rises(f);
    EXPECT_EQ(time_to_irq(f, rises, 1, 3), ns(cold_path(config)));
    EXPECT_GT(cold_path(config), 9 * cold_path(f1_config()));
    EXPECT_TRUE(f.gets(1, 8195));
    f.eoi(1, 8195);
    Crowd crowd(f);
    crowd.post_all();
    f.settle();
    EXPECT_EQ(crowd.take_all(), crowd.each_once());
}

TEST(TIM_10, one_credit_holds_messages_back_and_loses_none)
{
    SocConfig config = f1_config();
    config.redistributor.lpi_credits = 1;
    Fixture f(config);
    Crowd crowd(f);
    crowd.post_all();
    f.gic.run(ns(20'000));
    const std::uint64_t with_senders =
        f.gic.msis_in_flight() - f.gic.its.msis_in_flight() - f.gic.redistributors.lpis_in_flight();
    EXPECT_GT(with_senders, 0u); // the ITS is full, so that messages wait with their senders
    const ItsConfig& its = config.its[0].config;
    EXPECT_LE(f.gic.its.msis_in_flight(), its.msi_inbox + its.walkers);
    EXPECT_GE(f.gic.its.msis_in_flight(), its.msi_inbox);
    f.settle();
    EXPECT_EQ(crowd.take_all(), crowd.each_once());
}

// An MSI for PE 0 takes no longer during the INVALL and SYNC of PE 1, which has the configuration
// of 250 LPIs.
static void expect_that_invall_blocks_no_other_target(SocConfig config)
{
    Fixture f(config);
    Rises rises(f);
    Crowd crowd(f);
    crowd.post_all();
    f.settle();
    crowd.take_all();
    f.msi(5, 4); // warm
    EXPECT_TRUE(f.gets(0, 8196));
    f.eoi(0, 8196);
    const sc_time usual = time_to_irq(f, rises, 0, 4);
    EXPECT_TRUE(f.gets(0, 8196));
    f.eoi(0, 8196);

    f.put(its_cmd_invall(1));
    f.put(its_cmd_sync(1));
    f.announce();
    f.gic.run(ns(300));
    EXPECT_EQ(time_to_irq(f, rises, 0, 4), usual);
    EXPECT_FALSE(f.drained()) << "the INVALL was over before";
    f.settle();
    EXPECT_TRUE(f.drained());
    EXPECT_TRUE(f.gets(0, 8196));
}

TEST(TIM_11, invall_by_flush_blocks_no_other_target)
{
    expect_that_invall_blocks_no_other_target(f1_config());
}

TEST(TIM_11, invall_by_scan_blocks_no_other_target)
{
    SocConfig config = f1_config();
    config.redistributor.invall = InvallMode::Scan;
    expect_that_invall_blocks_no_other_target(config);
}

namespace {

// Every fact, with its time, about 500 messages and the commands among them.
std::string trace_of(unsigned seed)
{
    SocConfig config = f1_config();
    config.seed = seed;
    Fixture f(config);
    Crowd crowd(f);
    std::ostringstream out;
    const auto now = [] { return sim::now_ps(); };
    f.gic.its.probes.msi_translated.attach([&](const MsiTranslatedFact& fact) {
        out << now() << " " << fact.tag.serial << " -> " << fact.target << " " << fact.intid
            << "\n";
    });
    f.gic.redistributors.probes.lpi_stored.attach([&](const LpiStoredFact& fact) {
        out << now() << " " << fact.target << " stores " << fact.intid << " " << fact.merged
            << "\n";
    });
    f.gic.its.probes.command.attach([&](const CommandFact& fact) {
        out << now() << " command " << fact.opcode << " " << fact.error << "\n";
    });
    std::uint32_t random = seed;
    for (unsigned n = 0; n < 500; n++) {
        random = random * 1664525u + 1013904223u;
        const std::uint32_t who = (random >> 8) % Crowd::count();
        f.post(Crowd::device(who), Crowd::event(who));
        if (n % 16 == 0)
            f.put(its_cmd_inv(Crowd::device(who), Crowd::event(who)));
        f.announce();
        f.gic.run(ns(random >> 26));
    }
    f.settle();
    return out.str();
}

// In a process of its own, since SystemC elaborates once.
std::string trace_of_a_child(unsigned seed)
{
    int ends[2];
    if (pipe(ends) != 0)
        return "no pipe";
    const pid_t child = fork();
    if (child == 0) {
        const std::string text = trace_of(seed);
        for (std::size_t at = 0; at < text.size();) {
            const ssize_t written = write(ends[1], text.data() + at, text.size() - at);
            if (written <= 0)
                break;
            at += static_cast<std::size_t>(written);
        }
        _exit(0);
    }
    close(ends[1]);
    std::string text;
    char buffer[4096];
    for (ssize_t n; (n = read(ends[0], buffer, sizeof buffer)) > 0;)
        text.append(buffer, static_cast<std::size_t>(n));
    close(ends[0]);
    waitpid(child, nullptr, 0);
    return text;
}

} // namespace

TEST(TIM_12, two_runs_with_one_seed_are_the_same_to_the_picosecond)
{
    const std::string first = trace_of_a_child(1);
    EXPECT_GT(first.size(), 500u * 20);
    EXPECT_EQ(trace_of_a_child(1), first);
    EXPECT_NE(trace_of_a_child(2), first);
}

} // namespace itstorm
