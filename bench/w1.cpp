// SPDX-License-Identifier: Apache-2.0
// W1: an LPI storm through the whole path, hypervisor and guests included. Every pair of PEs has a
// domain of two pinned vCPUs and a device of 1024 vectors, Poisson 1 M/s; 16 PEs make 8 M/s. Counts
// vLPIs that guests handled; merged ones do not count. All statistics and the flight recorder
// are attached, as in the itstorm command.
//
// usage: bench_w1 [--lpis N] [--pes N] [--no-unit] [--no-recorder] [--vcd FILE.vcd]
#include "command_line.h"
#include "common/event_queue.h"
#include "common/simulated_time.h"
#include "flight_log.h"
#include "observe/ledger_check.h"
#include "observers.h"
#include "unit.h"
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <optional>
#include <stdexcept>

namespace itstorm {

namespace {

constexpr double bar = 0.05;
constexpr double rate_per_device = 1e6;
constexpr unsigned vectors = 1024, vcpus_per_domain = 2;
constexpr std::uint64_t handler_ns = 1000;
constexpr std::uint64_t unit_resumptions = 4'000'000;

struct Options {
    std::uint64_t lpis = 2'000'000;
    unsigned pes = 16;
    bool unit = true, recorder = true;
    std::string vcd; // file of the waveform; empty: none
};

Options parse(int argc, char** argv)
{
    Options options;
    for (int n = 1; n < argc; n++) {
        const std::string name = argv[n];
        if (name == "--no-unit")
            options.unit = false;
        else if (name == "--no-recorder")
            options.recorder = false;
        else if (name == "--vcd" && n + 1 < argc)
            options.vcd = argv[++n];
        else if (name == "--lpis" && n + 1 < argc)
            options.lpis = number(argv[++n]);
        else if (name == "--pes" && n + 1 < argc)
            options.pes = static_cast<unsigned>(number(argv[++n]));
        else
            throw std::runtime_error("usage: bench_w1 [--lpis N] [--pes N] [--no-unit] "
                                     "[--no-recorder] [--vcd FILE.vcd]");
    }
    if (options.pes % vcpus_per_domain != 0 || options.pes > 64)
        throw std::runtime_error("--pes is an even number up to 64");
    return options;
}

// The path of an object: objects lie beside the program.
std::string beside(const char* name)
{
    return (std::filesystem::read_symlink("/proc/self/exe").parent_path() / name).string();
}

// ---- the machine ----

std::uint64_t choice(const hv_knob& knob, const std::string& word)
{
    std::uint64_t index = 0;
    std::string words = std::string(knob.choices) + "|";
    for (std::size_t at = 0, end; (end = words.find('|', at)) != std::string::npos;
         at = end + 1, index++)
        if (words.substr(at, end - at) == word)
            return index;
    throw std::runtime_error(std::string(knob.name) + " has no choice " + word);
}

std::vector<std::uint64_t> initial(const hv_knob* knobs, std::size_t count)
{
    std::vector<std::uint64_t> values;
    for (std::size_t n = 0; n < count; n++)
        values.push_back(knobs[n].initial);
    return values;
}

std::size_t row(const hv_knob* knobs, std::size_t count, const char* name)
{
    for (std::size_t n = 0; n < count; n++)
        if (std::strcmp(knobs[n].name, name) == 0)
            return n;
    throw std::runtime_error(std::string("there is no knob ") + name);
}

const guest_program& program(const std::vector<guest_program>& programs, const char* name)
{
    for (const guest_program& p : programs)
        if (std::strcmp(p.name, name) == 0)
            return p;
    throw std::runtime_error(std::string("there is no guest program ") + name);
}

std::vector<std::uint64_t> guest_knobs(const guest_program& linux_program)
{
    const auto find = [&](const char* name) {
        return row(linux_program.knobs, linux_program.knob_count, name);
    };
    auto values = initial(linux_program.knobs, linux_program.knob_count);
    values[find("handler")] = handler_ns;
    values[find("background")] = choice(linux_program.knobs[find("background")], "never");
    return values;
}

FunctionConfig device(unsigned n)
{
    FunctionConfig function;
    function.name = "nic" + std::to_string(n);
    function.device_id = function.bdf = static_cast<std::uint16_t>((n + 1) << 8);
    function.vectors = vectors;
    function.link.bytes_per_second = 3'938'461'538; // Gen3 x4
    return function;
}

DomainConfig domain(unsigned n, const guest_program& linux_program)
{
    DomainConfig config;
    config.name = "dom" + std::to_string(n + 1);
    config.program = linux_program.name;
    config.vcpus = vcpus_per_domain;
    config.devices = { n };
    config.pins = { static_cast<std::uint16_t>(2 * n), static_cast<std::uint16_t>(2 * n + 1) };
    config.knobs = guest_knobs(linux_program);
    return config;
}

SocConfig machine(unsigned pes, const HypervisorObject& object,
                  const std::vector<guest_program>& programs)
{
    SocConfig config; // the server profile
    config.pes = pes;
    config.hypervisor_knobs = initial(object.knobs.data(), object.knobs.size());
    const std::size_t target = row(object.knobs.data(), object.knobs.size(), "host.lpi_target");
    config.hypervisor_knobs[target] = choice(object.knobs[target], "domain");
    for (unsigned n = 0; n < pes / vcpus_per_domain; n++) {
        config.functions.push_back(device(n));
        config.domains.push_back(domain(n, program(programs, "linux")));
    }
    return config;
}

// ---- the run ----

class W1 {
public:
    explicit W1(const Options& options)
        : options_(options), object_(load_hypervisor(beside("itstorm_hypervisor.so"))),
          guests_(load_guests(beside("itstorm_guests.so"))),
          soc_("soc", machine(options.pes, object_, guests_.programs), object_, { guests_ }),
          observers_(soc_, stats_), unit_("unit")
    {
        if (options.recorder)
            flight_.emplace(soc_);
        if (options.vcd.empty())
            return;
        observers_.trace_to(options.vcd, {});
        observers_.trace()->start();
    }

