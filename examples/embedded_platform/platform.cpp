// SPDX-License-Identifier: Apache-2.0
// Somebody's platform (foreign.h) with an ITS and a redistributor of itstorm. A processor brings the
// GIC up by register accesses and maps the events of a network card, whose messages become its
// interrupts. What itstorm asks for is one configuration struct for each block, a
// clock that turns cycles into picoseconds, the books, and five bindings.
//
// usage: embedded_platform [waiting]: the interconnect waits hop by hop; every message takes as long.
#include "arch/gicd_regs.h"
#include "arch/gicr_regs.h"
#include "arch/icc_regs.h"
#include "arch/its_cmd.h"
#include "arch/its_regs.h"
#include "arch/lpi_table.h"
#include "arch/sysreg.h"
#include "common/msi.h"
#include "foreign.h"
#include "its/its.h"
#include "redistributor/redistributors.h"
#include <cstdio>
#include <cstring>
#include <random>

using namespace itstorm;

namespace {

// The address map of this platform.
constexpr std::uint64_t gicd = 0x0800'0000, gits = 0x0808'0000, gicr = 0x080a'0000;
constexpr std::uint64_t ram = 0x4000'0000, ram_bytes = 0x0080'0000;
constexpr std::uint64_t ring = ram, device_table = ram + 0x1'0000, collection_table = ram + 0x2'0000,
                        itt = ram + 0x3'0000, lpi_config_table = ram + 0x4'0000,
                        lpi_pending = ram + 0x5'0000;
constexpr std::uint32_t device = 8, events = 16, first_lpi = 8192;
constexpr unsigned messages = 100;

// Their network card. Beside the data, a message carries who sends it: its DeviceID. Messages leave
// at random times, which are no multiple of anybody's clock, and often before the last is through.
class Nic : public foreign::Initiator {
public:
    SC_HAS_PROCESS(Nic);
    explicit Nic(sc_core::sc_module_name name) : Initiator(name) { SC_THREAD(run); }

