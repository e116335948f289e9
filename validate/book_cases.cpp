// SPDX-License-Identifier: Apache-2.0
// B.0: rules that hold exactly in any run. Every case of the other laws checks Little's law, the
// order of commands, busy and idle time and the ledger; the checks here need a run of their own.
#include "arch/sysreg.h"
#include "children.h"
#include "common/simulated_time.h"
#include "queue_run.h"

namespace itstorm {

namespace {

// ---- two runs, one seed ----

std::string trace_of(std::uint64_t seed, std::uint64_t commands)
{
    QueueRun run(Report("", 1, seed), {}, ValidationService::Exponential);
    Load load;
    load.arrivals = commands;
    run.play(0.9, load);
    return std::to_string(run.meter.trace());
}

void same_seed(Report& report)
{
    const std::uint64_t commands = report.size(1'000'000);
    const auto run = [&](std::uint64_t seed) {
        return Child([=] { return trace_of(seed, commands); });
    };
    Child first = run(report.seed()), second = run(report.seed()), other = run(report.seed() + 1);
    const std::string trace = first.result();
    report.exactly("same trace with the same seed", 1, !trace.empty() && trace == second.result());
    report.exactly("same trace with another seed", 0, trace == other.result());
}

// ---- profile ideal ----

RigConfig ideal()
{
    RigConfig config;
    ItsConfig& its = config.its;
    its.msi_accept_interval = its.xlate_latency = its.xlate_interval = 0;
    its.msi_inbox = 0;
    its.table_read = its.table_write = its.sync_round_trip = 0;
    set_inv_cycles(config, 0, 0, 0);
    RedistributorConfig& redistributor = config.soc.redistributor;
    redistributor.property_read = redistributor.lpi_spill = 0;
    redistributor.lpi_cache_sets = 0;
    redistributor.arbitration = redistributor.stream = 0;
    redistributor.lpi_credits = redistributor.property_reads = redistributor.lpi_spills = 0;
    config.events_log2 = 4;
    return config;
}

// Each message comes at a different time, and the LPI of the one before must have been acknowledged
// at the time of that message.
void ideal_takes_no_time(Report& report)
{
    constexpr unsigned events = 16, messages = 1000;
    Rig rig(ideal());
    rig.boot();
    CpuInterfaceIf& cpu = rig.gic.cpu_interface(0);
    cpu.write(ICC_PMR_EL1, 0xff);
    cpu.write(ICC_IGRPEN1_EL1, 1);
    std::uint64_t acknowledged = 0;
    const sc_core::sc_time begin = sim::now(), step = rig.cycles(1);
    for (unsigned n = 0; n < messages; n++) {
        rig.gic.send(Rig::device, n % events);
        rig.gic.run(step);
        std::uint64_t intid = 0;
        cpu.read(ICC_IAR1_EL1, intid);
        acknowledged += intid == rig.lpi(n % events);
        cpu.write(ICC_EOIR1_EL1, intid);
    }
    report.exactly("messages acknowledged a cycle later", messages,
                   static_cast<double>(acknowledged));
    report.exactly("messages merged", 0,
                   static_cast<double>(rig.gic.ledger.merged_in_redistributor));
    report.exactly("time that passed, cycles", messages, (sim::now() - begin) / step);

    const sc_core::sc_time before = sim::now();
    rig.play(1000, [&](std::uint64_t n) { return rig.inv(n % events); });
    report.exactly("time of 1000 commands, ps", 0,
                   static_cast<double>((sim::now() - before).value()));
}

} // namespace

std::vector<Case> book_cases()
{
    return { { "B.0", "two runs", true, same_seed },
             { "B.0", "profile ideal", true, ideal_takes_no_time } };
}

} // namespace itstorm
