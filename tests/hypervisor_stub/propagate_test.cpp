// SPDX-License-Identifier: Apache-2.0
// Which guest commands reach the physical ring (what-ifs S1 to S4). The physical ITS never gets a
// command in error, which would stall it for all guests.
#include "propagate_bench.h"
#include <gtest/gtest.h>
#include <random>
#include <set>

using namespace fake;

namespace {

constexpr std::uint32_t device = MiniGuest::device;
constexpr unsigned vectors = 4;

Config machine(propagate_word word, bool in_turns)
{
    Config c;
    c.pes = 2;
    c.domains = { { 2, { vectors }, { 0, 1 } }, { 1, { 2 }, { 0 } } };
    c.knobs["vits.propagate"] = word;
    c.knobs["vits.schedule"] = in_turns;
    c.knobs["storm.detect"] = 1;
    return c;
}

// Replays host commands and counts those that an ITS would have refused.
class Replay {
public:
    unsigned errors(const std::vector<its_cmd>& commands)
    {
        unsigned n = 0;
        for (const its_cmd& cmd : commands)
            n += !execute(cmd);
        return n;
    }

private:
    bool execute(const its_cmd& cmd)
    {
        const auto id = static_cast<std::uint32_t>(its_cmd_get(&cmd, ITS_F_DEVICE_ID));
        const auto event = static_cast<std::uint32_t>(its_cmd_get(&cmd, ITS_F_EVENT_ID));
        switch (its_cmd_get(&cmd, ITS_F_OPCODE)) {
        case ITS_OP_MAPD: return mapd(id, cmd);
        case ITS_OP_MAPTI: return in_range(id, event) && (events.insert({ id, event }), true);
        case ITS_OP_INV:
        case ITS_OP_MOVI:
        case ITS_OP_INT:
        case ITS_OP_CLEAR: return in_range(id, event) && events.count({ id, event });
        case ITS_OP_DISCARD: return in_range(id, event) && events.erase({ id, event });
        default: return true;
        }
    }
    bool mapd(std::uint32_t id, const its_cmd& cmd)
    {
        bits.erase(id);
        if (!its_cmd_get(&cmd, ITS_F_VALID))
            return true;
        bits[id] = static_cast<unsigned>(its_cmd_get(&cmd, ITS_F_SIZE)) + 1;
        return its_cmd_get(&cmd, ITS_F_ITT) != 0;
    }
    bool in_range(std::uint32_t id, std::uint32_t event) const
    {
        const auto at = bits.find(id);
        return at != bits.end() && event >> at->second == 0;
    }

    std::map<std::uint32_t, unsigned> bits;
    std::set<std::pair<std::uint32_t, std::uint32_t>> events;
};

struct Propagation {
    explicit Propagation(propagate_word word, bool in_turns = false)
        : w(machine(word, in_turns)), g(w)
    {
        w.boot();
        g.bring_up(vectors);
        before = w.commands.size();
    }
    ~Propagation() { EXPECT_EQ(Replay().errors(w.commands), 0u); }

    // The opcodes in the physical ring after these commands of the guest.
    std::vector<unsigned> opcodes(const std::vector<its_cmd>& commands)
    {
        g.send(commands);
        std::vector<unsigned> seen;
        for (; before < w.commands.size(); before++)
            seen.push_back(static_cast<unsigned>(w.commands[before].dw[0] & 0xff));
        return seen;
    }
    lpi& plpi(unsigned event) { return w.hypervisor->domains.devices[0].hw.lpis[event]; }

    World w;
    MiniGuest g;
    std::size_t before = 0;
};

using Opcodes = std::vector<unsigned>;

// The host commands that each policy posts for one command of the guest; none if not said.
struct Row {
    Row(const char* name_, const its_cmd& cmd_, probe_row counted_)
        : name(name_), cmd(cmd_), counted(counted_)
    {
    }
    Row& on_inv(Opcodes posts) { return inv = std::move(posts), *this; }
    Row& on_all(Opcodes posts) { return all = std::move(posts), *this; }
    Row& on_sync_each(Opcodes posts) { return sync_each = std::move(posts), *this; }

    const char* name;
    its_cmd cmd;
    probe_row counted;
    Opcodes inv, all, sync_each;

