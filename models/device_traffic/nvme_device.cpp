// SPDX-License-Identifier: Apache-2.0
// NvmeDevice: see nvme_device.h. In the order of a command's way: doorbell, fetch, channel,
// completion, consumption.
#include "nvme_device.h"
#include "arch/nvme.h"
#include "common/simulated_time.h"
#include <boost/random/exponential_distribution.hpp>
#include <cmath>

namespace itstorm {

NvmeDevice::NvmeDevice(sc_core::sc_module_name name, DeviceHost& host)
    : sc_module(name), RingDevice(host),
      queues_(queues_of(host.config())), nvme_{ queues_of(host.config()), 0, queues_.data() },
      times_(queues_.size()), random_(host.random_stream("service")),
      done_(sim::Rank(sim::Kind::Device, host.index())),
      task_(sim::Rank(sim::Kind::Device, host.index()), std::string(this->name()),
            [this] { fetch_commands(); })
{
    nvme_reset(&nvme_);
    for (nvme_queue& queue : queues_)
        add_interrupt(queue.irq);
    done_.calls([this] { service_over(); });
}

void NvmeDevice::reset()
{
    nvme_reset(&nvme_);
    waiting_.clear();
    in_channels_.clear();
    done_.cancel();
    for (std::uint32_t queue = 0; queue < nvme_.count; ++queue) {
        forget(queue);
        update_interrupt(queue);
    }
}

// ---- registers ----

std::uint32_t NvmeDevice::read32(std::uint32_t offset)
{
    return nvme_read32(&nvme_, offset);
}

void NvmeDevice::write32(std::uint32_t offset, std::uint32_t value)
{
    const nvme_change change = nvme_write32(&nvme_, offset, value, now_ps());
    if (change.queue >= nvme_.count)
        return;
    if (change.emptied)
        forget(change.queue);
    if (change.submitted != 0)
        submitted(change.queue, change.submitted);
    if (change.consumed != 0)
        consumed(change.queue, change.consumed);
    update_interrupt(change.queue);
}

void NvmeDevice::submitted(std::uint32_t queue, std::uint32_t commands)
{
    Times& times = times_[queue];
    times.waiting.insert(times.waiting.end(), commands, now_ps());
    change_level(queue, times.level + commands);
    rung_.notify();
}

void NvmeDevice::consumed(std::uint32_t queue, std::uint32_t commands)
{
    Times& times = times_[queue];
    for (std::uint32_t n = 0; n < commands; ++n) {
        host_.facts().kind.command_consumed(
            CommandConsumedFact{ host_.index(), now_ps() - times.completed.front() });
        times.completed.pop_front();
    }
    change_level(queue, times.level - commands);
    rung_.notify(); // there is room for completions
}

void NvmeDevice::forget(std::uint32_t queue)
{
    times_[queue].waiting.clear();
    times_[queue].completed.clear();
    change_level(queue, 0);
}

void NvmeDevice::change_level(std::uint32_t queue, std::uint64_t level)
{
    level_ += level - times_[queue].level;
    times_[queue].level = level;
    host_.facts().kind.command_level(CommandLevelFact{ host_.index(), level_ });
}

// ---- fetch ----

void NvmeDevice::fetch_commands()
{
    for (;;) {
        nvme_fetch entries;
        if (nvme_next_fetch(&nvme_, entries_per_read, &entries))
            fetch(entries);
        else
            sim::wait(rung_);
    }
}

void NvmeDevice::fetch(const nvme_fetch& entries)
{
    std::deque<std::uint64_t>& doorbells = times_[entries.queue].waiting;
    const std::vector<std::uint64_t> rung_ps(doorbells.begin(),
                                             doorbells.begin() + entries.entries);
    doorbells.erase(doorbells.begin(), doorbells.begin() + entries.entries);

    constexpr std::uint32_t words = NVME_SQE_BYTES / sizeof(std::uint64_t);
    std::uint64_t data[entries_per_read * words];
    if (!host_.dma_read(entries.address, data, entries.entries * NVME_SQE_BYTES))
        return refuse(entries);
    for (std::uint32_t n = 0; n < entries.entries; ++n) {
        const std::uint64_t head = data[n * words];
        accept({ entries.queue, entries.started,
                 static_cast<std::uint32_t>(bits_get(head, NVME_SQE_ID)),
                 static_cast<std::uint32_t>(bits_get(head, NVME_SQE_OPCODE)), rung_ps[n] });
    }
}

// Choice: the queue is off, not the controller, as NVM Express has it (Controller Fatal Status).
void NvmeDevice::refuse(const nvme_fetch& entries)
{
    if (!nvme_fail(&nvme_, &entries))
        return;
    host_.facts().kind.fetch_refused(FetchRefusedFact{ host_.index(), entries.queue });
    forget(entries.queue);
    update_interrupt(entries.queue);
}

void NvmeDevice::accept(const Command& command)
{
    if (command.opcode != NVME_OPCODE_READ && command.opcode != NVME_OPCODE_WRITE)
        return complete(command, NVME_STATUS_INVALID_OPCODE);
    waiting_.push_back(command);
    fill_channels();
}

// ---- channels ----

std::uint64_t NvmeDevice::service_ps()
{
    const NvmeConfig& config = host_.config().nvme;
    if (config.service == NvmeService::Fixed)
        return config.service_ps;
    boost::random::exponential_distribution<double> times;
    return static_cast<std::uint64_t>(
        std::llround(times(random_) * static_cast<double>(config.service_ps)));
}

void NvmeDevice::fill_channels()
{
    while (!waiting_.empty() && in_channels_.size() < host_.config().nvme.channels) {
        in_channels_.emplace(now_ps() + service_ps(), waiting_.front());
        waiting_.pop_front();
    }
    schedule_next();
}

void NvmeDevice::schedule_next()
{
    done_.cancel();
    if (!in_channels_.empty())
        done_.notify(sim::time_of(in_channels_.begin()->first - now_ps()));
}

void NvmeDevice::service_over()
{
    while (!in_channels_.empty() && in_channels_.begin()->first <= now_ps()) {
        complete(in_channels_.begin()->second, NVME_STATUS_OK);
        in_channels_.erase(in_channels_.begin());
    }
    fill_channels();
}

// ---- completion ----

void NvmeDevice::complete(const Command& command, std::uint32_t status)
{
    nvme_completion completion;
    if (!nvme_complete(&nvme_, command.queue, command.started, command.id, status, now_ps(),
                       &completion))
        return;
    times_[command.queue].completed.push_back(command.rung_ps);
    host_.dma_write(completion.address, completion.words, sizeof completion.words);
    host_.facts().kind.command(
        NvmeCommandFact{ host_.index(), command.queue, status == NVME_STATUS_OK });
    update_interrupt(command.queue);
}

} // namespace itstorm
