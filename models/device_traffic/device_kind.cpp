// SPDX-License-Identifier: Apache-2.0
// The kinds of devices by name, and the plain one: see device_kind.h.
#include "device_kind.h"
#include "buggy_device.h"
#include "hostile_device.h"
#include "nic_device.h"
#include "nvme_device.h"
#include <stdexcept>

namespace itstorm {

namespace {

// Has no registers; each arrival is an interrupt on its vector.
class PlainDevice final : public DeviceKind {
public:
    explicit PlainDevice(DeviceHost& host) : host_(host) {}

    std::uint64_t read(std::uint32_t, unsigned) override { return 0; }
    void write(std::uint32_t, unsigned, std::uint64_t) override {}
    void reset() override {}
    void arrival(unsigned vector) override { host_.interrupt(vector); }

private:
    DeviceHost& host_;
};

} // namespace

std::unique_ptr<DeviceKind> make_device_kind(DeviceHost& host)
{
    switch (host.config().kind) {
    case DeviceType::Generator: return std::make_unique<PlainDevice>(host);
    case DeviceType::Nic: return std::make_unique<NicDevice>(host);
    case DeviceType::Nvme: return std::make_unique<NvmeDevice>("nvme", host);
    case DeviceType::Buggy: return std::make_unique<BuggyDevice>("buggy", host);
    case DeviceType::Hostile: return std::make_unique<HostileDevice>("hostile", host);
    }
    throw std::logic_error(host.config().name + ": no such kind of device");
}

} // namespace itstorm
