// SPDX-License-Identifier: Apache-2.0
// A fake of the simulator's side of the boundary, for unit tests of the hypervisor's C without
// SystemC: RAM, a physical ITS that executes the host ring at once or when the test says so,
// registers that are recorded, locks with a rank, EL2 stacks as fibers, guests as scripts. A breach
// of the ABI's rules or of the lock order fails the test.
#pragma once
extern "C" {
#include "dispatch/assign.h"
#include "dispatch/hv.h"
#include "dispatch/hypercall.h"
#include "dispatch/remove.h"
#include "driver/cmdq.h"
#include "driver/gic.h"
#include "policy/queue_full/queue_full.h"
#include "vgic/virq.h"
#include "vits/vits.h"
}
#include "device_traffic/config_space.h"
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <ucontext.h>
#include <vector>

namespace fake {

struct DomainSpec {
    unsigned vcpus = 1;
    std::vector<unsigned> vectors;     // a device with so many vectors for each entry
    std::vector<std::uint16_t> pins{}; // empty: PE 0
    bool privileged = false;
    std::vector<std::uint16_t> intx{}; // by device: INTID of its interrupt pin; 0: it has none
};

struct Config {
    unsigned pes = 1, list_registers = 4;
    std::uint32_t ring_bytes = 0x10000;
    std::vector<DomainSpec> domains{ { 1, { 4 } } };
    std::map<std::string, std::uint64_t> knobs{}; // by name
};

struct Stack {
    std::string name;
    ucontext_t context{};
    std::unique_ptr<char[]> memory;
    void (*entry)(void*) = nullptr;
    void* arg = nullptr;
    bool masked = true;
    std::vector<struct Lock*> held;
};

struct Lock {
    std::string name;
    Stack* owner = nullptr;
    unsigned takes = 0;
};

struct Pe {
    unsigned index = 0;
    Stack idle;
    Stack* current = nullptr;
    std::deque<std::uint32_t> pending; // what IAR returns next
    std::map<std::uint16_t, std::uint64_t> sysreg;
    std::vector<std::uint32_t> eois, deactivated;
    unsigned sgis_sent = 0;
    sim_vcpu* guest = nullptr; // in sim_vcpu_run
};

struct Guest {
    std::uint16_t domain, index;
    unsigned entries = 0;
};

struct Mark {
    sim_step step;
    std::uint16_t domain;
    std::uint32_t vlpi, plpi;
};

// A statistic of kind HV_SHARE: how many intervals are open, and the time with at least one open.
struct Share {
    unsigned going_on = 0, begun = 0;
    std::uint64_t since = 0, ns = 0;
    void change(bool begins, std::uint64_t now);
};

// sim_probe_commands
struct Announced {
    unsigned row;
    std::uint64_t request_ns, commands;
};

class World {
public:
    explicit World(Config config = {});
    ~World(); // expects that hv_check finds nothing and that no lock is held

    void boot();                 // runs every PE until it has entered a guest or sleeps
    void run(unsigned pe_index); // runs one PE until it yields
    void yield();                // called on a PE's stack: returns to run()

    // To call the hypervisor's functions directly, as PE n, on the test's own stack: unmasked, or
    // masked as in an interrupt handler.
    pe* self(unsigned n = 0);
    pe* masked_self(unsigned n = 0);
    // `calls` may use self(n); PE n then continues where it was.
    void borrow(unsigned n, const std::function<void()>& calls);
    void raise(unsigned pe_index, std::uint32_t intid) { pes[pe_index].pending.push_back(intid); }

    // What a guest does between entry and exit. By default it yields, then leaves because of an
    // interrupt.
    std::function<void(unsigned pe_index, Guest&, sim_exit&)> script;

    std::function<void()> on_again; // called at each entry in which a guest makes its access again

    std::function<void()> on_acknowledge; // called at each read of IAR

    std::function<void(std::uint64_t pa)> on_read; // called after each read of RAM

    // ---- physical ITS ----
    bool its_holds = false;           // commands stay in the ring ...
    unsigned its_steps_per_delay = 0; // ... but this many are executed at each sim_delay_ns
    std::function<void()> on_delay;   // called at each sim_delay_ns
    std::vector<its_cmd> commands;    // executed
    unsigned doorbells = 0, creadr_reads = 0;
    void execute(unsigned at_most);
    unsigned count(its_opcode opcode) const;
    bool is_enabled(const lpi& l) const; // by its byte in the physical configuration table

    // ---- configuration spaces, by bdf ----
    std::map<std::uint16_t, config_space> functions;
    std::vector<std::uint16_t> resets; // bdfs of requested Function Level Resets
    std::uint32_t config_read(std::uint64_t offset, unsigned bytes); // offset into the ECAM
    void config_write(std::uint64_t offset, unsigned bytes, std::uint32_t value);

    // ---- observations ----
    std::vector<Mark> marks;
    std::vector<std::string> log;
    std::map<std::uint32_t, std::uint16_t> attached; // DeviceID -> domain
    unsigned guests_destroyed = 0, stacks_destroyed = 0;
    std::map<std::pair<unsigned, unsigned>, std::uint64_t> counters; // (row, domain) -> sum
    std::map<unsigned, Share> shares;                                // by row
    std::vector<Announced> announced;
    unsigned marked(sim_step step) const;
    std::uint64_t counter(unsigned row, unsigned domain = SIM_NO_DOMAIN) const;
    std::uint64_t& lr(unsigned n, unsigned pe_index = 0) { return pes[pe_index].sysreg[ICH_LR(n)]; }
    Lock& lock(const std::string& name);

    // ---- guest memory, by IPA of domain n ----
    void poke(std::uint64_t ipa, std::uint64_t value, unsigned bytes = 8,
              unsigned domain_index = 0);
    std::uint64_t peek(std::uint64_t ipa, unsigned bytes = 8, unsigned domain_index = 0);

    hv* hypervisor = nullptr;
    domain& dom(unsigned n = 0) { return hypervisor->domains.list[n]; }
    std::unique_ptr<std::uint8_t[], void (*)(void*)> ram; // untouched pages cost nothing
    std::vector<Pe> pes;
    std::map<std::uint64_t, std::uint64_t> registers; // physical, by address
    std::vector<std::unique_ptr<Lock>> locks;
    std::vector<std::unique_ptr<Stack>> stacks;
    std::vector<std::unique_ptr<Guest>> guests;
    std::vector<void*> allocations;
    Stack test_stack; // when the test itself calls the C
    Pe* running = nullptr;
    std::uint64_t now = 0;
    Config config;
    std::uint32_t creadr = 0;

    static std::uint16_t ICH_LR(unsigned n);
    static constexpr std::uint64_t ram_base = 0x80000000, ram_bytes = 48 << 20, gicd = 0x8000000,
                                   gicr = 0x80a0000, gits = 0x9000000, ecam = 0x40000000;

private:
    void describe();
    void describe_machine();
    void free_allocations();
    void check_knobs() const; // expects that each name of config.knobs has a row
    ucontext_t main_{};
    sim_machine machine_{};
    sim_its_info its_{};
    std::vector<sim_pci_info> pci_;
    std::vector<std::vector<const sim_pci_info*>> assigned_;
    std::vector<std::vector<std::uint16_t>> pins_;
    std::vector<sim_domain_info> domains_;
};

extern World* world; // there is one at a time

} // namespace fake
