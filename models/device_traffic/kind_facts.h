// SPDX-License-Identifier: Apache-2.0
// What the devices behind functions state about themselves, kind by kind.
#pragma once
#include "common/probe.h"
#include <cstdint>

namespace itstorm {

// A queue of a device has interrupted, moderation permitting: nic, nvme.
struct QueueInterruptFact { unsigned function; std::uint32_t queue; };

// DMA that the far end of the link refuses.
struct DmaRefusedFact { unsigned function; std::uint64_t address; };

// nic
struct PacketFact { unsigned function; std::uint32_t queue; bool missed; }; // arrival; missed: no free descriptor
struct PacketHandledFact { unsigned function; std::uint64_t ps; };          // the driver gives its descriptor back; since arrival
struct RxLevelFact { unsigned function; std::uint64_t filled; };            // descriptors filled and not given back, of all queues

// nvme
struct NvmeCommandFact { unsigned function; std::uint32_t queue; bool ok; };     // its completion is written
struct CommandConsumedFact { unsigned function; std::uint64_t ps; };        // the driver has taken the completion; since the doorbell
struct CommandLevelFact { unsigned function; std::uint64_t commands; };     // from doorbell to consumption, of all queues
struct FetchRefusedFact { unsigned function; std::uint32_t queue; };        // entries that memory or IOMMU refuses

// buggy
enum class DeviceFault : std::uint8_t {
    Stuck, Spurious, Lost, WrongEvent, IgnoredMask, AfterDisable, StuckLine, Count
};
// "wrong_event": <dev>.faults.<name>
inline const char* device_fault_name(DeviceFault fault)
{
    switch (fault) {
    case DeviceFault::Stuck: return "stuck";
    case DeviceFault::Spurious: return "spurious";
    case DeviceFault::Lost: return "lost";
    case DeviceFault::WrongEvent: return "wrong_event";
    case DeviceFault::IgnoredMask: return "ignored_mask";
    case DeviceFault::AfterDisable: return "after_disable";
    case DeviceFault::StuckLine: return "stuck_line";
    case DeviceFault::Count: break;
    }
    return "?";
}
struct DeviceFaultFact { unsigned function; DeviceFault fault; };

struct KindProbes {
    Probe<DmaRefusedFact> dma_refused;
    Probe<QueueInterruptFact> interrupt;
    Probe<PacketFact> packet;
    Probe<PacketHandledFact> packet_handled;
    Probe<RxLevelFact> rx_level;
    Probe<NvmeCommandFact> command;
    Probe<CommandConsumedFact> command_consumed;
    Probe<CommandLevelFact> command_level;
    Probe<FetchRefusedFact> fetch_refused;
    Probe<DeviceFaultFact> fault;
};

} // namespace itstorm
