// SPDX-License-Identifier: Apache-2.0
// A kind of device whose registers all have 32 bits: an access of 64 is two of them, the lower one
// first.
#pragma once
#include "device_kind.h"

namespace itstorm {

class WordDevice : public DeviceKind {
public:
    std::uint64_t read(std::uint32_t offset, unsigned bytes) final
    {
        std::uint64_t value = 0;
        for (unsigned at = 0; at < bytes; at += 4)
            value |= static_cast<std::uint64_t>(read32(offset + at)) << (8 * at);
        return value;
    }
    void write(std::uint32_t offset, unsigned bytes, std::uint64_t value) final
    {
        for (unsigned at = 0; at < bytes; at += 4)
            write32(offset + at, static_cast<std::uint32_t>(value >> (8 * at)));
    }

protected:
    virtual std::uint32_t read32(std::uint32_t offset) = 0;
    virtual void write32(std::uint32_t offset, std::uint32_t value) = 0;
};

} // namespace itstorm
