// SPDX-License-Identifier: Apache-2.0
#include "app_support.h"
#include "support/knob_rows.h"
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <unistd.h>

namespace itstorm {

namespace {

const hv_knob knobs[] = {
    choice_knob("storm.detect", "none|inflight", 1, "how a storm is recognised"),
    count_knob("storm.max_in_flight", "LPIs", 1, { 1, 64 }, "allowed before the guest's EOI"),
    count_knob("host.burst", "commands", 32, { 1, 1024 }, "per doorbell"),
    duration_knob("scheduler.slice", 1'000'000, { 1'000, 1'000'000'000 }, "time slice"),
    flag_knob("scheduler.wake_preempts", false, "a woken vCPU runs at once"),
};

const hv_probe probes[] = {
    { "host.cmdq.wait.critical", HV_DURATION, "ns", "wait for a slot", false },
    { "vits.queue", HV_LEVEL, "commands", "guest's ring", true },
    { "storm.detections", HV_COUNTER, "storms", "storms seen", true },
};

const hv_knob linux_knobs[] = {
    duration_knob("handler", 1'000, { 0, 1'000'000'000 }, "work in the interrupt handler"),
    choice_knob("background", "never|always", 0, "computes beside"),
};

const hv_knob burst_args[] = {
    count_knob("commands", "commands", 100, { 1, 2047 }, "in one burst"),
    duration_knob("pause", 5'000, { 0, 1'000'000'000 }, "between bursts"),
    choice_knob("kind", "inv|invall", 1, "which command"),
};

const hv_knob pe_args[] = {
    count_knob("pe", "PE", 0, { 0, 0xffff }, "where to"),
    count_knob("which", "domain", 0, { 0, 0xffff }, "whose"),
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

guest_program linux_program()
{
    guest_program program{};
    program.name = "linux";
    program.text = "a driver";
    program.knobs = linux_knobs;
    program.knob_count = std::size(linux_knobs);
    program.orders = linux_orders;
    program.order_count = std::size(linux_orders);
    return program;
}

guest_program compute_program()
{
    guest_program program{};
    program.name = "compute";
    program.text = "computes";
    return program;
}

} // namespace

ObjectTables fake_tables()
{
    ObjectTables tables;
    tables.hypervisor = "/some/where/fake.so";
    tables.guests = { "/some/where/guests.so" };
    tables.knobs.assign(std::begin(knobs), std::end(knobs));
    tables.probes.assign(std::begin(probes), std::end(probes));
    tables.programs = { linux_program(), compute_program() };
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
