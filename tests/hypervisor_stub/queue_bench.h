// SPDX-License-Identifier: Apache-2.0
// The bench of full host rings. The physical ring has 128 slots; domain 0 sends INVALLs that are
// propagated, and the physical ITS executes them at the pace that the test sets.
#pragma once
#include "arch/its_ring.h"
#include "arch/sysreg.h"
#include "mini_guest.h"
#include <gtest/gtest.h>

extern "C" {
#include "policy/queue_full/queue_full.h"
}

namespace fake {

enum Policy : unsigned { Spin, SpinLocked, Sleep, Fail, Refuse };

constexpr std::uint32_t ring_bytes = 0x1000;
constexpr unsigned burst = 127; // as many as the guest's own ring holds

inline Config small_ring(Policy policy, std::map<std::string, std::uint64_t> knobs = {})
{
    Config c;
    c.ring_bytes = ring_bytes;
    c.domains = { { 1, { 4 } } };
    c.knobs = std::move(knobs);
    c.knobs["host.queue_full"] = policy;
    c.knobs.emplace("vits.propagate", PROPAGATE_WORD_all);
    c.knobs["storm.detect"] = 1;
    return c;
}

// Everything runs on the test's own stack, like a trap of domain 0's vCPU.
struct Queue {
    explicit Queue(Policy policy, std::map<std::string, std::uint64_t> knobs = {})
        : w(small_ring(policy, std::move(knobs))), g(w)
    {
        w.boot();
        g.bring_up(4);
        for (unsigned n = 0; n < 100 && g.read(GITS_CREADR) != g.cwriter; n++)
            ;
        w.commands.clear();
        w.counters.clear();
        w.announced.clear();
        w.its_holds = true;
        w.its_steps_per_delay = 1;
    }
    ~Queue()
    {
        w.execute(~0u);
        w.borrow(0, [&] { poll_ring(); }); // the driver's counters then agree with the ring
    }

    void poll_ring() { cmdq_room_for_bulk(w.masked_self(), &its()); }
    host_its& its() { return w.hypervisor->its[0]; }
    std::uint32_t used() const
    {
        const auto cwriter = static_cast<std::uint32_t>(w.registers.at(World::gits + GITS_CWRITER));
        return its_ring_used(w.creadr, cwriter, ring_bytes);
    }
    lpi& plpi(unsigned event) { return w.hypervisor->domains.devices[0].hw.lpis[event]; }
    void flood(unsigned commands = burst)
    {
        g.send(std::vector<its_cmd>(commands, its_cmd_invall(0)));
    }

    // After a flood that did not fit: one refusal, and polls of the guest get all its commands
    // executed.
    void expect_one_refusal_and_the_rest_by_polling()
    {
        EXPECT_EQ(w.counter(PROBE_CMDQ_REFUSED), 1u);
        EXPECT_EQ(w.counter(PROBE_VITS_REFUSED, 0), 1u);
        EXPECT_NE(w.dom().vits->creadr, w.dom().vits->cwriter);
        w.execute(10);
        EXPECT_EQ(g.read(GITS_CREADR), g.read(GITS_CWRITER));
        w.execute(~0u);
        EXPECT_EQ(w.count(ITS_OP_INVALL), burst);
    }

    // The ITS executes nothing until a PE waits for it; in the first such delay `act` is called.
    void in_the_first_delay(std::function<void()> act)
    {
        w.its_steps_per_delay = 0;
        w.on_delay = [this, act = std::move(act), done = false]() mutable {
            if (done)
                return;
            done = true;
            w.its_steps_per_delay = 1;
            act();
        };
    }

    // Does what an interrupt handler does against a storm, in the middle of whatever runs on PE 0.
    void throttle(unsigned event)
    {
        Stack& stack = *w.pes[0].current;
        const bool masked = stack.masked;
        stack.masked = true;
        plpi(event).throttled = true;
        plpi(event).strays = 2; // arrivals that could not be delivered
        storm_apply(&w.hypervisor->storm, &w.hypervisor->pe[0], &plpi(event));
        stack.masked = masked;
    }

    World w;
    MiniGuest g;
};

} // namespace fake
