// Which guest commands reach the physical ring (what-ifs S1, S2), and that whatever a guest does
// with that, the physical ITS is never given a command in error: it would stall for everybody.
#include "mini_guest.h"
#include <gtest/gtest.h>
#include <random>
#include <set>

using namespace fake;

namespace {

constexpr std::uint32_t device = MiniGuest::device;
constexpr unsigned vectors = 4;

Config machine(bool all, bool in_turns)
{
    Config c;
    c.pes = 2;
    c.domains = { { 2, { vectors }, { 0, 1 } }, { 1, { 2 }, { 0 } } };
    c.knobs["vits.propagate"] = all ? VITS_PROPAGATE_ALL : VITS_PROPAGATE_NONE;
    c.knobs["vits.schedule"] = in_turns;
    c.knobs["storm.detect"] = 1;
    return c;
}

// What the commands leave valid, and how many of them an ITS would have refused.
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
        case ITS_OP_INV: return in_range(id, event) && events.count({ id, event });
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
    explicit Propagation(bool all, bool in_turns = false) : w(machine(all, in_turns)), g(w)
    {
        w.boot();
        g.bring_up(vectors);
        before = w.commands.size();
    }
    ~Propagation() { EXPECT_EQ(Replay().errors(w.commands), 0u); }

    // What reaches the physical ring of these commands of the guest.
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

struct Row {
    const char* name;
    its_cmd cmd;
    Opcodes physical;
};

std::ostream& operator<<(std::ostream& out, const Row& row)
{
    return out << row.name;
}

const Row rows[] = {
    { "inv", its_cmd_inv(device, 1), { ITS_OP_INV } },
    { "invall", its_cmd_invall(0), { ITS_OP_INVALL } },
    { "discard", its_cmd_discard(device, 1), { ITS_OP_DISCARD } },
    { "mapd", its_cmd_mapd(device, 8, MiniGuest::itt, true), { ITS_OP_MAPD } },
    { "mapd_v0",
      its_cmd_mapd(device, 8, 0, false),
      { ITS_OP_DISCARD, ITS_OP_DISCARD, ITS_OP_DISCARD, ITS_OP_DISCARD, ITS_OP_MAPD } },
    { "mapti", its_cmd_mapti(device, 2, 8194, 0), { ITS_OP_MAPTI } },
    { "movi", its_cmd_movi(device, 1, 0), {} },
    { "int", its_cmd_int(device, 1), {} },
    { "clear", its_cmd_clear(device, 1), {} },
    { "mapc", its_cmd_mapc(1, 1, true), {} },
    { "sync", its_cmd_sync(0), {} },
};

class Propagate : public testing::TestWithParam<Row> {};

TEST_P(Propagate, all_sends_its_counterpart)
{
    Propagation p(true);
    EXPECT_EQ(p.opcodes({ GetParam().cmd }), GetParam().physical);
}

TEST_P(Propagate, none_sends_nothing)
{
    Propagation p(false);
    EXPECT_EQ(p.opcodes({ GetParam().cmd }), Opcodes{});
    EXPECT_EQ(p.w.counter(PROBE_VITS_HOST_COMMANDS, 0), 0u);
}

INSTANTIATE_TEST_SUITE_P(Table, Propagate, testing::ValuesIn(rows),
                         [](const testing::TestParamInfo<Row>& row) { return row.param.name; });

TEST(Propagation, is_counted_for_the_domain_and_as_caused_by_guests)
{
    Propagation p(true);
    const std::uint64_t of_domain = p.w.counter(PROBE_VITS_HOST_COMMANDS, 0),
                        by_guests = p.w.counter(PROBE_CMDQ_ISSUED_GUEST);
    p.opcodes({ its_cmd_inv(device, 0), its_cmd_inv(device, 1) });
    EXPECT_EQ(p.w.counter(PROBE_VITS_HOST_COMMANDS, 0), of_domain + 2);
    EXPECT_EQ(p.w.counter(PROBE_CMDQ_ISSUED_GUEST), by_guests + 2);
}

TEST(Propagation, an_invall_goes_to_the_collection_of_the_vcpus_pe)
{
    Propagation p(true);
    p.g.send({ its_cmd_invall(1) });
    EXPECT_EQ(p.w.commands.back().dw[2] & 0xffff, 1u);
}

TEST(Propagation, a_mapti_names_the_pLPI_of_the_hypervisor_not_the_guests_number)
{
    Propagation p(true);
    p.opcodes({ its_cmd_mapti(device, 2, 9000, 0) });
    EXPECT_EQ(p.w.commands.back().dw[1] >> 32, p.plpi(2).intid);
}

TEST(Propagation, another_domains_device_gets_nothing)
{
    Propagation p(true);
    EXPECT_EQ(p.opcodes({ its_cmd_mapd(0x101, 4, MiniGuest::itt + 0x1000, true),
                          its_cmd_mapti(0x101, 0, 9001, 0), its_cmd_inv(0x101, 0),
                          its_cmd_discard(0x101, 0), its_cmd_mapd(0x101, 4, 0, false) }),
              Opcodes{});
}

TEST(Propagation, a_command_that_the_virtual_its_refuses_has_no_counterpart)
{
    Propagation p(true);
    EXPECT_EQ(p.opcodes({ its_cmd_inv(device, 3000), its_cmd_invall(77) }), Opcodes{});
}

TEST(Propagation, no_inv_follows_a_discard_until_the_event_is_mapped_again)
{
    Propagation p(true);
    p.opcodes({ its_cmd_discard(device, 1) });
    p.plpi(1).throttled = true;
    storm_apply(&p.w.hypervisor->storm, p.w.masked_self(), &p.plpi(1));
    EXPECT_EQ(p.opcodes({}), Opcodes{});
    EXPECT_EQ(p.opcodes({ its_cmd_mapti(device, 1, 8193, 0) }),
              (Opcodes{ ITS_OP_MAPTI, ITS_OP_INV }));
}

// Commands of every kind with operands that are right, nearly right and wrong, a device table that
// the guest forges, and storms in between.
TEST(Propagation, no_sequence_of_a_guest_puts_a_command_in_error_on_the_physical_its)
{
    for (unsigned seed = 1; seed <= 20; seed++) {
        Propagation p(true, seed % 2 == 0);
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
            case 7: p.g.assign(device); break;
            default:
                lpi_receive(p.w.hypervisor, p.w.masked_self(pick(2)), p.plpi(pick(vectors)).intid);
                break;
            }
        }
    }
}

} // namespace
