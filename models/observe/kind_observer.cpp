// SPDX-License-Identifier: Apache-2.0
// KindObserver: see kind_observer.h.
#include "kind_observer.h"
#include "common/simulated_time.h"

namespace itstorm {

const StatTable<KindObserver::Function> KindObserver::all{
    { &Function::dma_refused, "dma.refused", "accesses", "DMA that the IOMMU or memory refuses" },
};

const StatTable<KindObserver::Function> KindObserver::with_queues{
    { &Function::interrupts, "interrupts", "interrupts",
      "interrupts of its queues, after moderation" },
    { &Function::interrupts_per_event, "interrupts_per_event", "1",
      "interrupts per packet, or per command" },
};

const StatTable<KindObserver::Function> KindObserver::nic{
    { &Function::received, "rx.received", "packets", "packets that found a descriptor" },
    { &Function::missed, "rx.missed", "packets", "packets without a descriptor" },
    { &Function::rx_latency, "rx.latency", "s",
      "from a packet's arrival to the return of its descriptor" },
    { &Function::rx_ring, "rx.ring", "descriptors",
      "descriptors filled and not given back, of all queues" },
};

const StatTable<KindObserver::Function> KindObserver::nvme{
    { &Function::commands, "commands", "commands", "commands completed" },
    { &Function::failed, "commands.failed", "commands", "commands completed with an error" },
    { &Function::fetches_refused, "fetch.refused", "",
      "times that memory refused to give a submission queue's entries" },
    { &Function::command_latency, "latency", "s",
      "from a command's doorbell to the consumption of its completion" },
    { &Function::queue, "queue", "commands",
      "commands between doorbell and consumption, of all queues" },
};

template <class Visit>
void KindObserver::each_table(DeviceType kind, Visit visit)
{
    visit(all);
    if (kind == DeviceType::Nic || kind == DeviceType::Nvme)
        visit(with_queues);
    if (kind == DeviceType::Nic)
        visit(nic);
    if (kind == DeviceType::Nvme)
        visit(nvme);
}

KindObserver::KindObserver(Stats& stats, const std::vector<FunctionConfig>& functions)
    : functions_(functions.size())
{
    for (std::size_t n = 0; n < functions.size(); ++n)
        each_table(functions[n].kind, [&](const StatTable<Function>& table) {
            make_statistics(stats, table, functions[n].name, functions_[n]);
        });
}

void KindObserver::list(const FunctionConfig& function, std::vector<StatInfo>& list)
{
    each_table(function.kind, [&](const StatTable<Function>& table) {
        list_statistics(table, function.name, list);
    });
}

// Counts a packet or command in the ratio of interrupts per event: as one with an interrupt, if
// there is one that no earlier event has counted.
void KindObserver::count_in_ratio(Function& function)
{
    const bool has_one = function.interrupts_to_share != 0;
    function.interrupts_to_share -= has_one;
    function.interrupts_per_event->add(has_one);
}

void KindObserver::on(const QueueInterruptFact& fact)
{
    Function& function = functions_.at(fact.function);
    function.interrupts->add();
    ++function.interrupts_to_share;
}

void KindObserver::on(const PacketFact& fact)
{
    Function& function = functions_.at(fact.function);
    (fact.missed ? function.missed : function.received)->add();
    if (!fact.missed)
        count_in_ratio(function);
}

void KindObserver::on(const PacketHandledFact& fact)
{
    functions_.at(fact.function).rx_latency->add(sim::time_of(fact.ps));
}

void KindObserver::on(const RxLevelFact& fact)
{
    functions_.at(fact.function).rx_ring->set(fact.filled);
}

void KindObserver::on(const NvmeCommandFact& fact)
{
    Function& function = functions_.at(fact.function);
    function.commands->add();
    if (!fact.ok)
        function.failed->add();
    count_in_ratio(function);
}

void KindObserver::on(const CommandConsumedFact& fact)
{
    functions_.at(fact.function).command_latency->add(sim::time_of(fact.ps));
}

void KindObserver::on(const CommandLevelFact& fact)
{
    functions_.at(fact.function).queue->set(fact.commands);
}

void KindObserver::on(const FetchRefusedFact& fact)
{
    functions_.at(fact.function).fetches_refused->add();
}

void KindObserver::on(const DmaRefusedFact& fact)
{
    functions_.at(fact.function).dma_refused->add();
}

} // namespace itstorm
