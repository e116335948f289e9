// SPDX-License-Identifier: Apache-2.0
// Implements itstorm/bench.h, the C interface of BareMetal. The loader of scenarios reads the
// settings, so that names, units, limits and messages are the same.
#include "arch/intid.h"
#include "bench_boot.h"
#include "common/simulated_time.h"
#include "load.h"
#include "observe/gic_observers.h"
#include "observe/ledger_check.h"
#include <algorithm>
#include <cstring>
#include <exception>
#include <itstorm/bench.h>

using namespace itstorm;

// SystemC's library has a `main` that calls this function. A program that embeds the GIC has its
// own main, so nobody calls it, but the linker needs the symbol.
__attribute__((weak)) int sc_main(int, char**)
{
    return 1;
}

struct itstorm_bench {
    explicit itstorm_bench(const SocConfig& config)
        : gic("gic", config), its(stats, config.its[0], {}), redistributors(stats, config.pes),
          acknowledged(config.pes), software(gic)
    {
        listen();
        gic.run(sc_core::SC_ZERO_TIME);
    }

    void listen()
    {
        its.attach_to(gic.its.probes);
        attach_to(gic.redistributors.probes, redistributors);
        gic.redistributors.probes.acknowledged.attach([this](const AcknowledgedFact& fact) {
            if (!intid_is_special(fact.intid))
                acknowledged.at(fact.target).push_back({ sim::now_ps(), fact.intid });
        });
    }

    Stats stats;
    BareMetal gic;
    ItsObservers its;
    RedistributorObserver redistributors;
    std::vector<std::vector<itstorm_bench_ack>> acknowledged; // by PE
    BenchSoftware software;
    std::string books;
};

namespace {

void put_error(const std::string& message, char* error, std::size_t room)
{
    if (error == nullptr || room == 0)
        return;
    const std::size_t length = std::min(message.size(), room - 1);
    std::memcpy(error, message.data(), length);
    error[length] = '\0';
}

std::string all_of(const Diagnostics& errors)
{
    std::string text;
    for (const Problem& problem : errors.sorted())
        text += (text.empty() ? "" : "\n") + problem.text();
    return text;
}

bool has_spi(const SocConfig& config, std::uint32_t intid)
{
    return intid >= INTID_SPI_FIRST && intid < INTID_SPI_FIRST + config.redistributor.spis;
}

Loaded load(const char* const* settings, std::size_t count)
{
    LoadRequest request;
    request.file = "settings";
    request.overrides.assign(settings, settings + count);
    return load_text("scenario: 1\nname: bench\n", request, {});
}

} // namespace

