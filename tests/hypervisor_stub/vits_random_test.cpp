// SPDX-License-Identifier: Apache-2.0
// Random orders of commands, arrivals, entries and exits: every arrival that was not cleared is
// delivered; afterwards each mapped event delivers its next interrupt once, and its pLPI is
// enabled.
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
        c.knobs = { { "storm.detect", GetParam() & 1 } };
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
    void send_one()
    {
        const its_cmd cmd = command();
        const auto event = static_cast<std::uint32_t>(its_cmd_get(&cmd, ITS_F_EVENT_ID));
        const std::uint32_t before = plpi(event).vlpi;
        if (g.send({ cmd }) != 0)
            return;
        switch (its_cmd_get(&cmd, ITS_F_OPCODE)) {
        case ITS_OP_INT: owe(before); break;
        case ITS_OP_CLEAR:
        case ITS_OP_DISCARD: owed_.erase(before); break;
        case ITS_OP_MAPTI:
            if (before != plpi(event).vlpi)
                owed_.erase(before);
        }
    }
    void owe(std::uint32_t intid)
    {
        if (intid != 0 && vgic_vlpi(&w.dom(), intid)->target != nullptr)
            owed_.insert(intid);
    }
    void arrive(unsigned event)
    {
        if (!is_enabled(plpi(event)))
            return;
        owe(plpi(event).vlpi);
        receive(event);
    }
    void something()
    {
        switch (pick(5)) {
        case 0:
            g.set_config(vlpi0 + pick(events), pick(3) != 0,
                         static_cast<std::uint8_t>(pick(4) << 6));
            break;
        case 1: arrive(pick(events)); break;
        default: send_one();
        }
    }
    void guest_acknowledges(unsigned n)
    {
        owed_.erase(lr(n).vintid);
        acknowledge(n);
    }

    // Some list registers advance by one step, and other things happen meanwhile.
    void turn(unsigned v)
    {
        bring(v);
        enter(v);
        for (unsigned n = 0; n < w.config.list_registers; n++) {
            if (pick(2) == 0)
                continue;
            if (state(n) == ICH_LR_PENDING)
                guest_acknowledges(n);
            else if (state(n) != ICH_LR_INVALID)
                eoi(n);
        }
        if (pick(2))
            something();
        leave(v);
    }

    // Maps every collection, enables every vLPI, and handles everything that waits.
    void settle()
    {
        for (unsigned v = 0; v < vcpus; v++)
            g.send({ its_cmd_mapc(static_cast<std::uint16_t>(v), v, true) });
        for (unsigned n = 0; n < events; n++)
            g.set_config(vlpi0 + n, true);
        g.send({ its_cmd_invall(0), its_cmd_invall(1) });
        drain();
        EXPECT_TRUE(owed_.empty()) << *owed_.begin() << " was lost";
    }
    // Raises an interrupt of each event that is mapped; returns what the guest is to acknowledge.
    std::multiset<std::uint32_t> arrive_all()
    {
        std::multiset<std::uint32_t> expected;
        for (unsigned n = 0; n < events; n++) {
            if (plpi(n).vlpi == 0)
                continue;
            EXPECT_TRUE(is_enabled(plpi(n))) << n;
            expected.insert(plpi(n).vlpi);
            arrive(n);
        }
        return expected;
    }
    std::multiset<std::uint32_t> drain() // what the guest acknowledged
    {
        std::multiset<std::uint32_t> seen;
        for (unsigned round = 0; round < 4 * events * vcpus; round++)
            handle_all(round % vcpus, seen);
        for (unsigned v = 0; v < vcpus; v++) {
            EXPECT_EQ(cpu(v).vgic->used, 0u);
            EXPECT_EQ(cpu(v).vgic->waiting, 0u);
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
                guest_acknowledges(n);
            }
            if (state(n) != ICH_LR_INVALID)
                eoi(n);
        }
        leave(v);
    }

private:
    std::mt19937 random_;
    unsigned loaded_ = 0;
    std::set<std::uint32_t> owed_; // vLPIs that the guest must still get
};

TEST_P(AnyOrder, loses_no_interrupt)
{
    for (unsigned round = 0; round < 40 && !HasFailure(); round++) {
        for (unsigned step = 0; step < 60; step++) {
            something();
            turn(pick(vcpus));
            ASSERT_EQ(hv_check(w.hypervisor), nullptr) << hv_check(w.hypervisor);
        }
        settle();
        const auto expected = arrive_all();
        EXPECT_EQ(drain(), expected) << "round " << round;
    }
}

INSTANTIATE_TEST_SUITE_P(Seeds, AnyOrder, testing::Range(1u, 13u));

} // namespace