    const Opcodes& posted(propagate_word word) const
    {
        static const Opcodes nothing;
        switch (word) {
        case PROPAGATE_WORD_inv: return inv;
        case PROPAGATE_WORD_all: return all;
        case PROPAGATE_WORD_sync_each: return sync_each;
        default: return nothing;
        }
    }
};

std::ostream& operator<<(std::ostream& out, const Row& row)
{
    return out << row.name;
}

constexpr unsigned SYNC = ITS_OP_SYNC, DISCARD = ITS_OP_DISCARD, MAPD = ITS_OP_MAPD;

constexpr unsigned INV = ITS_OP_INV, INVALL = ITS_OP_INVALL, MAPTI = ITS_OP_MAPTI;

const Row rows[] = {
    Row("inv", its_cmd_inv(device, 1), PROBE_VITS_HOST_INV)
        .on_inv({ INV })
        .on_all({ INV })
        .on_sync_each({ INV, SYNC }),
    Row("invall", its_cmd_invall(0), PROBE_VITS_HOST_INVALL)
        .on_inv({ INVALL })
        .on_all({ INVALL })
        .on_sync_each({ INVALL, SYNC }),
    Row("discard", its_cmd_discard(device, 1), PROBE_VITS_HOST_DISCARD)
        .on_all({ DISCARD })
        .on_sync_each({ DISCARD, SYNC }),
    Row("mapd", its_cmd_mapd(device, 8, MiniGuest::itt, true), PROBE_VITS_HOST_MAPD)
        .on_all({ MAPD })
        .on_sync_each({ MAPD }),
    Row("mapd_v0", its_cmd_mapd(device, 8, 0, false), PROBE_VITS_HOST_MAPD)
        .on_all({ DISCARD, DISCARD, DISCARD, DISCARD, MAPD })
        .on_sync_each({ DISCARD, DISCARD, DISCARD, DISCARD, MAPD }),
    Row("mapti", its_cmd_mapti(device, 2, 8194, 0), PROBE_VITS_HOST_MAPTI)
        .on_all({ MAPTI })
        .on_sync_each({ MAPTI, SYNC }),
    Row("mapi", its_cmd_mapi(device, 2, 0), PROBE_VITS_HOST_MAPI), // EventID 2 is no INTID: refused
    Row("movi", its_cmd_movi(device, 1, 0), PROBE_VITS_HOST_MOVI)
        .on_sync_each({ ITS_OP_MOVI, SYNC }),
    Row("int", its_cmd_int(device, 1), PROBE_VITS_HOST_INT).on_sync_each({ ITS_OP_INT, SYNC }),
    Row("clear", its_cmd_clear(device, 1), PROBE_VITS_HOST_CLEAR)
        .on_sync_each({ ITS_OP_CLEAR, SYNC }),
    Row("mapc", its_cmd_mapc(1, 1, true), PROBE_VITS_HOST_MAPC),
    Row("movall", its_cmd_movall(0, 1), PROBE_VITS_HOST_MOVALL),
    Row("sync", its_cmd_sync(0), PROBE_VITS_HOST_SYNC).on_sync_each({ SYNC }),
};

using Case = std::tuple<Row, int>;

class Propagate : public testing::TestWithParam<Case> {};

TEST_P(Propagate, posts_its_counterpart_and_counts_it)
{
    const Row& row = std::get<0>(GetParam());
    const auto word = static_cast<propagate_word>(std::get<1>(GetParam()));
    Propagation p(word);
    const std::uint64_t total = p.w.counter(PROBE_VITS_HOST_COMMANDS, 0),
                        own = p.w.counter(row.counted, 0);
    const Opcodes posted = p.opcodes({ row.cmd });
    EXPECT_EQ(posted, row.posted(word));
    EXPECT_EQ(p.w.counter(PROBE_VITS_HOST_COMMANDS, 0) - total, posted.size());
    EXPECT_EQ(p.w.counter(row.counted, 0) - own, posted.size());
}

const char* const words[] = { "none", "storm_only", "inv", "all", "sync_each" };

INSTANTIATE_TEST_SUITE_P(Table, Propagate,
                         testing::Combine(testing::ValuesIn(rows),
                                          testing::Range(0, static_cast<int>(PROPAGATE_WORDS))),
                         [](const testing::TestParamInfo<Case>& info) {
                             return std::string(words[std::get<1>(info.param)]) + "_" +
                                    std::get<0>(info.param).name;
                         });

TEST(Propagation, is_counted_for_the_domain_and_as_caused_by_guests)
{
    Propagation p(PROPAGATE_WORD_all);
    const std::uint64_t of_domain = p.w.counter(PROBE_VITS_HOST_COMMANDS, 0),
                        by_guests = p.w.counter(PROBE_CMDQ_ISSUED_GUEST);
    p.opcodes({ its_cmd_inv(device, 0), its_cmd_inv(device, 1) });
    EXPECT_EQ(p.w.counter(PROBE_VITS_HOST_COMMANDS, 0), of_domain + 2);
    EXPECT_EQ(p.w.counter(PROBE_CMDQ_ISSUED_GUEST), by_guests + 2);
}

TEST(Propagation, an_invall_goes_to_the_collection_of_the_vcpus_pe)
{
    Propagation p(PROPAGATE_WORD_all);
    p.g.send({ its_cmd_invall(1) });
    EXPECT_EQ(p.w.commands.back().dw[2] & 0xffff, 1u);
}

TEST(Propagation, a_mapti_names_the_pLPI_of_the_hypervisor_not_the_guests_number)
{
    Propagation p(PROPAGATE_WORD_all);
    p.g.set_config(9000, true); // the enable bit does not change, so that no INV follows the MAPTI
    p.opcodes({ its_cmd_mapti(device, 2, 9000, 0) });
    EXPECT_EQ(p.w.commands.back().dw[1] >> 32, p.plpi(2).intid);
}

TEST(Propagation, commands_for_another_domains_device_have_no_counterpart)
{
    Propagation p(PROPAGATE_WORD_all);
    EXPECT_EQ(p.opcodes({ its_cmd_mapd(0x101, 4, MiniGuest::itt + 0x1000, true),
                          its_cmd_mapti(0x101, 0, 9001, 0), its_cmd_inv(0x101, 0),
                          its_cmd_discard(0x101, 0), its_cmd_mapd(0x101, 4, 0, false) }),
              Opcodes{});
}

TEST(Propagation, a_command_that_the_virtual_its_refuses_has_no_counterpart)
{
    Propagation p(PROPAGATE_WORD_all);
    EXPECT_EQ(p.opcodes({ its_cmd_inv(device, 3000), its_cmd_invall(77) }), Opcodes{});
}

TEST(Propagation, no_inv_follows_a_discard_until_the_event_is_mapped_again)
{
    Propagation p(PROPAGATE_WORD_all);
    p.opcodes({ its_cmd_discard(device, 1) });
    p.plpi(1).throttled = true;
    storm_apply(&p.w.hypervisor->storm, p.w.masked_self(), &p.plpi(1));
    EXPECT_EQ(p.opcodes({}), Opcodes{});
    EXPECT_EQ(p.opcodes({ its_cmd_mapti(device, 1, 8193, 0) }),
              (Opcodes{ ITS_OP_MAPTI, ITS_OP_INV }));
}

// ---- sync_each: each command followed by a SYNC that the trap waits for ----

TEST(SyncEach, the_trap_lasts_until_the_its_has_executed_its_command)
{
    Propagation p(PROPAGATE_WORD_sync_each);
    p.w.its_holds = true;
    p.w.its_steps_per_delay = 1;
    const unsigned done = p.w.commands.size();
    p.g.send({ its_cmd_inv(device, 1), its_cmd_inv(device, 2) });
    EXPECT_EQ(p.w.commands.size(), done + 4);
}

TEST(SyncEach, all_does_not_wait)
{
    Propagation p(PROPAGATE_WORD_all);
    p.w.its_holds = true;
    p.w.its_steps_per_delay = 1;
    const unsigned done = p.w.commands.size();
    p.g.send({ its_cmd_inv(device, 1), its_cmd_inv(device, 2) });
    EXPECT_EQ(p.w.commands.size(), done);
    p.w.execute(2);
}

TEST(SyncEach, nobody_waits_under_a_scheduler)
{
    Propagation p(PROPAGATE_WORD_sync_each, true);
    p.w.its_holds = true;
    const unsigned done = p.w.commands.size();
    p.g.send({ its_cmd_inv(device, 1) });
    EXPECT_EQ(p.w.commands.size(), done);
    p.w.execute(100);
}

TEST(SyncEach, an_int_is_raised_by_the_physical_its_alone)
{
    StormBench b(forwarding(PROPAGATE_WORD_sync_each));
    b.g.send({ its_cmd_int(MiniGuest::device, 1) });
    EXPECT_EQ(b.w.count(ITS_OP_INT), 1u);
    EXPECT_FALSE(b.vlpi(1).pending);
    b.fire(1); // the arrival that the INT causes
    EXPECT_TRUE(b.vlpi(1).pending);
}

TEST(SyncEach, an_int_of_an_event_that_the_host_does_not_know_is_raised_by_the_virtual_its)
{
    StormBench b(forwarding(PROPAGATE_WORD_sync_each));
    b.g.send({ its_cmd_mapti(MiniGuest::device, 7, INTID_LPI_FIRST + 7, 0) });
    b.g.set_config(INTID_LPI_FIRST + 7, true);
    b.g.send({ its_cmd_inv(MiniGuest::device, 7), its_cmd_int(MiniGuest::device, 7) });
    EXPECT_TRUE(b.vlpi(7).pending);
}

TEST(SyncEach, a_plpi_arrives_at_the_pe_of_the_vcpu_that_its_event_has_moved_to)
{
    Propagation p(PROPAGATE_WORD_sync_each);
    ASSERT_EQ(p.plpi(0).target, 0u);
    p.g.send({ its_cmd_movi(device, 0, 1) });
    EXPECT_EQ(p.plpi(0).target, 1u);
}

TEST(SyncEach, the_removal_of_a_device_waits_for_the_pe_that_its_event_has_moved_to)
{
    Config c = machine(PROPAGATE_WORD_sync_each, false);
    c.domains[0].vectors = { 1 };
    World w(c);
    w.boot();
    MiniGuest g(w);
    g.bring_up(1);
    g.send({ its_cmd_movi(device, 0, 1) });
    w.commands.clear();
    remove_device(w.self(), &w.hypervisor->domains.devices[0]);
    EXPECT_EQ(w.commands.back().dw[2], its_cmd_sync(1ull).dw[2]);
}

// ---- random guests ----

// Commands of every kind with valid, nearly valid and invalid operands, a device table that the
// guest forges, and storms in between.
TEST(Propagation, no_sequence_of_a_guest_puts_a_command_in_error_on_the_physical_its)
{
    for (unsigned seed = 1; seed <= 30; seed++) {
        const propagate_word word = seed % 3 == 0   ? PROPAGATE_WORD_inv
                                    : seed % 3 == 1 ? PROPAGATE_WORD_all
                                                    : PROPAGATE_WORD_sync_each;
        Propagation p(word, seed % 2 == 0);
        std::mt19937 random(seed);
        const auto pick = [&](unsigned n) { return static_cast<std::uint32_t>(random() % n); };
        for (unsigned n = 0; n < 600; n++) {
            const std::uint32_t id = device + pick(3), event = pick(6);
            switch (pick(10)) {
            case 0:
                p.g.send({ its_cmd_mapd(id, 1 + pick(9), MiniGuest::itt, pick(3) != 0) });
                break;
            case 1:
            case 2:
                p.g.send({ its_cmd_mapti(id, event, 8192 + pick(8),
                                         static_cast<std::uint16_t>(pick(3))) });
                break;
            case 3: p.g.send({ its_cmd_discard(id, event) }); break;
            case 4: p.g.send({ its_cmd_inv(id, event) }); break;
            case 5:
                p.g.send({ its_cmd_movi(id, event, static_cast<std::uint16_t>(pick(3))) });
                break;
            case 6:
                p.w.poke(MiniGuest::devices + id * 8ull,
                         random() | static_cast<std::uint64_t>(random()) << 32);
                break;
            case 7:
                p.g.assign(device);
                p.g.set_config(INTID_LPI_FIRST + event, pick(2) != 0);
                p.g.send({ pick(2) ? its_cmd_int(id, event) : its_cmd_clear(id, event),
                           its_cmd_invall(static_cast<std::uint16_t>(pick(3))) });
                break;
            default:
                lpi_receive(p.w.hypervisor, p.w.masked_self(pick(2)), p.plpi(pick(vectors)).intid);
                break;
            }
        }
    }
}

} // namespace
