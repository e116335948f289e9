// SPDX-License-Identifier: Apache-2.0
// Bench: see bench.h.
#include "bench.h"

namespace itstorm {

SocConfig bench_config(unsigned pes, unsigned which)
{
    SocConfig config;
    config.pe_hz = 1'000'000'000; // 1 cycle = 1 ns, 1 block = 4 ns
    config.pes = pes;
    config.hypervisor_knobs = { which };
    DomainConfig domain;
    domain.name = "dom0";
    domain.program = "case";
    domain.knobs = { which };
    config.domains = { domain };
    return config;
}

namespace {

sim_domain_info one_vcpu()
{
    sim_domain_info d{};
    d.name = "dom0";
    d.program = "case";
    d.vcpus = 1;
    d.ram_bytes = 1 << 20;
    return d;
}

// RAM and one domain; no GIC, no devices.
sim_machine describe(unsigned pes, const sim_domain_info& domain)
{
    sim_machine m{};
    m.pe_count = static_cast<std::uint16_t>(pes);
    m.domain_count = 1;
    m.list_registers = 4;
    m.lpi_id_bits = 16;
    m.ram_base = 0x1000'0000;
    m.ram_bytes = 1 << 20;
    m.domains = &domain;
    return m;
}

} // namespace

Bench::Bench(const std::string& path, unsigned which, unsigned count,
             const SoftwareConfig& software)
    : object(load_hypervisor(path)), config(bench_config(count, which)),
      costs(config.pe, gic, clock, software), domain(one_vcpu()),
      description(describe(count, domain)), memory("memory", 0x1000'0000, 1 << 20), bus("bus"),
      machine(config, description, object, { load_guests(path) }, memory, costs), script("script")
{
    bus.map(memory.socket, 0x1000'0000, 1 << 20);
    for (unsigned n = 0; n < count; n++) {
        cpus.push_back(std::make_unique<FakeCpuInterface>());
        pes.push_back(std::make_unique<Pe>(("pe" + std::to_string(n)).c_str(), n, machine));
        pes.back()->bus.bind(bus.initiators);
        pes.back()->connect(*cpus.back(), no_ppi);
        cpus.back()->pe = pes.back().get();
    }
    machine.probes.span.attach([](const SpanFact&) {}); // spans are measured only with a listener
    machine.probes.hv_probe.attach(
        [this](const HvProbeFact& f) { (f.row == 0 ? notes : times).push_back(f.value); });
}

void Bench::run(std::uint64_t us)
{
    if (machine.create_hypervisor())
        sc_core::sc_start(sc_core::sc_time::from_value(us * 1'000'000));
    Pe::set_running(nullptr);
}

} // namespace itstorm
