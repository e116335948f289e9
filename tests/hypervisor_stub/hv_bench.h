// SPDX-License-Identifier: Apache-2.0
// A booted machine whose vCPUs all sleep, so that a test itself acts as the guest's driver
// (MiniGuest), as the devices (receive), and as a vCPU between entry and exit (load, enter, leave),
// whose list registers it changes.
#pragma once
#include "arch/ich_regs.h"
#include "arch/sysreg.h"
#include "mini_guest.h"
#include <gtest/gtest.h>

namespace fake {

class Bench {
public:
    explicit Bench(Config config = {}) : w(std::move(config)), g(w)
    {
        w.script = [](unsigned, Guest&, sim_exit& exit) {
            exit = sim_exit{};
            exit.kind = SIM_EXIT_WFI;
        };
        w.boot();
        w.marks.clear();
        w.commands.clear();
        w.doorbells = w.creadr_reads = 0;
    }

    // ---- devices ----
    lpi& plpi(unsigned event, unsigned device = 0)
    {
        return w.hypervisor->domains.devices[device].hw.lpis[event];
    }
    void receive(unsigned event, unsigned pe_index = 0)
    {
        lpi_receive(w.hypervisor, w.masked_self(pe_index), plpi(event).intid);
    }
    bool is_enabled(const lpi& l) const { return w.is_enabled(l); }

    // ---- a vCPU of domain 0 ----
    vcpu& cpu(unsigned v = 0) { return w.dom().vcpus[v]; }
    virq& vlpi(unsigned n) { return *vgic_vlpi(&w.dom(), INTID_LPI_FIRST + n); }
    void load(unsigned v = 0, unsigned pe_index = 0)
    {
        vgic_load(w.masked_self(pe_index), &cpu(v));
    }
    void save(unsigned v = 0, unsigned pe_index = 0)
    {
        vgic_save(w.masked_self(pe_index), &cpu(v));
    }
    void enter(unsigned v = 0, unsigned pe_index = 0)
    {
        cpu(v).sched.state = VCPU_RUNNING;
        vgic_enter(w.masked_self(pe_index), &cpu(v));
    }
    void leave(unsigned v = 0, unsigned pe_index = 0)
    {
        vgic_leave(w.masked_self(pe_index), &cpu(v));
        if (!vgic_has_work(&cpu(v)))
            cpu(v).sched.state = VCPU_BLOCKED;
    }

    // ---- its list registers ----
    ich_lr lr(unsigned n, unsigned pe_index = 0) { return ich_lr_load(w.lr(n, pe_index)); }
    ich_lr_state state(unsigned n, unsigned pe_index = 0) { return lr(n, pe_index).state; }
    std::uint64_t hcr(unsigned pe_index = 0) { return w.pes[pe_index].sysreg[ICH_HCR_EL2]; }
    int find(std::uint32_t intid, unsigned pe_index = 0) // -1: not listed
    {
        for (unsigned n = 0; n < w.config.list_registers; n++)
            if (state(n, pe_index) != ICH_LR_INVALID && lr(n, pe_index).vintid == intid)
                return static_cast<int>(n);
        return -1;
    }
    void acknowledge(unsigned n, unsigned pe_index = 0) { set_state(n, pe_index, ICH_LR_ACTIVE); }
    void eoi(unsigned n, unsigned pe_index = 0)
    {
        set_state(n, pe_index,
                  state(n, pe_index) == ICH_LR_PENDING_ACTIVE ? ICH_LR_PENDING : ICH_LR_INVALID);
    }
    void handle(unsigned n)
    {
        acknowledge(n);
        eoi(n);
    }

    // ---- brings the vLPI of an event into a list register, its vCPU out of the guest ----
    void list(unsigned event)
    {
        receive(event);
        enter();
        leave();
    }
    void listed_active(unsigned event)
    {
        list(event);
        acknowledge(static_cast<unsigned>(find(INTID_LPI_FIRST + event)));
        leave();
    }
    void listed_pending_active(unsigned event)
    {
        listed_active(event);
        list(event);
    }

    World w;
    MiniGuest g;

private:
    void set_state(unsigned n, unsigned pe_index, ich_lr_state s)
    {
        w.lr(n, pe_index) = bits_put(w.lr(n, pe_index), ICH_LR_STATE, s);
    }
};

} // namespace fake
