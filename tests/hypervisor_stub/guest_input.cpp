// SPDX-License-Identifier: Apache-2.0
// Runs an input; see guest_input.h. There are an ordinary and a privileged domain on up to three
// PEs; the first one is brought up, so that most accesses find mapped devices and vLPIs.
#include "guest_input.h"
#include "arch/gicd_regs.h"
#include "arch/pci_config.h"
#include "arch/sysreg.h"
#include "mini_guest.h"
#include <algorithm>
#include <gtest/gtest.h>

namespace fake {

namespace {

class Reader {
public:
    explicit Reader(const Bytes& bytes) : bytes_(bytes) {}

    bool at_end() const { return next_ >= bytes_.size(); }
    std::uint8_t byte() { return at_end() ? 0 : bytes_[next_++]; }
    std::uint64_t below(std::uint64_t limit) { return byte() % limit; }
    std::uint64_t word()
    {
        std::uint64_t value = 0;
        for (unsigned n = 0; n < 8; n++)
            value |= std::uint64_t{ byte() } << 8 * n;
        return value;
    }

private:
    const Bytes& bytes_;
    std::size_t next_ = 0;
};

// ---- the machine ----

std::uint64_t words_of(const char* choices)
{
    const std::string text = choices;
    return 1 + static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '|'));
}

std::uint64_t value_of(const hv_knob& knob, Reader& in)
{
    const std::uint64_t draw = in.byte();
    if (draw >= 128) // half of the knobs keep their initial value
        return knob.initial;
    if (knob.kind == HV_CHOICE)
        return draw % words_of(knob.choices);
    if (knob.kind == HV_SET)
        return draw % (std::uint64_t{ 1 } << words_of(knob.choices));
    if (knob.kind == HV_BOOL)
        return draw % 2;
    const std::uint64_t step = knob.kind == HV_DURATION_NS ? 1000 : 1,
                        most = knob.min + draw * step;
    return knob.max == 0 ? most : std::min(most, knob.max);
}

Config config_of(Reader& in)
{
    Config c;
    c.list_registers = in.below(2) == 0 ? 1 : 4;
    c.pes = 1 + static_cast<unsigned>(in.below(3));
    c.ring_bytes = in.below(2) == 0 ? 0x1000 : 0x10000;
    c.domains = { { 2, { 4, 8 } }, { 1, { 4 }, {}, true } };
    unsigned count = 0;
    const hv_knob* knobs = hv_knobs(&count);
    for (unsigned n = 0; n < count; n++)
        c.knobs[knobs[n].name] = value_of(knobs[n], in);
    return c;
}

// ---- what guests do ----

class GuestScript {
public:
    GuestScript(World& world, Reader& in) : world_(world), in_(in)
    {
        world_.script = [this](unsigned pe, Guest& guest, sim_exit& exit) { act(pe, guest, exit); };
    }
    unsigned exits() const { return exits_; }

private:
    // Between entry and exit: list registers change as a guest can change them, devices interrupt,
    // memory changes.
    void act(unsigned pe, Guest& guest, sim_exit& exit)
    {
        exit = sim_exit{};
        exit.kind = SIM_EXIT_WFI;
        if (in_.at_end())
            return rest(pe);
        ++exits_;
        handle_interrupts(pe, in_.byte());
        for (unsigned n = static_cast<unsigned>(in_.below(4)); n > 0; n--)
            disturb(pe, guest);
        leave(guest, exit);
    }

    // At the end of the input: handles its interrupts, and lets others run before it waits.
    void rest(unsigned pe)
    {
        handle_interrupts(pe, ~0u);
        world_.yield();
    }

    void handle_interrupts(unsigned pe, unsigned how)
    {
        for (unsigned n = 0; n < world_.config.list_registers; n++, how /= 2) {
            std::uint64_t& lr = world_.lr(n, pe);
            const std::uint64_t state = bits_get(lr, ICH_LR_STATE);
            const std::uint64_t next = how % 2 == 0 ? state : state == 1 ? 2 : state == 3 ? 1 : 0;
            lr = bits_put(lr, ICH_LR_STATE, next);
        }
    }

    void disturb(unsigned pe, const Guest& guest)
    {
        switch (in_.below(6)) {
        case 0:
        case 1: world_.raise(pe, 8192 + static_cast<std::uint32_t>(in_.below(20))); break;
        case 2: world_.raise(pe, in_.below(2) == 0 ? INTID_TIMER_HYP : INTID_TIMER_VIRT); break;
        case 3: scribble(guest); break;
        case 4: world_.now += 1000 * in_.below(200); break;
        default: put_commands(guest); break;
        }
    }

