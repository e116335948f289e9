// SPDX-License-Identifier: Apache-2.0
// Physical addresses of a machine.
#pragma once
#include "arch/pci_device.h"
#include <cstdint>

namespace itstorm {

struct AddressMap {
    static constexpr std::uint64_t gicd = 0x2f00'0000, gits = 0x2f10'0000, gicr = 0x3000'0000;
    static constexpr std::uint64_t ecam = 0x4000'0000, bars = 0x5000'0000, ram = 0x1'0000'0000;

    // Both frames of the n-th ITS.
    static constexpr std::uint64_t its(std::uint64_t n) { return gits + n * 0x2'0000; }

    // BAR0 and BAR2 of the n-th function.
    static constexpr std::uint64_t bar0(std::uint64_t n) { return bars + 2 * n * DEVICE_BAR_BYTES; }
    static constexpr std::uint64_t bar2(std::uint64_t n) { return bar0(n) + DEVICE_BAR_BYTES; }
};

} // namespace itstorm
