// SPDX-License-Identifier: Apache-2.0
// A domain is destroyed while one of its EL2 stacks sleeps in the middle of a command (policy
// sleep). Nothing of the domain remains, and the other domains go on using the ring and the locks.
// Also run under ASan (tools/test_sanitized.sh).
#include <cstring>
#include <gtest/gtest.h>
#include <observe/ledger_check.h>
#include <platform/soc.h>

namespace itstorm {

namespace {

unsigned knob_row(const HypervisorObject& object, const std::string& name)
{
    for (unsigned n = 0; n < object.knobs.size(); n++)
        if (object.knobs[n].name == name)
            return n;
    throw std::runtime_error("no knob " + name);
}

DomainConfig domain(const char* name, const char* program, std::uint16_t pin)
{
    DomainConfig d;
    d.name = name;
    d.program = program;
    d.pins = { pin };
    d.ram_bytes = 4ull << 20;
    return d;
}

// Domain 0 floods on PE 0, domain 1 on PE 1; domain 2, on PE 2, ends domain 0 after 300 us.
SocConfig three_domains(const HypervisorObject& object, unsigned wake)
{
    SocConfig config;
    config.pes = 3;
    config.redistributor.targets = 3;
    config.ram_bytes = 256ull << 20;
    config.its[0].cmdq_bytes = 4096;
    config.its[0].config.command_fetch = 1000; // an ITS so slow that two guests fill its ring
    config.domains = { domain("dom0", "flooder", 0), domain("dom1", "flooder", 1),
                       domain("dom2", "ender", 2) };
    config.domains[2].privileged = true;
    for (const hv_knob& knob : object.knobs)
        config.hypervisor_knobs.push_back(knob.initial);
    config.hypervisor_knobs[knob_row(object, "host.queue_full")] = 2;
    config.hypervisor_knobs[knob_row(object, "host.sleep_wake")] = wake;
    config.hypervisor_knobs[knob_row(object, "vits.propagate")] = 3; // all
    return config;
}

class DomainEnd : public testing::TestWithParam<unsigned> {
protected:
    DomainEnd()
        : object(load_hypervisor(HYPERVISOR)),
          soc("soc", three_domains(object, GetParam()), object, { load_guests(GUESTS) })
    {
        const unsigned sleeps = probe_row("host.cmdq.sleeps");
        soc.machine.probes.hv_probe.attach(
            [this, sleeps](const HvProbeFact& fact) { slept += fact.row == sleeps; });
        soc.machine.probes.progress.attach(
            [this](const ProgressFact& fact) { progress[fact.domain] += fact.cycles; });
    }
    unsigned probe_row(const std::string& name) const
    {
        for (unsigned n = 0; n < object.probes.size(); n++)
            if (object.probes[n].name == name)
                return n;
        throw std::runtime_error("no probe " + name);
    }
    void run_us(unsigned us) { sc_core::sc_start(sc_core::sc_time(us, sc_core::SC_US)); }

    const HypervisorObject object;
    Soc soc;
    unsigned slept = 0;
    std::map<unsigned, std::uint64_t> progress;
};

TEST_P(DomainEnd, in_the_middle_of_a_command_leaves_nothing_behind)
{
    ASSERT_TRUE(soc.machine.create_hypervisor()) << soc.machine.faults.message;
    const std::size_t stacks = soc.machine.stack_count();
    run_us(2000);
    EXPECT_FALSE(soc.machine.faults.happened) << soc.machine.faults.message;
    EXPECT_GT(slept, 0u);
    EXPECT_EQ(soc.machine.stack_count(), stacks - 1);
    EXPECT_EQ(soc.machine.find_guest(0, 0), nullptr);

    const std::uint64_t executed = soc.ledger.commands_executed, computed = progress[2];
    run_us(1000);
    EXPECT_GT(soc.ledger.commands_executed, executed); // dom1 floods on
    EXPECT_GE(progress[2], computed);
    for (const auto& lock : soc.machine.locks.items())
        EXPECT_FALSE(lock->domain == 0 && lock->owner != nullptr) << lock->name;
    EXPECT_TRUE(soc.machine.check_hypervisor()) << soc.machine.faults.message;
    EXPECT_EQ(check_ledger(soc.ledger, soc.msis_in_flight(), soc.commands_in_ring()), "");
    soc.machine.destroy_hypervisor();
}

INSTANTIATE_TEST_SUITE_P(Wake, DomainEnd, testing::Values(0u, 1u),
                         [](const testing::TestParamInfo<unsigned>& wake) {
                             return wake.param == 0 ? "poll" : "int";
                         });

} // namespace

} // namespace itstorm
