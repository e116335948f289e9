// SPDX-License-Identifier: Apache-2.0
// The highest rate of a PCIe link: B.15, bounded by the wire, and of B.17 bounded by posted
// credits. A source sends whenever the link takes a message; the far end takes messages at once.
#define SC_INCLUDE_DYNAMIC_PROCESSES // sc_spawn: the source
#include "cases.h"
#include "common/simulated_time.h"
#include "device_traffic/pcie_link.h"
#include "device_traffic/pcie_wire.h"
#include "rate.h"
#include <algorithm>
#include <tlm_utils/simple_target_socket.h>

namespace itstorm {

namespace {

struct Sink : sc_core::sc_module {
    explicit Sink(sc_core::sc_module_name name) : sc_module(name)
    {
        socket.register_b_transport(this, &Sink::b_transport);
    }
    void b_transport(tlm::tlm_generic_payload& trans, sc_core::sc_time&)
    {
        trans.set_response_status(tlm::TLM_OK_RESPONSE);
        arrivals.push_back(sim::now());
    }
    tlm_utils::simple_target_socket<Sink> socket{ "socket" };
    std::vector<sc_core::sc_time> arrivals;
};

double link_rate(const LinkConfig& config, std::uint64_t address = 0)
{
    constexpr std::uint64_t messages = 10'240;
    PciFunctionProbes probes;
    sc_core::sc_event room;
    PcieLink link("link", 0, config, probes, [&] { room.notify(); });
    Sink sink("sink");
    link.far_end.bind(sink.socket);
    sc_core::sc_spawn([&] {
        for (std::uint64_t n = 0; n < messages; n++) {
            while (!link.can_take())
                sc_core::wait(room);
            link.transmit({ address, 0, { 1, 0, n + 1 } });
        }
    });
    sc_core::sc_start();
    return second_half_rate(sink.arrivals);
}

// ---- B.15 ----

struct Generation {
    unsigned number;
    double gigabytes_per_s; // of a lane, after line coding: from docs/validation.md, not the model
};

constexpr Generation generations[] = { { 1, 0.25 }, { 2, 0.5 }, { 3, 0.98462 }, { 4, 1.96923 } };

// A message takes 24 bytes on the wire to an address of 32 bits, 28 to a longer one.
void wire(Report& report, const Generation& generation, unsigned lanes, bool is_far)
{
    LinkConfig config;
    config.posted_credits = 0;
    config.bytes_per_second = lanes_bytes_per_second(generation.number, lanes);
    const double bytes = is_far ? 28 : 24;
    report.close("messages per us", lanes * generation.gigabytes_per_s * 1e3 / bytes,
                 link_rate(config, is_far ? 1ull << 32 : 0), 0.01);
}

// ---- B.17 ----

void posted_credits(Report& report, std::uint32_t credits, double wire_per_us)
{
    LinkConfig config;
    config.msi_bytes = 24;
    config.posted_credits = credits;
    config.oneway_ps = 400'000;
    config.bytes_per_second =
        static_cast<std::uint64_t>(wire_per_us * 1e6 * config.msi_bytes + 0.5);
    const double serialisation = wire_per_us == 0 ? 0 : 1 / wire_per_us;
    const double by_credits = credits / (0.4 + serialisation);
    const double law = wire_per_us == 0 ? by_credits : std::min(by_credits, wire_per_us);
    report.close("messages per us", law, link_rate(config), 1e-4);
}

} // namespace

std::vector<Case> link_cases()
{
    std::vector<Case> cases;
    for (const Generation& generation : generations)
        for (const unsigned lanes : { 1u, 4u, 16u })
            for (const bool is_far : { false, true })
                cases.push_back({ "B.15",
                                  "Gen" + std::to_string(generation.number) + " x" +
                                      std::to_string(lanes) + (is_far ? ", 28 B" : ", 24 B"),
                                  lanes == 1, [=, &generation](Report& report) {
                                      wire(report, generation, lanes, is_far);
                                  } });
    const auto add = [&](std::uint32_t credits, double wire_per_us, const std::string& wire) {
        cases.push_back({ "B.17", "posted credits: " + std::to_string(credits) + ", " + wire, true,
                          [=](Report& report) { posted_credits(report, credits, wire_per_us); } });
    };
    add(32, 0, "no wire");
    add(32, 41, "wire 41/us");
    add(8, 41, "wire 41/us");
    return cases;
}

} // namespace itstorm
