// SPDX-License-Identifier: Apache-2.0
// A machine of PEs alone: RAM, fake CPU interfaces whose lines a test raises, and a loaded object.
// The bench collects the values that the object reports through its probes.
#pragma once
#include "cases.h"
#include <arch/intid.h>
#include <arch/sysreg.h>
#include <common/bus.h>
#include <gtest/gtest.h>
#include <platform/pe.h>

namespace itstorm {

// A read of IAR returns a fixed INTID if the line is raised, and lowers it.
class FakeCpuInterface : public CpuInterfaceIf {
public:
    Pe* pe = nullptr;
    bool irq = false, virq = false;

    void raise()
    {
        irq = true;
        pe->irq(true);
    }
    void raise_virtual()
    {
        virq = true;
        pe->virq(true);
    }
    bool read(std::uint16_t, std::uint64_t& value) override
    {
        value = irq ? 40 : INTID_NONE;
        irq = false;
        pe->irq(false);
        return true;
    }
    bool write(std::uint16_t, std::uint64_t) override { return true; }
    bool read_virtual(std::uint16_t sysreg, std::uint64_t& value) override
    {
        value = virq ? 41 : INTID_NONE;
        virq = false;
        pe->virq(false);
        return sysreg == ICC_IAR1_EL1;
    }
    bool write_virtual(std::uint16_t, std::uint64_t) override { return true; }
};

class NoPpi : public PpiIf {
public:
    void ppi(unsigned, bool) override {}
};

// Makes calls at given times.
class Script : public sc_core::sc_module {
public:
    SC_HAS_PROCESS(Script);
    explicit Script(sc_core::sc_module_name name) : sc_module(name) { SC_THREAD(run); }
    void at(std::uint64_t ns, std::function<void()> call)
    {
        steps_.emplace_back(ns, std::move(call));
    }

private:
    void run()
    {
        for (const auto& [ns, call] : steps_) {
            const auto when = sc_core::sc_time::from_value(ns * 1000);
            if (when > sc_core::sc_time_stamp())
                wait(when - sc_core::sc_time_stamp());
            call();
        }
    }
    std::vector<std::pair<std::uint64_t, std::function<void()>>> steps_;
};

SocConfig bench_config(unsigned pes, unsigned which);

class Bench {
public:
    Bench(const std::string& object, unsigned which, unsigned pes = 1,
          const SoftwareConfig& software = {});

    void run(std::uint64_t us = 100); // hv_create, then simulated time

    std::vector<std::uint64_t> notes, times; // reports of probe rows 0 and 1, in order
    HypervisorObject object;
    SocConfig config;
    Clock gic{ 1'000'000'000 }, clock{ 1'000'000'000 };
    PeCosts costs;
    sim_domain_info domain;
    sim_machine description;
    Memory memory;
    Bus bus;
    Machine machine;
    Script script;
    NoPpi no_ppi;
    std::vector<std::unique_ptr<FakeCpuInterface>> cpus;
    std::vector<std::unique_ptr<Pe>> pes;
};

} // namespace itstorm
