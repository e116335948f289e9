// SPDX-License-Identifier: Apache-2.0
// The bench of the batch scheduler (vits.schedule = round_robin): a guest's commands stay in its
// ring until a pass gives the guest a turn. The physical ITS executes commands when the test says
// so. Domain d has one vCPU, on PE d, so its INVALLs name collection d on the host.
#pragma once
#include "arch/its_ring.h"
#include "mini_guest.h"

namespace fake {

constexpr std::uint32_t batch_ring_bytes = 0x1000;
constexpr unsigned writes = 1, reads = 2, ints = 4; // of vits.batch_triggers

inline Config batch_machine(std::map<std::string, std::uint64_t> knobs)
{
    Config c;
    c.pes = 2;
    c.ring_bytes = batch_ring_bytes;
    c.domains = { { 1, { 4 }, { 0 } }, { 1, {}, { 1 } } };
    c.knobs = { { "vits.schedule", 1 }, { "vits.propagate", PROPAGATE_WORD_all } };
    for (const auto& [name, value] : knobs)
        c.knobs[name] = value;
    return c;
}

struct BatchBench {
    explicit BatchBench(std::map<std::string, std::uint64_t> knobs = {})
        : w(batch_machine(std::move(knobs))), a(w, 0), b(w, 1)
    {
        w.boot();
        a.bring_up(4);
        b.boot_its();
        b.send({ its_cmd_mapc(0, 0, true) });
        settle();
        w.commands.clear();
        w.counters.clear();
        w.its_holds = true;
    }
    ~BatchBench()
    {
        w.its_holds = false;
        settle();
    }

    host_its& its() { return w.hypervisor->its[0]; }
    vits& of(MiniGuest& g) { return *g.dom().vits; }
    // Runs until no command is left in the rings of the guests and of the host.
    void settle()
    {
        for (unsigned n = 0; n < 1000 && (outstanding(a) || outstanding(b)); n++) {
            w.execute(~0u);
            a.read(GITS_CREADR);
            b.read(GITS_CREADR);
            take_completion();
        }
        w.execute(~0u);
        take_completion();
        cmdq_room_for_bulk(w.self(), &its());
    }
    unsigned outstanding(MiniGuest& g)
    {
        return its_ring_used(of(g).creadr, of(g).cwriter, MiniGuest::ring_bytes);
    }
    std::uint32_t used() const
    {
        const auto cwriter = static_cast<std::uint32_t>(w.registers.at(World::gits + GITS_CWRITER));
        return its_ring_used(w.creadr, cwriter, batch_ring_bytes);
    }
    void invalls(MiniGuest& g, unsigned commands)
    {
        g.send(std::vector<its_cmd>(commands, its_cmd_invall(0)));
    }
    // Receives the completion LPI, if its INT was executed, and runs the work that is left then.
    void take_completion()
    {
        lpi* completion = its().completion.lpi;
        if (completion != nullptr && its().completion.on_the_way)
            lpi_receive(w.hypervisor, w.masked_self(), completion->intid);
        hv_run_left(w.hypervisor, w.masked_self());
    }
    // The guests whose INVALLs the ITS has executed, in order: "aaabbb".
    std::string order() const
    {
        std::string s;
        for (const its_cmd& cmd : w.commands)
            if (its_cmd_get(&cmd, ITS_F_OPCODE) == ITS_OP_INVALL)
                s += its_cmd_get(&cmd, ITS_F_ICID) == 0 ? 'a' : 'b';
        return s;
    }

    World w;
    MiniGuest a, b;
};

} // namespace fake