    void scribble(const Guest& guest)
    {
        static const std::uint64_t tables[] = { MiniGuest::devices + 8 * 0x100,
                                                MiniGuest::collections, MiniGuest::itt,
                                                MiniGuest::config,
                                                MiniGuest::pending + INTID_LPI_FIRST / 8 };
        const std::uint64_t at = tables[in_.below(5)] + 8 * in_.below(8);
        world_.poke(at, in_.below(2) == 0 ? in_.word() : in_.below(256), 8, guest.domain);
    }

    std::uint32_t small(std::uint32_t first)
    {
        return first + static_cast<std::uint32_t>(in_.below(12));
    }

    // Most vLPIs are close together and some far away, so that walks are long and read many words.
    std::uint32_t any_vlpi()
    {
        return in_.below(4) != 0 ? small(8190)
                                 : INTID_LPI_FIRST + 257 * static_cast<std::uint32_t>(in_.byte());
    }

    // Half of the DeviceIDs and EventIDs are mapped ones.
    std::uint32_t any_device() { return in_.below(2) == 0 ? MiniGuest::device : small(0xfe); }
    std::uint32_t any_event()
    {
        return in_.below(2) == 0 ? static_cast<std::uint32_t>(in_.below(4)) : small(0);
    }

    its_cmd command()
    {
        static const its_opcode opcodes[] = { ITS_OP_MOVI,   ITS_OP_INT,    ITS_OP_CLEAR,
                                              ITS_OP_SYNC,   ITS_OP_MAPD,   ITS_OP_MAPC,
                                              ITS_OP_MAPTI,  ITS_OP_MAPI,   ITS_OP_INV,
                                              ITS_OP_INVALL, ITS_OP_MOVALL, ITS_OP_DISCARD };
        its_cmd c = its_cmd_event(opcodes[in_.below(12)], any_device(), any_event());
        const std::uint64_t how = in_.byte();
        its_cmd_put(&c, ITS_F_PINTID, any_vlpi());
        its_cmd_put(&c, ITS_F_ICID, how % 4);
        switch (bits_get(c.dw[0], 7, 0)) {
        case ITS_OP_MAPD:
            return its_cmd_mapd(any_device(), 1 + how % 20, MiniGuest::itt, how < 192);
        case ITS_OP_MAPC: return its_cmd_mapc(how % 4, how / 4 % 4, how < 192);
        case ITS_OP_MAPTI:
            return its_cmd_mapti(any_device(), any_event(), any_vlpi(),
                                 static_cast<uint16_t>(how % 4));
        case ITS_OP_INVALL: return its_cmd_invall(static_cast<uint16_t>(how % 4));
        case ITS_OP_SYNC: return its_cmd_sync(how % 4);
        case ITS_OP_MOVALL: return its_cmd_movall(how % 4, how / 4 % 4);
        default: return c;
        }
    }

    // One command, or the same many times, so that a bounded trap ends between them.
    void put_commands(const Guest& guest)
    {
        const its_cmd c = command();
        for (std::uint64_t n = in_.below(8) == 0 ? in_.below(100) : 1; n > 0; n--)
            put_command(guest, c);
    }

    void put_command(const Guest& guest, const its_cmd& c)
    {
        for (unsigned n = 0; n < 4; n++)
            world_.poke(MiniGuest::ring + cwriter_ + 8 * n, c.dw[n], 8, guest.domain);
        cwriter_ = its_ring_next(cwriter_, MiniGuest::ring_bytes);
    }

    void leave(const Guest& guest, sim_exit& exit)
    {
        switch (in_.below(8)) {
        case 0: exit.kind = SIM_EXIT_IRQ; break;
        case 1: break; // WFI
        case 2: return call(exit);
        case 3: return sysreg(exit);
        case 4: return mmio(exit, GUEST_GITS_BASE + GITS_CWRITER, cwriter_, 8, true);
        default: return access(guest, exit);
        }
    }

    void call(sim_exit& exit)
    {
        exit.kind = SIM_EXIT_HVC;
        exit.address = in_.below(8); // every function number, and some that do not exist
        exit.arg[0] = exit.address == HVC_MANAGE_PCI_ADD || exit.address == HVC_MANAGE_PCI_REMOVE
                          ? small(0xfe)
                          : in_.below(4);
        if (in_.below(8) == 0)
            exit.arg[0] = in_.word();
    }

