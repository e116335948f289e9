// SPDX-License-Identifier: Apache-2.0
// The statistics of devices with rings: packets and commands, how long they take, interrupts.
#pragma once
#include "device_traffic/device_config.h"
#include "device_traffic/kind_facts.h"
#include "stat_table.h"

namespace itstorm {

class KindObserver {
public:
    // A function has the statistics of its kind.
    KindObserver(Stats& stats, const std::vector<FunctionConfig>& functions);
    static void list(const FunctionConfig& function, std::vector<StatInfo>& list);

    void on(const QueueInterruptFact& fact);
    void on(const PacketFact& fact);
    void on(const PacketHandledFact& fact);
    void on(const RxLevelFact& fact);
    void on(const NvmeCommandFact& fact);
    void on(const CommandConsumedFact& fact);
    void on(const CommandLevelFact& fact);
    void on(const FetchRefusedFact& fact);
    void on(const DmaRefusedFact& fact);

private:
    struct Function {
        Counter *interrupts, *dma_refused;
        Counter *received, *missed;
        Duration* rx_latency;
        Level* rx_ring;
        Counter *commands, *failed, *fetches_refused;
        Duration* command_latency;
        Level* queue;
        Ratio* interrupts_per_event;
        std::uint64_t interrupts_to_share; // interrupts that no packet or command has counted yet
    };

    static const StatTable<Function> all, with_queues, nic, nvme;

    template <class Visit>
    static void each_table(DeviceType kind, Visit visit); // calls visit(table) for those of a kind
    void count_in_ratio(Function& function);

    std::vector<Function> functions_;
};

} // namespace itstorm
