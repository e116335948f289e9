// SPDX-License-Identifier: Apache-2.0
// The GIC alone: ITS, redistributors, CPU interfaces and memory on a bus, without PEs and without a
// hypervisor. A test bench plays software (registers, memory, system registers) and the devices
// (messages with a DeviceID), and says for how long time runs. Accesses take no time; the work that
// they start in the GIC takes time when the bench lets it run. Addresses: platform/address_map.h.
//
// One per process, because SystemC elaborates once. C programs reach it through itstorm/bench.h.
#pragma once
#include "common/bus.h"
#include "common/memory.h"
#include "its/its.h"
#include "msi_sender.h"
#include "platform/address_map.h"
#include "platform/soc_config.h"
#include "redistributor/redistributors.h"
#include <array>
#include <memory>
#include <vector>

namespace itstorm {

class BareMetal : public sc_core::sc_module {
public:
    // Uses these parts of the configuration: clocks, pes, memory, the first ITS, redistributor,
    // lost booking.
    BareMetal(sc_core::sc_module_name name, const SocConfig& config);
    ~BareMetal() override;

    // ---- accesses of software; false: bus error, or no such register ----
    bool read(std::uint64_t pa, unsigned bytes, std::uint64_t& value); // 1 to 8 bytes
    bool write(std::uint64_t pa, unsigned bytes, std::uint64_t value);
    std::uint8_t* ram(std::uint64_t pa, std::uint64_t bytes) { return memory.at(pa, bytes); }
    CpuInterfaceIf& cpu_interface(unsigned pe) { return redistributors.cpu_interface(pe); }
    bool irq(unsigned pe) const;  // the physical IRQ line
    bool virq(unsigned pe) const; // the virtual one

    // ---- devices ----
    // Queues a write to GITS_TRANSLATER behind those that the ITS has not taken yet.
    void send(std::uint32_t device_id, std::uint32_t event, unsigned bytes = 4);

    // ---- time ----
    // The first call must be of no duration: it completes elaboration, before which nothing can be
    // accessed.
    void run(sc_core::sc_time duration);
    void run_until_idle(sc_core::sc_time limit); // until no event is left, or the limit is reached

    std::uint64_t msis_in_flight() const; // not taken yet, in the ITS, or pending
    std::uint64_t commands_in_ring() const;

    const SocConfig config;
    Ledger ledger;

private:
    struct Lines; // of one PE
    const Clock clock_;
    tlm_utils::simple_initiator_socket<BareMetal> software_;

public:
    Memory memory;
    Bus bus;
    Redistributors redistributors;
    Its its;

private:
    MsiSender devices_;
    std::vector<std::unique_ptr<Lines>> lines_;
};

} // namespace itstorm
