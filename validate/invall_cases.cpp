// SPDX-License-Identifier: Apache-2.0
// B.16: INVALL. A scan reads the whole configuration table in pieces of 32 bytes; a flush takes a
// cycle for each line of the cache, however large the table is, and the reads come later. The
// table of b INTID bits holds 2^b - 8192 LPIs.
#include "arch/lpi_table.h"
#include "cases.h"
#include "rig.h"

namespace itstorm {

namespace {

constexpr std::uint32_t sets = 256;

RigConfig machine(InvallMode mode, unsigned id_bits, std::uint32_t read_cycles)
{
    RigConfig config;
    config.soc.lpi_id_bits = config.its.lpi_id_bits = id_bits;
    config.soc.redistributor.invall = mode;
    config.soc.redistributor.lpi_cache_sets = sets;
    config.soc.redistributor.property_read = read_cycles;
    return config;
}

// The time of an INVALL without its fetch, decode and message.
sc_core::sc_time invall(Rig& rig)
{
    rig.restart();
    rig.play(1, [](std::uint64_t) { return its_cmd_invall(0); });
    return rig.service() - rig.inv_time();
}

double us(sc_core::sc_time time)
{
    return static_cast<double>(time.value()) / 1e6;
}

void scan(Report& report, unsigned id_bits, std::uint32_t read_cycles)
{
    Rig rig(machine(InvallMode::Scan, id_bits, read_cycles));
    rig.boot();
    const std::uint64_t reads = lpi_config_table_bytes(id_bits) / 32;
    report.exactly("time of the scan, us", us(reads * rig.cycles(read_cycles)), us(invall(rig)));
}

void flush(Report& report, unsigned id_bits)
{
    Rig rig(machine(InvallMode::Flush, id_bits, 100));
    rig.boot();
    report.exactly("time of the flush, us", us(rig.cycles(2 * sets)), us(invall(rig)));
}

// Reads after a flush: one for each LPI that is used, however often.
void conservation(Report& report)
{
    constexpr unsigned used = 300, times = 3;
    RigConfig config = machine(InvallMode::Flush, 16, 100);
    config.events_log2 = 9;
    Rig rig(config);
    rig.boot();
    std::uint64_t reads = 0;
    rig.gic.redistributors.probes.property_read.attach([&](const PropertyReadFact&) { ++reads; });
    const auto use = [&] {
        for (unsigned n = 0; n < used * times; n++)
            rig.gic.send(Rig::device, n % used);
        rig.gic.run_until_idle(sc_core::sc_time(1, sc_core::SC_SEC));
        const std::uint64_t since = reads;
        reads = 0;
        return static_cast<double>(since);
    };
    report.exactly("property reads, first use", used, use());
    report.exactly("property reads, cached", 0, use());
    invall(rig);
    report.exactly("property reads, after INVALL", used, use());
}

} // namespace

std::vector<Case> invall_cases()
{
    std::vector<Case> cases;
    for (const unsigned id_bits : { 14u, 16u, 18u, 20u }) {
        const std::string lpis = std::to_string(lpi_config_table_bytes(id_bits)) + " LPIs";
        const auto add = [&](const std::string& name, std::function<void(Report&)> run) {
            cases.push_back({ "B.16", name + ", " + lpis, id_bits <= 16, std::move(run) });
        };
        add("scan, 100 ns a read", [=](Report& report) { scan(report, id_bits, 100); });
        add("scan, 150 ns a read", [=](Report& report) { scan(report, id_bits, 150); });
        add("flush", [=](Report& report) { flush(report, id_bits); });
    }
    cases.push_back({ "B.16", "flush, 300 LPIs used three times", true, conservation });
    return cases;
}

} // namespace itstorm
