// SPDX-License-Identifier: Apache-2.0
// The way of one message through the whole machine, hop by hop: the first message that reaches the
// end of its handler in a guest, or, if none ever does, the first whose LPI the hypervisor ends.
// Each hop begins where the one before ends, so the sum of the hops is the whole way. Follows a
// bounded number of messages until one has reached the end, and none afterwards.
//
// For a hop in software it also counts what its PE was charged meanwhile. The counts are exact if
// the PE was idle when the IRQ line rose; for a busy PE they may contain unsettled debt of earlier
// work, at most the settle bound.
#pragma once
#include "common/open_table.h"
#include "device_traffic/device_facts.h"
#include "its/its_facts.h"
#include "platform/pe_facts.h"
#include "redistributor/redistributor_facts.h"
#include <array>
#include <deque>
#include <functional>
#include <list>
#include <map>
#include <memory_resource>
#include <optional>
#include <string>
#include <vector>

namespace itstorm {

// From the stop before to this one.
struct JourneyHop {
    std::string name; // "serialisation", "translate", ...
    std::uint64_t ps;
    bool is_software;
    CostCounts counts; // of a hop in software whose ends are on one PE; else zero
};

class JourneyObserver {
public:
    using Costs = std::function<CostCounts(unsigned pe)>;
    static constexpr std::size_t followed_max = 256;

    JourneyObserver(unsigned pes, Costs costs);

    void on(const MsiRaisedFact& fact);
    void on(const MsiSentFact& fact);
    void on(const FunctionResetFact& fact);
    void on(const MsiOnWireFact& fact);
    void on(const MsiArrivedFact& fact);
    void on(const MsiBlockedFact& fact) { forget(fact.tag); }
    void on(const MsiReceivedFact& fact);
    void on(const MsiDroppedFact& fact) { forget(fact.tag); }
    void on(const MsiTranslatedFact& fact);
    void on(const LpiStoredFact& fact);
    void on(const LpiClearedFact& fact);
    // A message whose LPI is moved is given up, as if its pending bit were cleared.
    void on(const LpiMovedFact& fact) { on(LpiClearedFact{ fact.from, fact.intid }); }
    void on(const IrqLineFact& fact);
    void on(const AcknowledgedFact& fact);
    void on(const EndOfInterruptFact& fact);
    void on(const MarkFact& fact);
    void on(const PeStateFact& fact);
    void on(const VirtualAcknowledgedFact& fact);
    void on(const VirtualEndFact& fact);

    std::vector<JourneyHop> hops() const; // empty: no message got through

private:
    enum Stop : unsigned {
        Raised,
        Sent,
        OnWire,
        Arrived,
        Accepted,
        Translated,
        Stored,
        IrqLine,
        Acknowledged,
        Received,
        Injected,
        GuestAcknowledged,
        GuestEnded,
        Retired,
        Ended, // the physical EOI, where a journey without a guest stops
        Stops
    };
    struct Visit {
        std::uint64_t ps;
        std::optional<unsigned> pe; // the PE that was charged
        CostCounts counts;
    };
    struct Journey {
        explicit Journey(const MsiTag& message) : tag(message) {}

        MsiTag tag;
        unsigned target = 0;
        std::uint32_t intid = 0;
        std::uint16_t domain = 0;
        std::uint32_t vlpi = 0;
        Stop last = Raised;
        bool ended = false;        // the hypervisor has written EOIR
        std::uint32_t visited = 0; // bit n: visits[n] is valid
        std::array<Visit, Stops> visits;

        bool has(unsigned stop) const { return (visited >> stop & 1) != 0; }
    };

    // Whether the hypervisor has ended the interrupt without passing it on to a guest.
    static bool is_stranded(const Journey& j) { return j.ended && j.last == Acknowledged; }
    static bool is_unended(const Journey& j) { return !j.ended && j.last >= Acknowledged; }
    static const char* hop_name(Stop stop);
    template <class Predicate>
    Journey* find(Predicate predicate);
    Journey* find(const MsiTag& tag);
    void erase(std::pmr::list<Journey>::iterator journey);
    void count(const Journey& journey, unsigned by); // in tally_; by 1 or -1
    unsigned followed_at(Stop least, Stop most) const;
    Journey* find_pending(unsigned target, std::uint32_t intid);
    Journey* find_guest(Stop least, Stop most, std::uint16_t domain, std::uint32_t vlpi);
    void record(Journey& journey, Stop stop, std::uint64_t ps, std::optional<unsigned> pe);
    // record() for a journey in followed_; keeps the tally.
    void visit(Journey& journey, Stop stop, std::uint64_t ps,
               std::optional<unsigned> pe = std::nullopt);
    void forget(const MsiTag& tag);
    void forget_newest(std::uint16_t domain, std::uint32_t vlpi);
    bool make_room();
    void received(const MarkFact& fact);
    void retired(const MarkFact& fact);

    const Costs costs_;
    std::vector<bool> line_;            // the level of the IRQ line, by target
    std::vector<std::uint16_t> domain_; // the domain whose vCPU runs, by PE
    std::map<std::pair<unsigned, std::uint32_t>, std::deque<std::uint64_t>>
        raised_; // by function and vector
    std::pmr::unsynchronized_pool_resource
        nodes_; // reuses nodes, since most messages of a storm merge and are forgotten
    std::pmr::list<Journey> followed_{ &nodes_ }; // in order of sending
    struct Tally { // how many of followed_ are at each stop: 0 saves searching the list
        std::array<unsigned, Stops> last{};
        unsigned stranded = 0, unended = 0;
    } tally_;
    OpenTable<std::pmr::list<Journey>::iterator> by_serial_;
    std::optional<Journey> complete_, without_guest_;
    bool done_ = false;
};

} // namespace itstorm
