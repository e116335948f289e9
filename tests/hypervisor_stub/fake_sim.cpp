// SPDX-License-Identifier: Apache-2.0
// The world of the fake: see fake_sim.h. The imports themselves are fake_imports.cpp.
#include "fake_imports.h"
#include "arch/gicd_regs.h"
#include "arch/gicr_regs.h"
#include "arch/its_regs.h"
#include "arch/its_ring.h"
#include "arch/lpi_table.h"
#include "arch/sysreg.h"
#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <gtest/gtest.h>

namespace fake {

World* world = nullptr;

namespace {

constexpr std::size_t stack_bytes = 256 * 1024;

void start_fiber()
{
    Stack* stack = world->running->current;
    stack->entry(stack->arg);
    ADD_FAILURE() << "the entry of stack " << stack->name << " returned";
    world->yield();
}

void boot_entry(void* arg)
{
    Pe* pe = static_cast<Pe*>(arg);
    hv_boot(world->hypervisor, reinterpret_cast<sim_pe*>(pe));
}

} // namespace

void prepare(Stack& stack, void (*entry)(void*), void* arg, const std::string& name)
{
    stack.name = name;
    stack.entry = entry;
    stack.arg = arg;
    stack.memory = std::make_unique<char[]>(stack_bytes);
    getcontext(&stack.context);
    stack.context.uc_stack.ss_sp = stack.memory.get();
    stack.context.uc_stack.ss_size = stack_bytes;
    stack.context.uc_link = nullptr;
    makecontext(&stack.context, start_fiber, 0);
}

void World::check_knobs() const
{
    unsigned count = 0;
    const hv_knob* knobs = hv_knobs(&count);
    for (const auto& [name, value] : config.knobs) {
        const bool known = std::any_of(knobs, knobs + count, [&, &wanted = name](const hv_knob& k) {
            return wanted == k.name;
        });
        EXPECT_TRUE(known) << "no knob " << name;
    }
}

World::World(Config c)
    : ram(static_cast<std::uint8_t*>(std::calloc(1, ram_bytes)), std::free), pes(c.pes),
      config(std::move(c))
{
    world = this;
    check_knobs();
    describe();
    for (unsigned n = 0; n < config.pes; n++) {
        pes[n].index = n;
        pes[n].current = &pes[n].idle;
        prepare(pes[n].idle, boot_entry, &pes[n], "idle");
    }
    script = [this](unsigned, Guest&, sim_exit& exit) {
        yield();
        exit = sim_exit{};
        exit.kind = SIM_EXIT_IRQ;
    };
    hypervisor = hv_create(&machine_);
    if (hypervisor == nullptr) {
        free_allocations();
        throw std::runtime_error("hv_create refused");
    }
}

World::~World()
{
    const char* broken = hv_check(hypervisor);
    EXPECT_EQ(broken, nullptr) << (broken ? broken : "");
    for (const auto& l : locks)
        EXPECT_EQ(l->owner, nullptr) << l->name << " is held at the end";
    hv_destroy(hypervisor);
    free_allocations();
}

void World::free_allocations()
{
    for (void* p : allocations)
        std::free(p);
    world = nullptr;
}

void World::describe()
{
    std::size_t devices = 0;
    for (const DomainSpec& d : config.domains)
        devices += d.vectors.size();
    pci_.reserve(devices);
    assigned_.resize(config.domains.size());
    for (std::size_t n = 0; n < config.domains.size(); n++) {
        const DomainSpec& spec = config.domains[n];
        for (std::size_t device = 0; device < spec.vectors.size(); device++) {
            const auto id = static_cast<std::uint32_t>(0x100 + pci_.size());
            const std::uint64_t bar = 0x20000000 + 0x20000 * pci_.size();
            const std::uint16_t pin =
                device < spec.intx.size() ? spec.intx[device] : std::uint16_t{ 0 };
            sim_pci_info info{};
            info.name = "dev";
            info.device_id = id;
            info.bdf = static_cast<std::uint16_t>(id);
            info.vectors = static_cast<std::uint16_t>(spec.vectors[device]);
            info.intx = pin;
            info.bar0 = bar;
            info.bar2 = bar + 0x10000;
            info.bar_bytes = 0x10000;
            pci_.push_back(info);
            assigned_[n].push_back(&pci_.back());
            config_identity identity{};
            identity.vendor = 0x13b5;
            identity.device = 0x1700;
            identity.vectors = spec.vectors[device];
            identity.interrupt_pin = pin != 0;
            identity.bar[0] = info.bar0;
            identity.bar[1] = info.bar2;
            config_space_init(&functions[static_cast<std::uint16_t>(id)], &identity);
        }
        pins_.push_back(config.domains[n].pins);
        pins_.back().resize(config.domains[n].vcpus, 0);
    }
    for (std::size_t n = 0; n < config.domains.size(); n++) {
        sim_domain_info info{};
        info.name = "dom";
        info.program = "script";
        info.vcpus = static_cast<std::uint16_t>(config.domains[n].vcpus);
        info.ram_bytes = 4 << 20;
        info.devices = assigned_[n].data();
        info.device_count = static_cast<std::uint16_t>(assigned_[n].size());
        info.pins = pins_[n].data();
        info.privileged = config.domains[n].privileged;
        domains_.push_back(info);
    }
    its_ = { gits, config.ring_bytes, 16, 16, 16 };
    describe_machine();
}

void World::describe_machine()
{
    machine_.pe_count = static_cast<std::uint16_t>(config.pes);
    machine_.its_count = 1;
    machine_.pci_count = static_cast<std::uint16_t>(pci_.size());
    machine_.domain_count = static_cast<std::uint16_t>(domains_.size());
    machine_.list_registers = static_cast<std::uint16_t>(config.list_registers);
    machine_.lpi_id_bits = 16;
    machine_.gicd_base = gicd;
    machine_.gicr_base = gicr;
    machine_.ecam_base = ecam;
    machine_.ecam_bytes = PCI_ECAM_BYTES;
    machine_.ram_base = ram_base;
    machine_.ram_bytes = ram_bytes;
    machine_.its = &its_;
    machine_.pci = pci_.data();
    machine_.domains = domains_.data();
    registers[gicd + GICD_TYPER] = bits_put(0, GICD_TYPER_IT_LINES, 3); // SPIs up to 127
    registers[gits + GITS_TYPER] = bits_put(0, GITS_TYPER_ITT_ENTRY, 7);
    registers[gits + GITS_BASER0] =
        bits_put(bits_put(0, GITS_BASER_TYPE, 1), GITS_BASER_ENTRY_BYTES, 7);
    registers[gits + GITS_BASER1] =
        bits_put(bits_put(0, GITS_BASER_TYPE, 4), GITS_BASER_ENTRY_BYTES, 7);
    for (unsigned n = 0; n < config.pes; n++)
        registers[gicr + n * GICR_STRIDE + GICR_TYPER] =
            bits_put(0, GICR_TYPER_PROCESSOR_NUMBER, n);
}

std::uint32_t World::config_read(std::uint64_t offset, unsigned bytes)
{
    const auto at = functions.find(pci_ecam_bdf(offset));
    return at == functions.end() ? PCI_NOBODY
                                 : config_space_read(&at->second, offset % 0x1000, bytes);
}

void World::config_write(std::uint64_t offset, unsigned bytes, std::uint32_t value)
{
    const auto at = functions.find(pci_ecam_bdf(offset));
    if (at == functions.end() || !config_space_write(&at->second, offset % 0x1000, bytes, value))
        return;
    config_space_reset(&at->second);
    resets.push_back(at->first);
}

std::uint16_t World::ICH_LR(unsigned n)
{
    return ICH_LR_EL2(n);
}

// ---- running ----

void World::run(unsigned n)
{
    running = &pes[n];
    swapcontext(&main_, &running->current->context);
    running = nullptr;
}

void World::yield()
{
    Pe* pe = running;
    swapcontext(&pe->current->context, &main_);
}

void World::boot()
{
    for (int round = 0; round < 200; round++)
        for (unsigned n = 0; n < config.pes; n++)
            if (pes[n].guest == nullptr)
                run(n);
}

pe* World::self(unsigned n)
{
    running = &pes[n];
    test_stack.masked = false;
    running->current = &test_stack;
    return &hypervisor->pe[n];
}

void World::borrow(unsigned n, const std::function<void()>& calls)
{
    Stack* const before = pes[n].current;
    calls();
    pes[n].current = before;
    running = nullptr;
}

pe* World::masked_self(unsigned n)
{
    pe* const handle = self(n);
    test_stack.masked = true;
    return handle;
}

// ---- physical ITS ----

void World::execute(unsigned at_most)
{
    const std::uint64_t ring = gits_cbaser_address(registers[gits + GITS_CBASER]);
    const auto cwriter = static_cast<std::uint32_t>(registers[gits + GITS_CWRITER]);
    for (; at_most > 0 && creadr != cwriter; at_most--) {
        its_cmd cmd;
        std::memcpy(&cmd, &ram[ring - ram_base + creadr], sizeof cmd);
        commands.push_back(cmd);
        creadr = its_ring_next(creadr, config.ring_bytes);
    }
}

bool World::is_enabled(const lpi& l) const
{
    return lpi_config_enabled(ram[lpi_config_address(hypervisor->gic.prop_pa, l.intid) - ram_base]);
}

unsigned World::count(its_opcode opcode) const
{
    unsigned n = 0;
    for (const its_cmd& cmd : commands)
        n += (cmd.dw[0] & 0xff) == opcode;
    return n;
}

// ---- observations ----

void Share::change(bool begins, std::uint64_t now)
{
    ASSERT_TRUE(begins || going_on > 0) << "an interval ends that never began";
    if (going_on != 0)
        ns += now - since;
    since = now;
    begun += begins;
    begins ? ++going_on : --going_on;
}

unsigned World::marked(sim_step step) const
{
    unsigned n = 0;
    for (const Mark& mark : marks)
        n += mark.step == step;
    return n;
}

std::uint64_t World::counter(unsigned row, unsigned domain) const
{
    const auto at = counters.find({ row, domain });
    return at == counters.end() ? 0 : at->second;
}

Lock& World::lock(const std::string& name)
{
    for (auto& l : locks)
        if (l->name == name)
            return *l;
    throw std::runtime_error("no lock " + name);
}

void World::poke(std::uint64_t ipa, std::uint64_t value, unsigned bytes, unsigned domain_index)
{
    const std::uint64_t pa = guest_ram_pa(&dom(domain_index), ipa, bytes);
    ASSERT_NE(pa, 0u);
    std::memcpy(&ram[pa - ram_base], &value, bytes);
}

std::uint64_t World::peek(std::uint64_t ipa, unsigned bytes, unsigned domain_index)
{
    std::uint64_t value = 0;
    const std::uint64_t pa = guest_ram_pa(&dom(domain_index), ipa, bytes);
    EXPECT_NE(pa, 0u);
    if (pa != 0)
        std::memcpy(&value, &ram[pa - ram_base], bytes);
    return value;
}

} // namespace fake
