// SPDX-License-Identifier: Apache-2.0
// What travels with an MSI write: the DeviceID, as a bus would carry it beside the data, and a
// serial number by which observers recognise the message (the model itself never looks at it).
#pragma once
#include <cstdint>
#include <tlm>

namespace itstorm {

struct MsiTag {
    std::uint32_t device_id = 0;
    std::uint32_t event_id = 0;
    std::uint64_t serial =
        0; // counted from 1 by each function: (function index << 40) | n; 0: no message
};

// Without this extension GITS_TRANSLATER answers a write with an error.
class MsiExtension : public tlm::tlm_extension<MsiExtension> {
public:
    MsiTag tag;
    // Set by the doorbell that takes it; a write of the same shape to memory is no message.
    bool taken = false;

    tlm::tlm_extension_base* clone() const override { return new MsiExtension(*this); }
    void copy_from(const tlm::tlm_extension_base& other) override
    {
        *this = static_cast<const MsiExtension&>(other);
    }
};

// What travels with any other access of a function: its DeviceID, for the IOMMU.
class DmaExtension : public tlm::tlm_extension<DmaExtension> {
public:
    std::uint32_t device_id = 0;

    tlm::tlm_extension_base* clone() const override { return new DmaExtension(*this); }
    void copy_from(const tlm::tlm_extension_base& other) override
    {
        device_id = static_cast<const DmaExtension&>(other).device_id;
    }
};

} // namespace itstorm
