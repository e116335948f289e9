// SPDX-License-Identifier: Apache-2.0
#include "app_support.h"
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <unistd.h>

namespace itstorm {

namespace {

const hv_knob knobs[] = {
    { "storm.detect", HV_CHOICE, 1, 0, 0, "none|inflight", nullptr, "how a storm is recognised" },
    { "storm.max_in_flight", HV_UINT, 1, 1, 64, nullptr, "LPIs", "allowed before the guest's EOI" },
    { "host.burst", HV_UINT, 32, 1, 1024, nullptr, "commands", "per doorbell" },
    { "scheduler.slice", HV_DURATION_NS, 1'000'000, 1'000, 1'000'000'000, nullptr, nullptr,
      "time slice" },
    { "scheduler.wake_preempts", HV_BOOL, 0, 0, 0, nullptr, nullptr, "a woken vCPU runs at once" },
};

const hv_probe probes[] = {
    { "host.cmdq.wait.critical", HV_DURATION, "ns", "wait for a slot", false },
    { "vits.queue", HV_LEVEL, "commands", "guest's ring", true },
    { "storm.detections", HV_COUNTER, "storms", "storms seen", true },
};

const hv_knob linux_knobs[] = {
    { "handler", HV_DURATION_NS, 1'000, 0, 1'000'000'000, nullptr, nullptr,
      "work in the interrupt handler" },
    { "background", HV_CHOICE, 0, 0, 0, "never|always", nullptr, "computes beside" },
};

const hv_knob burst_args[] = {
    { "commands", HV_UINT, 100, 1, 2047, nullptr, "commands", "in one burst" },
    { "pause", HV_DURATION_NS, 5'000, 0, 1'000'000'000, nullptr, nullptr, "between bursts" },
    { "kind", HV_CHOICE, 1, 0, 0, "inv|invall", nullptr, "which command" },
};

const hv_knob pe_args[] = {
    { "pe", HV_UINT, 0, 0, 0xffff, nullptr, "PE", "where to" },
    { "which", HV_UINT, 0, 0, 0xffff, nullptr, "domain", "whose" },
};

const guest_order linux_orders[] = {
    { "quiet", "stops", nullptr, 0 },
    { "burst", "sends commands", burst_args, 3 },
    { "move", "goes elsewhere", pe_args, 2 },
};

const char* const lines[] = {
    "scenario: 1",
    "name: base",
    "limits: { sim_time: 20ms }",
    "platform:",
    "  pes: 2",
    "  its:",
    "    - { name: its0, command_queue: 4KiB }",
    "  pci:",
    "    - { name: nic0, bdf: \"0000:01:00.0\", vectors: 16 }",
    "    - { name: disk0, bdf: \"0000:02:00.0\" }",
    "hypervisor:",
    "  storm: { detect: none }",
    "domains:",
    "  - { name: dom1, program: linux, devices: [nic0], pin: [0], handler: 2us }",
    "  - { name: dom2, program: compute, pin: [1] }",
    "timeline:",
    "  - { when: \"all_guests.ready == 1\", do: mark, label: ready }",
    "  - { after: ready, delay: 1ms, do: storm.start, device: nic0, pattern: line_rate, label: "
    "storm }",
    "  - { after: storm, delay: 2ms, do: storm.stop, device: nic0, label: calm }",
    "measure:",
    "  - { name: during, from: storm, to: calm }",
    "expect:",
    "  - { id: innocent, at_end: \"dom2.progress >= 1G/s\", in: during }",
};

} // namespace

ObjectTables fake_tables()
{
    ObjectTables tables;
    tables.hypervisor = "/some/where/fake.so";
    tables.guests = { "/some/where/guests.so" };
    tables.knobs.assign(std::begin(knobs), std::end(knobs));
    tables.probes.assign(std::begin(probes), std::end(probes));
    tables.programs = { { "linux", "a driver", nullptr, nullptr, linux_knobs, 2, linux_orders, 3 },
                        { "compute", "computes", nullptr, nullptr, nullptr, 0, nullptr, 0 } };
    tables.run_time = { "storm.max_in_flight", "scheduler.slice" };
    tables.guest_run_time = { { "linux", { "handler" } }, { "compute", { "handler" } } };
    return tables;
}

std::string good()
{
    return with_line(0, "");
}

std::string with_line(unsigned n, const std::string& line)
{
    std::string text;
    for (unsigned i = 0; i < std::size(lines); ++i)
        text += (i + 1 == n ? line : lines[i]) + std::string("\n");
    return text;
}

Loaded load(const std::string& text, const std::vector<std::string>& overrides,
            const std::string& variant)
{
    return load_text(text, { "s.yaml", overrides, variant }, fake_tables());
}

std::vector<std::string> errors_of(const std::string& text,
                                   const std::vector<std::string>& overrides,
                                   const std::string& variant)
{
    std::vector<std::string> messages;
    for (const Problem& problem : load(text, overrides, variant).errors.sorted())
        messages.push_back(problem.text());
    return messages;
}

Scenario scenario_of(const std::string& text, const std::vector<std::string>& overrides)
{
    const Loaded loaded = load(text, overrides);
    for (const Problem& problem : loaded.errors.sorted())
        ADD_FAILURE() << problem.text();
    return loaded.variants.empty() ? Scenario{} : loaded.variants[0].scenario;
}

std::string fresh_folder()
{
    const auto* info = testing::UnitTest::GetInstance()->current_test_info();
    const auto path = std::filesystem::temp_directory_path() /
                      ("itstorm_" + std::string(info->test_suite_name()) + "_" + info->name() +
                       "_" + std::to_string(getpid()));
    std::filesystem::remove_all(path);
    std::filesystem::create_directories(path);
    return path.string();
}

void write_text(const std::string& path, const std::string& text)
{
    std::ofstream(path, std::ios::binary) << text;
}

std::string read_whole(const std::string& path)
{
    std::ifstream file(path, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(file), {});
}

} // namespace itstorm
