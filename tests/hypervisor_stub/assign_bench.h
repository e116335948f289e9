// SPDX-License-Identifier: Apache-2.0
// The bench of assign.*: a domain with a device whose events may be mapped by the hypercall that
// adds it, by MAPD or by MAPTI.
#pragma once
#include "hv_bench.h"

namespace fake {

// Words of assign.trigger and assign.enable.
enum Trigger { Hypercall, Mapd };
enum Enable { AtAssignment, FollowGuest };

inline Config assign_machine(unsigned vectors, assign_word map, Trigger trigger = Hypercall,
                             std::map<std::string, std::uint64_t> knobs = {})
{
    Config c;
    c.pes = 2;
    c.domains = { { 2, { vectors }, { 0, 1 } } };
    c.knobs = std::move(knobs);
    c.knobs["assign.map"] = map;
    c.knobs["assign.trigger"] = trigger;
    return c;
}

// A domain whose ITS is up, and a device that is not assigned yet.
struct AssignBench {
    explicit AssignBench(const Config& config) : w(config), g(w)
    {
        w.boot();
        g.boot_its();
        for (unsigned v = 0; v < 2; v++) {
            g.enable_lpis(v);
            g.send({ its_cmd_mapc(static_cast<std::uint16_t>(v), v, true) });
        }
        w.commands.clear();
        w.counters.clear();
    }

    // The hypercall that adds the device.
    std::uint64_t add()
    {
        sim_exit exit{};
        exit.kind = SIM_EXIT_HVC;
        exit.address = HVC_MANAGE_PCI_ADD;
        exit.arg[0] = MiniGuest::device;
        return hypercall(w.self(), &w.dom().vcpus[0], &exit);
    }
    std::size_t host_commands_of(const its_cmd& cmd)
    {
        const std::size_t before = w.commands.size();
        g.send({ cmd });
        return w.commands.size() - before;
    }
    std::size_t mapd(bool valid = true)
    {
        return host_commands_of(its_cmd_mapd(MiniGuest::device, 11, MiniGuest::itt, valid));
    }
    its_cmd mapti(unsigned event)
    {
        return its_cmd_mapti(MiniGuest::device, event, INTID_LPI_FIRST + event, 0);
    }
    void enable(unsigned event)
    {
        g.set_config(INTID_LPI_FIRST + event, true);
        g.send({ its_cmd_inv(MiniGuest::device, event) });
    }
    lpi& plpi(unsigned event) { return w.hypervisor->domains.devices[0].hw.lpis[event]; }

    World w;
    MiniGuest g;
};

} // namespace fake
