// Commands, arrivals, entries and exits in any order: afterwards every event still delivers its next interrupt, once, and no pLPI is
// left disabled. A seed is a sequence.
#include "hv_bench.h"
#include <random>
#include <set>

using namespace fake;

namespace {

constexpr std::uint32_t device = MiniGuest::device, vlpi0 = INTID_LPI_FIRST;
constexpr unsigned events = 8, vcpus = 2;

class AnyOrder : public testing::TestWithParam<unsigned>, public Bench {
protected:
    AnyOrder() : Bench(machine()), random_(GetParam())
    {
        g.bring_up(events);
        load(0);
    }
    static Config machine()
    {
        Config c;
        c.list_registers = GetParam() % 3 == 0 ? 1 : 4;
        c.domains = { { vcpus, { events } } };
        c.knobs = { { KNOB_STORM_DETECT, GetParam() & 1 } };
        return c;
    }
    unsigned pick(unsigned limit) { return static_cast<unsigned>(random_() % limit); }
    std::uint16_t collection() { return static_cast<std::uint16_t>(pick(vcpus)); }

    void bring(unsigned v) // to PE 0
    {
        if (v == loaded_)
            return;
        save(loaded_);
        load(v);
        loaded_ = v;
    }

    its_cmd command()
    {
        switch (pick(9)) {
        case 0: return its_cmd_mapc(collection(), pick(vcpus), pick(8) != 0);
        case 1:
        case 2: return its_cmd_mapti(device, pick(events), vlpi0 + pick(events), collection());
        case 3: return its_cmd_discard(device, pick(events));
        case 4: return its_cmd_clear(device, pick(events));
        case 5: return its_cmd_int(device, pick(events));
        case 6: return its_cmd_inv(device, pick(events));
        default: return its_cmd_movi(device, pick(events), collection());
        }
    }
    void something()
    {
        switch (pick(5)) {
        case 0: g.set_config(vlpi0 + pick(events), pick(3) != 0, static_cast<std::uint8_t>(pick(4) << 6)); break;
        case 1: receive(pick(events)); break;
        default: g.send({ command() });
        }
    }

    // Some list registers advance by one step, and things happen meanwhile.
    void turn(unsigned v)
    {
        bring(v);
        enter(v);
        for (unsigned n = 0; n < w.config.list_registers; n++) {
            if (pick(2) == 0)
                continue;
            if (state(n) == ICH_LR_PENDING)
                acknowledge(n);
            else if (state(n) != ICH_LR_INVALID)
                eoi(n);
        }
        if (pick(2))
            something();
        leave(v);
    }

    // Everything mapped and enabled, and nothing left to deliver.
    void settle()
    {
        for (unsigned v = 0; v < vcpus; v++)
            g.send({ its_cmd_mapc(static_cast<std::uint16_t>(v), v, true) });
        for (unsigned n = 0; n < events; n++)
            g.send({ its_cmd_discard(device, n) });
        for (unsigned n = 0; n < events; n++) {
            g.set_config(vlpi0 + n, true);
            EXPECT_EQ(g.send({ its_cmd_mapti(device, n, vlpi0 + n, collection()), its_cmd_inv(device, n) }), 0u);
        }
        drain();
    }
    std::multiset<std::uint32_t> drain() // what the guest acknowledged
    {
        std::multiset<std::uint32_t> seen;
        for (unsigned round = 0; round < 4 * events * vcpus; round++)
            handle_all(round % vcpus, seen);
        for (unsigned v = 0; v < vcpus; v++) {
            EXPECT_EQ(cpu(v).vgic.used, 0u);
            EXPECT_EQ(cpu(v).vgic.waiting, 0u);
        }
        return seen;
    }
    void handle_all(unsigned v, std::multiset<std::uint32_t>& seen)
    {
        bring(v);
        enter(v);
        for (unsigned n = 0; n < w.config.list_registers; n++) {
            if (state(n) == ICH_LR_PENDING) {
                seen.insert(lr(n).vintid);
                acknowledge(n);
            }
            if (state(n) != ICH_LR_INVALID)
                eoi(n);
        }
        leave(v);
    }

private:
    std::mt19937 random_;
    unsigned loaded_ = 0;
};

TEST_P(AnyOrder, loses_no_later_interrupt)
{
    std::multiset<std::uint32_t> each;
    for (unsigned n = 0; n < events; n++)
        each.insert(vlpi0 + n);
    for (unsigned round = 0; round < 40 && !HasFailure(); round++) {
        for (unsigned step = 0; step < 60; step++) {
            something();
            turn(pick(vcpus));
            ASSERT_EQ(hv_check(w.hypervisor), nullptr) << hv_check(w.hypervisor);
        }
        settle();
        for (unsigned n = 0; n < events; n++)
            receive(n);
        EXPECT_EQ(drain(), each) << "round " << round;
        for (unsigned n = 0; n < events; n++)
            EXPECT_TRUE(is_enabled(plpi(n))) << n << ", round " << round;
    }
}

INSTANTIATE_TEST_SUITE_P(Seeds, AnyOrder, testing::Range(1u, 13u));

} // namespace