extern "C" {

itstorm_bench* itstorm_bench_open(const char* const* settings, size_t count, char* error,
                                  size_t error_bytes)
{
    try {
        const Loaded loaded = load(settings, count);
        if (!loaded.errors.empty()) {
            put_error(all_of(loaded.errors), error, error_bytes);
            return nullptr;
        }
        const SocConfig& config = loaded.variants.front().scenario.soc;
        if (config.its.size() == 1)
            return new itstorm_bench(config);
        put_error("a bench has one ITS", error, error_bytes);
        return nullptr;
    } catch (const std::exception& problem) {
        put_error(problem.what(), error, error_bytes);
        return nullptr;
    }
}

void itstorm_bench_close(itstorm_bench* bench)
{
    delete bench;
}

struct itstorm_bench_map itstorm_bench_where(const itstorm_bench* bench)
{
    const SocConfig& config = bench->gic.config;
    itstorm_bench_map map{};
    map.gicd = AddressMap::gicd;
    map.gits = AddressMap::gits;
    map.gicr = AddressMap::gicr;
    map.ram = AddressMap::ram;
    map.ram_bytes = config.ram_bytes;
    map.pes = config.pes;
    return map;
}

bool itstorm_bench_boot(itstorm_bench* bench)
{
    return bench->software.boot();
}

void itstorm_bench_configure_lpi(itstorm_bench* bench, uint32_t intid, uint8_t priority,
                                 bool enabled)
{
    bench->software.configure_lpi(intid, priority, enabled);
}

// ---- software ----

bool itstorm_bench_read(itstorm_bench* bench, uint64_t pa, unsigned bytes, uint64_t* value)
{
    return bench->gic.read(pa, bytes, *value);
}

bool itstorm_bench_write(itstorm_bench* bench, uint64_t pa, unsigned bytes, uint64_t value)
{
    return bench->gic.write(pa, bytes, value);
}

void* itstorm_bench_ram(itstorm_bench* bench, uint64_t pa, uint64_t bytes)
{
    return bench->gic.ram(pa, bytes);
}

size_t itstorm_bench_commands(itstorm_bench* bench, const uint64_t (*commands)[4], size_t count)
{
    return bench->software.post(commands, count);
}

bool itstorm_bench_mrs(itstorm_bench* bench, unsigned pe, uint16_t sysreg, uint64_t* value)
{
    *value = 0;
    return pe < bench->gic.config.pes && bench->gic.cpu_interface(pe).read(sysreg, *value);
}

bool itstorm_bench_msr(itstorm_bench* bench, unsigned pe, uint16_t sysreg, uint64_t value)
{
    return pe < bench->gic.config.pes && bench->gic.cpu_interface(pe).write(sysreg, value);
}

bool itstorm_bench_guest_mrs(itstorm_bench* bench, unsigned pe, uint16_t sysreg, uint64_t* value)
{
    *value = 0;
    return pe < bench->gic.config.pes && bench->gic.cpu_interface(pe).read_virtual(sysreg, *value);
}

bool itstorm_bench_guest_msr(itstorm_bench* bench, unsigned pe, uint16_t sysreg, uint64_t value)
{
    return pe < bench->gic.config.pes && bench->gic.cpu_interface(pe).write_virtual(sysreg, value);
}

bool itstorm_bench_irq(const itstorm_bench* bench, unsigned pe)
{
    return pe < bench->gic.config.pes && bench->gic.irq(pe);
}

bool itstorm_bench_virq(const itstorm_bench* bench, unsigned pe)
{
    return pe < bench->gic.config.pes && bench->gic.virq(pe);
}

uint32_t itstorm_bench_acknowledge(itstorm_bench* bench, unsigned pe)
{
    uint64_t value = INTID_NONE;
    return itstorm_bench_mrs(bench, pe, ICC_IAR1_EL1, &value) ? static_cast<uint32_t>(value)
                                                              : INTID_NONE;
}

void itstorm_bench_eoi(itstorm_bench* bench, unsigned pe, uint32_t intid)
{
    itstorm_bench_msr(bench, pe, ICC_EOIR1_EL1, intid);
}

size_t itstorm_bench_acknowledged(const itstorm_bench* bench, unsigned pe,
                                  struct itstorm_bench_ack* list, size_t room)
{
    if (pe >= bench->acknowledged.size())
        return 0;
    const auto& all = bench->acknowledged[pe];
    std::copy_n(all.begin(), std::min(room, all.size()), list);
    return all.size();
}

// ---- devices, time, results ----

void itstorm_bench_msi(itstorm_bench* bench, uint32_t device_id, uint32_t event)
{
    bench->gic.send(device_id, event);
}

bool itstorm_bench_spi(itstorm_bench* bench, uint32_t intid, bool level)
{
    if (!has_spi(bench->gic.config, intid))
        return false;
    bench->gic.redistributors.spi(intid, level);
    return true;
}

bool itstorm_bench_ppi(itstorm_bench* bench, unsigned pe, uint32_t intid, bool level)
{
    if (pe >= bench->gic.config.pes || !intid_is_ppi(intid) || intid == INTID_MAINTENANCE)
        return false;
    bench->gic.redistributors.ppi(pe).ppi(intid, level);
    return true;
}

uint64_t itstorm_bench_now(const itstorm_bench*)
{
    return sim::now_ps();
}

void itstorm_bench_run(itstorm_bench*, uint64_t ps)
{
    sim::run(sim::time_of(ps));
}

bool itstorm_bench_run_until_idle(itstorm_bench*, uint64_t limit_ps)
{
    sim::run_until_idle(sim::time_of(limit_ps));
    return sim::is_idle();
}

bool itstorm_bench_stat(const itstorm_bench* bench, const char* name, double* value)
{
    for (const Scalar& scalar : bench->stats.run()) {
        if (scalar.name != name)
            continue;
        *value = scalar.value;
        return true;
    }
    return false;
}

const char* itstorm_bench_books(itstorm_bench* bench)
{
    bench->books =
        check_ledger(bench->gic.ledger, bench->gic.msis_in_flight(), bench->gic.commands_in_ring());
    return bench->books.empty() ? nullptr : bench->books.c_str();
}

} // extern "C"
