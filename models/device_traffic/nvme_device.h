// SPDX-License-Identifier: Apache-2.0
// A storage controller: fetches commands from submission queues by DMA reads, works on them in a
// number of channels, writes completions, and behind them the interrupt that moderation permits.
// Queues and registers are nvme.h's; here are DMA and time.
//
// Choice: one read is under way at a time, of at most eight entries; commands wait for a channel in
// the order in which they were fetched. No data is moved: the service time stands for it.
#pragma once
#include "common/random_stream.h"
#include "common/task.h"
#include "nvme.h"
#include "ring_device.h"
#include <deque>
#include <map>

namespace itstorm {

class NvmeDevice final : public sc_core::sc_module, public RingDevice {
public:
    NvmeDevice(sc_core::sc_module_name name, DeviceHost& host);

    void reset() override;
    void arrival(unsigned) override {} // it has no arrivals: all commands come from its driver

private:
    struct Command {
        std::uint32_t queue, started;
        std::uint32_t id, opcode;
        std::uint64_t rung_ps; // time of its doorbell
    };
    struct Times {                                    // by queue: doorbells, oldest first
        std::deque<std::uint64_t> waiting, completed; // not fetched; not consumed
        std::uint64_t level = 0;
    };

    std::uint32_t read32(std::uint32_t offset) override;
    void write32(std::uint32_t offset, std::uint32_t value) override;

    void fetch_commands();
    void fetch(const nvme_fetch& entries);
    void refuse(const nvme_fetch& entries);
    void accept(const Command& command);
    void fill_channels();
    void service_over();
    void schedule_next();
    void complete(const Command& command, std::uint32_t status);
    std::uint64_t service_ps();

    void submitted(std::uint32_t queue, std::uint32_t commands);
    void consumed(std::uint32_t queue, std::uint32_t commands);
    void forget(std::uint32_t queue);
    void change_level(std::uint32_t queue, std::uint64_t level);

    static constexpr std::uint32_t entries_per_read = 8;

    std::vector<nvme_queue> queues_;
    nvme nvme_;
    std::vector<Times> times_; // by queue
    std::uint64_t level_ = 0;  // of all queues
    RandomStream random_;
    std::deque<Command> waiting_;                       // for a channel
    std::multimap<std::uint64_t, Command> in_channels_; // by the time at which they are done
    sim::Event rung_, done_;
    sim::Task task_; // fetches
};

} // namespace itstorm