    sc_core::sc_time sent(std::uint32_t event) const { return sent_[event]; } // last

private:
    void prepare(tlm::tlm_generic_payload& trans) override
    {
        auto* who = new MsiExtension; // the transaction's from here on
        who->tag = { device, static_cast<std::uint32_t>(serial_ % events), serial_ + 1 };
        serial_++;
        trans.set_extension(who);
    }
    void run()
    {
        std::mt19937_64 random;
        wait(100, sc_core::SC_US); // the processor is ready by then
        for (unsigned n = 0; n < messages; n++) {
            const std::uint32_t event = n % events;
            wait(sc_core::sc_time::from_value(random() % 400'000)); // ps
            sent_[event] = sc_core::sc_time_stamp();
            write(gits + GITS_TRANSLATER, event, 4);
        }
    }

    std::uint64_t serial_ = 0;
    sc_core::sc_time sent_[events];
};

// Their processor: its software, and the interrupt line that the CPU interface drives.
class Processor : public foreign::Initiator, public IrqLinesIf {
public:
    SC_HAS_PROCESS(Processor);
    Processor(sc_core::sc_module_name name, Redistributors& redistributors, const Nic& nic)
        : Initiator(name), gic_(redistributors), nic_(nic)
    {
        SC_THREAD(run);
    }

    unsigned taken() const { return taken_; }
    // From a message's departure to its acknowledge: the sum of all.
    sc_core::sc_time latency() const { return latency_; }

private:
    void irq(bool level) override
    {
        irq_ = level;
        changed_.notify();
    }
    void virq(bool) override {} // no hypervisor

    void run()
    {
        bring_up();
        map();
        for (;;) {
            while (!irq_)
                wait(changed_);
            std::uint64_t intid = 0;
            gic_.cpu_interface(0).read(ICC_IAR1_EL1, intid);
            if (intid < first_lpi || intid >= first_lpi + events)
                SC_REPORT_FATAL(name(), "an interrupt that nobody has mapped");
            taken_++;
            const auto event = static_cast<std::uint32_t>(intid) - first_lpi;
            latency_ += sc_core::sc_time_stamp() - nic_.sent(event);
            wait(50, sc_core::SC_NS); // what it does about it
            gic_.cpu_interface(0).write(ICC_EOIR1_EL1, intid);
        }
    }

    void bring_up()
    {
        write(gicd + GICD_CTLR, GICD_CTLR_ARE | GICD_CTLR_ENABLE_GRP1, 4);
        write(gicr + GICR_WAKER, 0, 4);
        write(gicr + GICR_PROPBASER, bits_put(lpi_config_table, GICR_PROPBASER_IDBITS, 13), 8);
        write(gicr + GICR_PENDBASER, bits_put(lpi_pending, GICR_PENDBASER_PTZ, 1), 8);
        write(gicr + GICR_CTLR, GICR_CTLR_ENABLE_LPIS, 4);
        gic_.cpu_interface(0).write(ICC_PMR_EL1, 0xff);
        gic_.cpu_interface(0).write(ICC_IGRPEN1_EL1, 1);
        write(gits + GITS_BASER0, bit(63) | device_table, 8);
        write(gits + GITS_BASER1, bit(63) | collection_table, 8);
        write(gits + GITS_CBASER, bit(63) | ring, 8);
        write(gits + GITS_CTLR, GITS_CTLR_ENABLED, 4);
    }

    void map()
    {
        for (std::uint32_t lpi = first_lpi; lpi < first_lpi + events; lpi++)
            write(lpi_config_address(lpi_config_table, lpi), lpi_config(0xa0, true), 1);
        command(its_cmd_mapc(0, 0, true));
        command(its_cmd_mapd(device, 5, itt, true));
        for (std::uint32_t event = 0; event < events; event++)
            command(its_cmd_mapti(device, event, first_lpi + event, 0));
        command(its_cmd_sync(0));
        while (read(gits + GITS_CREADR, 8) != cwriter_)
            wait(100, sc_core::SC_NS);
    }

    void command(const its_cmd& command)
    {
        for (unsigned word = 0; word < 4; word++)
            write(ring + cwriter_ + 8 * word, command.dw[word], 8);
        cwriter_ += ITS_CMD_BYTES;
        write(gits + GITS_CWRITER, cwriter_, 8);
    }

    Redistributors& gic_;
    const Nic& nic_;
    bool irq_ = false;
    sc_core::sc_event changed_;
    std::uint64_t cwriter_ = 0;
    unsigned taken_ = 0;
    sc_core::sc_time latency_;
};

struct Platform : sc_core::sc_module {
    Platform(sc_core::sc_module_name name, foreign::Style style)
        : sc_module(name), interconnect("interconnect", style)
    {
        interconnect.map(ram, ram_bytes, memory.port);
        processor.bus.bind(interconnect.in);
        nic.bus.bind(interconnect.in);
        interconnect.map(gicd, GICD_FRAME_BYTES, redistributors.distributor);
        interconnect.map(gicr, GICR_STRIDE, redistributors.frames);
        interconnect.map(gits, GITS_FRAME_BYTES, its.socket);

        // The GIC: its way to memory, from the ITS to the redistributors, and to the processor.
        its.memory.bind(interconnect.at_once);
        redistributors.memory.bind(interconnect.at_once);
        its.redistributors.bind(redistributors);
        redistributors.lines(0).bind(processor);
    }

    const Clock gic_clock{ 500'000'000 };
    Ledger ledger;
    Its its{ "its", gic_clock, ItsConfig{}, ledger };
    Redistributors redistributors{ "redistributors", gic_clock, RedistributorConfig{}, ledger };
    foreign::Ram memory{ "memory", ram_bytes };
    foreign::Interconnect interconnect;
    Nic nic{ "nic" };
    Processor processor{ "processor", redistributors, nic };
};

} // namespace

int sc_main(int count, char** arguments)
{
    const bool waits = count > 1 && std::strcmp(arguments[1], "waiting") == 0;
    Platform platform("platform", waits ? foreign::Style::Waiting : foreign::Style::Annotated);
    sc_core::sc_start(2, sc_core::SC_MS);
    std::printf("%u messages, %u interrupts, %llu dropped, %llu commands executed, %s in all\n",
                messages, platform.processor.taken(),
                static_cast<unsigned long long>(platform.ledger.dropped_total()),
                static_cast<unsigned long long>(platform.ledger.commands_executed),
                platform.processor.latency().to_string().c_str());
    return platform.processor.taken() == messages ? 0 : 1;
}
