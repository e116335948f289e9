// KindObserver: see kind_observer.h.
#include "kind_observer.h"

namespace itstorm {

KindObserver::KindObserver(Stats& stats, const std::vector<std::string>& functions)
{
    for (const std::string& name : functions)
        functions_.push_back({
            &stats.counter(name + ".interrupts", "interrupts",
                           "interrupts of its queues, after moderation"),
            &stats.counter(name + ".dma.refused", "accesses",
                           "DMA that the IOMMU or memory refuses"),
            &stats.counter(name + ".rx.received", "packets", "packets that found a descriptor"),
            &stats.counter(name + ".rx.missed", "packets", "packets without a descriptor"),
            &stats.duration(name + ".rx.latency",
                            "from a packet's arrival to the return of its descriptor"),
            &stats.level(name + ".rx.ring", "descriptors",
                         "descriptors filled and not given back, of all queues"),
            &stats.counter(name + ".commands", "commands", "commands completed"),
            &stats.counter(name + ".commands.failed", "commands",
                           "commands completed with an error"),
            &stats.counter(name + ".fetch.refused", "",
                           "times that memory refused to give a submission queue's entries"),
            &stats.duration(name + ".latency",
                            "from a command's doorbell to the consumption of its completion"),
            &stats.level(name + ".queue", "commands",
                         "commands between doorbell and consumption, of all queues"),
            &stats.ratio(name + ".interrupts_per_event", "interrupts per packet, or per command"),
        });
}

// Each packet or command takes one of the interrupts so far into the ratio.
void KindObserver::event(Function& function)
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
        event(function);
}

void KindObserver::on(const PacketHandledFact& fact)
{
    functions_.at(fact.function).rx_latency->add(sc_core::sc_time::from_value(fact.ps));
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
    event(function);
}

void KindObserver::on(const CommandConsumedFact& fact)
{
    functions_.at(fact.function).command_latency->add(sc_core::sc_time::from_value(fact.ps));
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
