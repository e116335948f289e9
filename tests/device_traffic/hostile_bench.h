// SPDX-License-Identifier: Apache-2.0
// A hostile device on the bench of this folder, and accesses to its registers in BAR0.
#pragma once
#include "arch/hostile.h"
#include "arch/pci_device.h"
#include "device_bench.h"

namespace itstorm {

struct HostileBench : DeviceBench {
    static FunctionConfig hostile_config(const LinkConfig& link)
    {
        FunctionConfig config = DeviceBench::config(link, 4);
        config.kind = DeviceType::Hostile;
        return config;
    }

    explicit HostileBench(const LinkConfig& link) : DeviceBench(hostile_config(link)) {}

    bool set(std::uint32_t offset, std::uint64_t value, unsigned bytes = 4)
    {
        return bus_write(software.bar0.socket, DEVICE_KIND_REGISTERS + offset, &value, bytes);
    }
    std::uint64_t get(std::uint32_t offset, unsigned bytes = 4)
    {
        std::uint64_t value = 0;
        EXPECT_TRUE(bus_read(software.bar0.socket, DEVICE_KIND_REGISTERS + offset, &value, bytes));
        return value;
    }

    // Starts messages to the doorbell that take `count` values of data from `first` on, in turn.
    void attack(std::uint32_t control, std::uint32_t first, std::uint32_t count)
    {
        set(HOSTILE_ADDRESS_LO, 0x0809'0040, 8);
        set(HOSTILE_FIRST, first);
        set(HOSTILE_COUNT, count);
        set(HOSTILE_CONTROL, control);
    }
};

} // namespace itstorm
