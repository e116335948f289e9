// SPDX-License-Identifier: Apache-2.0
// A PCI function and its link, as the scenario describes them; its traffic: pattern_config.h.
#pragma once
#include "buggy_config.h"
#include "pattern_config.h"
#include <cstdint>
#include <string>

namespace itstorm {

struct LinkConfig {
    std::uint64_t bytes_per_second = 0; // payload rate of the lanes; 0: no serialisation
    std::uint32_t msi_bytes = 0;        // on the wire; 0: 24, or 28 to an address beyond 4 GiB
    std::uint64_t oneway_ps = 300'000;  // end of serialisation -> memory system
    std::uint32_t posted_credits = 32;  // writes on the way and not accepted; 0: unlimited
};

// What is behind the function: device_kind.h.
enum class DeviceType { Generator, Nic, Nvme, Buggy, Hostile };

// Of kind nvme.
enum class NvmeService : std::uint8_t { Fixed, Exponential };

struct NvmeConfig {
    NvmeService service = NvmeService::Fixed;
    std::uint64_t service_ps = 10'000'000; // one command in its channel; exponential: the mean
    unsigned channels = 8;                 // commands worked on at a time
};

// What happens to a message that finds its function's port taken.
enum class WhenFull : std::uint8_t { Hold, Drop };

struct FunctionConfig {
    std::string name;
    std::uint32_t device_id = 0;
    std::uint16_t bdf = 0;
    unsigned vectors = 1;
    unsigned its = 0; // index of the ITS that its MSIs go to, whose doorbell its guest sees
    DeviceType kind = DeviceType::Generator;
    WhenFull when_full = WhenFull::Hold; // Hold: it waits in its pending bit
    bool intx = false; // has an interrupt pin, for software that turns neither MSI nor MSI-X on
    std::uint32_t intx_spi = 0;       // INTID that the pin is wired to
    std::uint64_t bar0 = 0, bar2 = 0; // where firmware has put them
    LinkConfig link;
    NvmeConfig nvme;
    BuggyConfig buggy;
    bool honest = false; // detections of it by a hypervisor are counted as false
    bool acs = true; // its port lets only messages with its own Requester ID pass
};

} // namespace itstorm