    void sysreg(sim_exit& exit)
    {
        exit.kind = SIM_EXIT_SYSREG;
        exit.address = in_.below(4) == 0 ? in_.byte() : ICC_SGI1R_EL1;
        exit.value = in_.word();
        exit.is_write = in_.below(4) != 0;
    }

    void mmio(sim_exit& exit, std::uint64_t address, std::uint64_t value, unsigned bytes,
              bool write)
    {
        exit.kind = SIM_EXIT_MMIO;
        exit.address = address;
        exit.value = value;
        exit.bytes = static_cast<std::uint8_t>(bytes);
        exit.is_write = write;
    }

    void access(const Guest&, sim_exit& exit)
    {
        static const std::uint64_t registers[] = {
            GUEST_GITS_BASE + GITS_CTLR,
            GUEST_GITS_BASE + GITS_CBASER,
            GUEST_GITS_BASE + GITS_CWRITER,
            GUEST_GITS_BASE + GITS_CREADR,
            GUEST_GITS_BASE + GITS_BASER0,
            GUEST_GITS_BASE + GITS_BASER1,
            GUEST_GITS_BASE + GITS_TYPER,
            GUEST_GICR_BASE + GICR_CTLR,
            GUEST_GICR_BASE + GICR_WAKER,
            GUEST_GICR_BASE + GICR_PROPBASER,
            GUEST_GICR_BASE + GICR_PENDBASER,
            GUEST_GICR_BASE + GICR_ISENABLER0,
            GUEST_GICR_BASE + GICR_ICENABLER0,
            GUEST_GICR_BASE + GICR_ISPENDR0,
            GUEST_GICR_BASE + GICR_ICPENDR0,
            GUEST_GICR_BASE + GICR_IPRIORITYR0,
            GUEST_GICD_BASE + GICD_CTLR,
            GUEST_GICD_BASE + GIC_ISENABLER + 4,
            GUEST_GICD_BASE + GIC_ISPENDR + 4,
            GUEST_GICD_BASE + GICD_IROUTER + 8 * 32,
            GUEST_ECAM_BASE + PCI_COMMAND,
            GUEST_ECAM_BASE + PCI_BAR(0),
            MiniGuest::config,
            MiniGuest::config + 4,
        };
        std::uint64_t at = registers[in_.below(sizeof registers / sizeof *registers)];
        if (in_.below(4) == 0)
            at += in_.word() % 0x20000;
        const unsigned bytes = in_.below(4) == 0 ? 1u << in_.below(4) : 8u >> in_.below(2);
        const std::uint64_t value = in_.below(2) == 0 ? in_.word() : in_.below(4);
        mmio(exit, at, value, bytes, in_.below(3) != 0);
    }

    World& world_;
    Reader& in_;
    std::uint32_t cwriter_ = 0;
    unsigned exits_ = 0;
};

void bring_up(World& world)
{
    MiniGuest guest(world);
    world.script = [](unsigned, Guest&, sim_exit& exit) {
        exit = sim_exit{};
        exit.kind = SIM_EXIT_WFI;
    };
    world.boot();
    world.borrow(0, [&] { guest.bring_up(4); });
}

// Wakes every vCPU, as another vCPU of its domain can.
void wake_all(World& world)
{
    for (unsigned d = 0; d < world.config.domains.size(); d++)
        for (unsigned v = 0; v < world.dom(d).vcpu_count; v++)
            world.borrow(0, [&] { sched_wake(world.self(), &world.dom(d).vcpus[v].sched); });
}

// Every PE runs once a round, with time passed and at least its timer pending.
void run(World& world, unsigned rounds)
{
    for (unsigned round = 0; round < rounds; round++)
        for (Pe& pe : world.pes) {
            world.now += 20000;
            if (pe.pending.empty())
                pe.pending.push_back(static_cast<std::uint32_t>(INTID_TIMER_HYP));
            world.run(pe.index);
        }
}

} // namespace

unsigned run_input(const Bytes& input)
{
    constexpr unsigned rounds_most = 400, rounds_to_rest = 20;
    Reader in(input);
    std::unique_ptr<World> world;
    try {
        world = std::make_unique<World>(config_of(in));
    } catch (const std::runtime_error&) {
        return 0; // the hypervisor refuses this combination of knobs
    }
    world->its_steps_per_delay = 1 + static_cast<unsigned>(in.below(4));
    bring_up(*world);
    world->its_holds = in.below(2) != 0;
    GuestScript script(*world, in);
    for (unsigned round = 0; round < rounds_most && !in.at_end(); round++) {
        wake_all(*world);
        run(*world, 1);
    }
    run(*world, rounds_to_rest);
    return script.exits();
}

} // namespace fake