    void run()
    {
        if (!soc_.machine.create_hypervisor())
            throw std::runtime_error(soc_.machine.faults.message);
        bring_up();
        if (options_.unit)
            before_ = unit_.measure(unit_resumptions);
        storm();
        if (options_.unit)
            after_ = unit_.measure(unit_resumptions);
        const std::string books =
            check_ledger(soc_.ledger, soc_.msis_in_flight(), soc_.commands_in_ring());
        if (!books.empty())
            throw std::runtime_error("the ledger does not close\n" + books);
    }

    // Prints the ratio first, since only that compares between machines.
    void print() const
    {
        const auto handled = static_cast<double>(handled_);
        if (options_.unit)
            print_ratio();
        std::printf("%-28s %llu of %llu MSIs sent (merged ones do not count)\n", "vLPIs handled",
                    static_cast<unsigned long long>(handled_),
                    static_cast<unsigned long long>(soc_.ledger.msis_sent));
        std::printf("%-28s %llu on MSI-X bits, %llu on LPI bits, %llu vLPIs\n", "merged",
                    static_cast<unsigned long long>(soc_.ledger.merged_in_device),
                    static_cast<unsigned long long>(soc_.ledger.merged_in_redistributor),
                    static_cast<unsigned long long>(sum("vlpi.merged")));
        std::printf("%-28s %.3f M/s, %.3f M/s of processor time\n", "handled per second",
                    speed_.per_second / 1e6, speed_.per_cpu_second / 1e6);
        std::printf("%-28s %.3f ms in %.2f s\n", "simulated", simulated_s_ * 1e3,
                    handled / speed_.per_second);
        std::printf("%-28s %.1f\n", "steps of time per vLPI",
                    static_cast<double>(steps_) / handled);
        std::printf(
            "%-28s %u PEs, %zu devices x %u vectors, Poisson %g M/s in all, handlers of %g us\n",
            "W1", options_.pes, soc_.functions.size(), vectors,
            rate_per_device * static_cast<double>(soc_.functions.size()) / 1e6, handler_ns / 1e3);
    }

private:
    void step(std::uint64_t us)
    {
        sim::run(sc_core::sc_time::from_value(us * 1'000'000));
        if (soc_.machine.faults.happened)
            throw std::runtime_error(soc_.machine.faults.message);
    }

    void bring_up()
    {
        constexpr std::uint64_t step_us = 1000, limit_us = 2'000'000;
        for (std::uint64_t us = 0; stats_.live("all_guests.ready") != 1u; us += step_us) {
            if (us >= limit_us)
                throw std::runtime_error("the guests are not ready after 2 s");
            step(step_us);
        }
    }

    void storm()
    {
        PatternConfig pattern;
        pattern.arrival = Arrival::Poisson;
        pattern.rate_per_s = rate_per_device;
        pattern.choice = VectorChoice::Uniform;
        pattern.vector_count = vectors;
        pattern.messages = std::max<std::uint64_t>(options_.lpis / soc_.functions.size(), 1);

        const std::uint64_t handled_before = handled(), steps_before = sim::queue().steps();
        const sc_core::sc_time begin = sim::now();
        const Stopwatch watch;
        for (const auto& function : soc_.functions)
            function->start(pattern);
        while (!quiet())
            step(100);
        handled_ = handled() - handled_before;
        speed_ = watch.speed(handled_);
        steps_ = sim::queue().steps() - steps_before;
        simulated_s_ = (sim::now() - begin).to_seconds();
    }

    bool quiet() const
    {
        for (const auto& function : soc_.functions)
            if (function->running())
                return false;
        for (const auto& pe : soc_.pes)
            if (pe->state() != PeState::Idle)
                return false;
        return soc_.msis_in_flight() == 0;
    }

    std::uint64_t handled() const { return sum("vlpi.handled"); }

    // The sum of a counter over all domains.
    std::uint64_t sum(const std::string& counter) const
    {
        std::uint64_t all = 0;
        for (const DomainConfig& d : soc_.config.domains)
            all += stats_.live(d.name + "." + counter).value_or(0);
        return all;
    }

    void print_ratio() const
    {
        const double unit = (before_.per_second + after_.per_second) / 2;
        const double cpu_unit = (before_.per_cpu_second + after_.per_cpu_second) / 2;
        const double ratio = speed_.per_second / unit;
        std::printf("%-28s %.4f (bar %.2f: %s); in processor time %.4f\n", "ratio to the unit",
                    ratio, bar, ratio >= bar ? "met" : "missed", speed_.per_cpu_second / cpu_unit);
        std::printf("%-28s %.2f M/s before, %.2f M/s after: timed waits of 64 threads\n", "unit",
                    before_.per_second / 1e6, after_.per_second / 1e6);
    }

    const Options options_;
    const HypervisorObject object_;
    const GuestObject guests_;
    Stats stats_;
    Soc soc_;
    Observers observers_;
    std::optional<FlightLog> flight_;
    Unit unit_;
    Speed before_, after_, speed_;
    std::uint64_t handled_ = 0, steps_ = 0;
    double simulated_s_ = 0;
};

} // namespace

} // namespace itstorm

int sc_main(int argc, char** argv)
{
    return itstorm::run_bench<itstorm::W1>("bench_w1", [&] { return itstorm::parse(argc, argv); });
}
