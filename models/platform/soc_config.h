// SPDX-License-Identifier: Apache-2.0
// A whole machine as plain data: a scenario without names and units. Cycles are of the clock that
// is named above them. Defaults are those of profile `server`; meaning and sources: docs/timing.md.
#pragma once
#include "common/lost_booking.h"
#include "device_traffic/device_config.h"
#include "its/its_config.h"
#include "redistributor/redistributor_config.h"
#include <array>
#include <cstdint>
#include <itstorm/types.h>
#include <string>
#include <vector>

namespace itstorm {

struct PeConfig {
    // PE clock
    std::uint32_t block_cycles_milli = 4000;  // one basic block: 4 instructions x CPI 1.0
    std::uint32_t settle_cycles = 64;         // debt bound while interrupts are unmasked
    std::uint32_t settle_masked_cycles = 512; // debt bound while interrupts are masked
    std::uint32_t exit = 150;
    std::uint32_t entry = 150;
    std::uint32_t virq_entry = 500;
    std::uint32_t iar_read = 100;
    std::uint32_t eoir_write = 35;
    std::uint32_t ich_access = 25;
    std::uint32_t sysreg = 10;
    std::uint32_t ram_access = 25;
    std::uint32_t mmio_write = 25;
    std::uint32_t lock_access = 20;
    // GIC clock
    std::uint32_t irq_entry = 25;
    std::uint32_t mmio_read = 180;
    std::uint32_t mmio_arrive = 100; // from posting a write until it reaches its register
};

// The constants of spans of software (docs/timing.md, "Software by published sums"). By default no
// span has one.
struct SoftwareConfig {
    static constexpr std::uint64_t by_blocks = UINT64_MAX; // a span without a constant

    bool is_fixed = false;    // spans take their constants; false: spans are only measured
    bool is_weighted = false; // the time of a block is the weight of its function (block_weights.h)
    std::array<std::uint64_t, SIM_SPANS> span_ps = no_constants();

    static constexpr std::array<std::uint64_t, SIM_SPANS> no_constants()
    {
        std::array<std::uint64_t, SIM_SPANS> none{};
        for (std::uint64_t& ps : none)
            ps = by_blocks;
        return none;
    }
};

struct DomainConfig {
    std::string name, program;
    unsigned vcpus = 1;
    std::uint64_t ram_bytes = 64ull << 20;
    std::vector<unsigned> devices;    // indices into SocConfig::functions
    std::vector<std::uint16_t> pins;  // one per vCPU; SIM_ANY_PE
    std::vector<std::uint64_t> knobs; // of its program, by row
    bool privileged = false;
};

struct ItsInstance {
    std::string name = "its0";
    std::uint32_t cmdq_bytes = 64u << 10;
    ItsConfig config;
};

// One row of the `msi-map`: the `length` Requester IDs from `requester` on become the DeviceIDs
// from `device_id` on.
struct MsiMapEntry {
    std::uint16_t requester = 0;
    std::uint32_t device_id = 0, length = 1;
};

// The DeviceID of a Requester ID, as the `msi-map` of a device tree defines it: by the first row
// that contains the Requester ID; if none does, the Requester ID itself.
std::uint32_t device_id_of(const std::vector<MsiMapEntry>& map, std::uint16_t requester);

struct SocConfig {
    std::uint64_t gic_hz = 1'000'000'000, pe_hz = 2'500'000'000;
    unsigned pes = 1;
    std::uint64_t ram_bytes = 4ull << 30;
    unsigned lpi_id_bits = 16;
    std::uint64_t seed = 1;
    PeConfig pe;
    SoftwareConfig software;
    std::vector<ItsInstance> its{ ItsInstance{} }; // at least one
    RedistributorConfig redistributor;
    std::vector<FunctionConfig> functions;
    std::vector<DomainConfig> domains;
    std::vector<std::uint64_t> hypervisor_knobs; // by row of the object
    LostBooking lost_booking;                    // for a self-test
    bool is_built_backwards = false; // for a self-test: modules are constructed in opposite order
    bool its_doubles = false;        // each ITS has a double at its sockets (its_double.h)
};

// Whether the interrupt controller has an SPI for the interrupt pin of the n-th function.
bool has_intx_spi(const SocConfig& config, std::size_t n);

// Fills in what follows from other members: number of redistributors, INTID bits, pins that the
// scenario does not give, the addresses of BARs and the SPIs of interrupt pins.
SocConfig complete(SocConfig config);

} // namespace itstorm
