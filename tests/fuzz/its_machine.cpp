// SPDX-License-Identifier: Apache-2.0
// Machine: see its_machine.h. Uses the models' constants for registers, whose values other tests
// check.
#include "its_machine.h"
#include "arch/gicr_regs.h"
#include "arch/lpi_table.h"
#include "load.h"
#include "observe/ledger_check.h"
#include <stdexcept>

namespace its_oracle {

using namespace itstorm;

namespace {

constexpr std::uint64_t config_table = AddressMap::ram + 0x40'0000,
                        itts = AddressMap::ram + 0x200'0000, itt_bytes = 256;

SocConfig profile(const std::string& name)
{
    LoadRequest request;
    request.overrides = { "platform.profile=" + name, "platform.pes=4", "platform.ram=64MiB",
                          "its0.error_mode=skip" };
    const Loaded loaded = load_text("scenario: 1\nname: its_oracle\n", request, {});
    if (!loaded.errors.empty())
        throw std::logic_error(loaded.errors.sorted().front().text());
    return loaded.variants.front().scenario.soc;
}

void make_small(SocConfig& config)
{
    ItsConfig& its = config.its.front().config;
    its.device_cache_sets = its.event_cache_sets = its.collection_cache_sets = 1;
    its.msi_inbox = 1;
    config.redistributor.lpi_cache_sets = 1;
    config.redistributor.lpi_credits = 1;
    config.redistributor.property_reads = config.redistributor.lpi_spills = 1;
}

} // namespace

SocConfig machine_config(std::uint64_t seed)
{
    static const char* const profiles[] = { "server", "embedded", "ideal" };
    SocConfig config = profile(profiles[seed % 3]);
    if (seed / 3 % 2 != 0)
        make_small(config);
    if (seed / 6 % 2 != 0)
        config.redistributor.invall = InvallMode::Scan;
    config.redistributor.direct_lpi = seed / 12 % 4 == 0;
    return config;
}

Machine::Machine(const SocConfig& config) : gic_("gic", config)
{
    gic_.its.probes.command.attach([this](const CommandFact& c) { errors_.push_back(c.error); });
    gic_.its.probes.msi_dropped.attach(
        [this](const MsiDroppedFact& fact) { ++drops_[drop_name(fact.cause)]; });
    gic_.run(sc_core::SC_ZERO_TIME);
    if (!software_.boot())
        throw std::logic_error("the machine does not boot");
    errors_.clear();
}

std::uint64_t Machine::frame(unsigned pe) const
{
    return AddressMap::gicr + pe * static_cast<std::uint64_t>(GICR_STRIDE);
}

void Machine::settle()
{
    gic_.run_until_idle(sc_core::sc_time(1, sc_core::SC_SEC));
}

void Machine::pass(int ns)
{
    if (ns > 0)
        gic_.run(sc_core::sc_time(ns, sc_core::SC_NS));
}

void Machine::batch(const std::vector<Command>& commands, const std::vector<Message>& messages,
                    int lead_ns)
{
    std::vector<std::uint64_t> words;
    for (const Command& command : commands)
        words.insert(words.end(), command.begin(), command.end());
    const auto post = [&] {
        software_.post(reinterpret_cast<const std::uint64_t(*)[4]>(words.data()), commands.size());
    };
    if (lead_ns < 0)
        post();
    pass(-lead_ns);
    for (const Message& message : messages)
        gic_.send(message.device, message.event);
    pass(lead_ns);
    if (lead_ns >= 0)
        post();
    settle();
}

std::vector<std::uint32_t> Machine::errors()
{
    std::vector<std::uint32_t> errors;
    errors.swap(errors_);
    return errors;
}

std::map<std::string, unsigned> Machine::drops()
{
    std::map<std::string, unsigned> drops;
    drops.swap(drops_);
    return drops;
}

void Machine::write_byte(std::uint32_t lpi, std::uint8_t byte)
{
    *gic_.ram(lpi_config_address(config_table, lpi), 1) = byte;
}

void Machine::lpis_off(unsigned pe)
{
    gic_.write(frame(pe) + GICR_CTLR, 4, 0);
    settle();
}

void Machine::lpis_on(unsigned pe, unsigned id_bits)
{
    gic_.write(frame(pe) + GICR_PROPBASER, 8,
               config_table | bits_put(0, GICR_PROPBASER_IDBITS, id_bits - 1));
    gic_.write(frame(pe) + GICR_CTLR, 4, GICR_CTLR_ENABLE_LPIS);
    settle();
}

void Machine::set_lpi(unsigned pe, std::uint32_t lpi)
{
    gic_.write(frame(pe) + GICR_SETLPIR, 8, lpi);
    settle();
}

void Machine::clear_lpi(unsigned pe, std::uint32_t lpi)
{
    gic_.write(frame(pe) + GICR_CLRLPIR, 8, lpi);
    settle();
}

void Machine::set_mask(unsigned pe, std::uint8_t pmr)
{
    gic_.cpu_interface(pe).write(ICC_PMR_EL1, pmr);
    settle();
}

std::uint32_t Machine::acknowledge(unsigned pe)
{
    std::uint64_t intid = 0;
    gic_.cpu_interface(pe).read(ICC_IAR1_EL1, intid);
    settle();
    return static_cast<std::uint32_t>(intid);
}

std::uint8_t Machine::running_priority(unsigned pe)
{
    std::uint64_t priority = 0;
    gic_.cpu_interface(pe).read(ICC_RPR_EL1, priority);
    return static_cast<std::uint8_t>(priority);
}

void Machine::end(unsigned pe, std::uint32_t intid)
{
    gic_.cpu_interface(pe).write(ICC_EOIR1_EL1, intid);
    settle();
}

std::uint64_t Machine::zeroed_itt()
{
    return itts + itt_bytes * itts_++;
}

std::string Machine::books() const
{
    return check_ledger(gic_.ledger, gic_.msis_in_flight(), gic_.commands_in_ring());
}

} // namespace its_oracle
