// SPDX-License-Identifier: Apache-2.0
// Per domain: counts of what the hypervisor does with LPIs, the latency of a message from its
// function to the guest's acknowledge, and the slowest messages, hop by hop. A latency starts with
// the MSI that sets the physical pending bit; messages that merge with it, on that bit or on the
// waiting vLPI, do not restart it. Every map is bounded by what the machine can hold: messages on
// their way, pending LPIs, waiting vLPIs.
#pragma once
#include "common/open_table.h"
#include "device_traffic/device_facts.h"
#include "its/its_facts.h"
#include "platform/pe_facts.h"
#include "redistributor/redistributor_facts.h"
#include "stat_table.h"
#include <array>
#include <vector>

namespace itstorm {

// The hops of one vLPI; their sum is its latency.
struct VlpiWay {
    enum Hop : unsigned { Link, Translate, Pending, Receive, Inject, Guest, Hops };
    static const char* hop_name(unsigned hop);

    unsigned domain = 0; // by index
    std::uint32_t vlpi = 0;
    std::uint64_t sent_ps = 0;
    std::array<std::uint64_t, Hops> hops_ps{};

    std::uint64_t latency_ps() const;
};

class VlpiObserver {
public:
    static constexpr std::size_t slowest_most = 8;

    VlpiObserver(Stats& stats, unsigned pes, const std::vector<std::string>& domains);
    static void list(const std::string& domain, std::vector<StatInfo>& list);

    void on(const MsiSentFact& fact);
    void on(const MsiBlockedFact& fact) { sent_.erase(fact.tag.serial); }
    void on(const MsiDroppedFact& fact) { sent_.erase(fact.tag.serial); }
    void on(const MsiReceivedFact& fact);
    void on(const LpiStoredFact& fact);
    void on(const LpiClearedFact& fact);
    void on(const LpiMovedFact& fact);
    void on(const AcknowledgedFact& fact);
    void on(const MarkFact& fact);
    void on(const PeStateFact& fact);
    void on(const VirtualAcknowledgedFact& fact);
    void on(const VirtualEndFact& fact);

    // The slowest first; of equal latencies, the earlier one first.
    const std::vector<VlpiWay>& slowest() const { return slowest_; }

    std::size_t tracked() const { return sent_.size() + pending_.size() + waiting_.size(); }

private:
    struct Domain {
        Counter *injected, *merged, *pended, *discarded, *handled;
        Duration* latency;
    };
    // The times of a message: when it left its function, then the end of each hop but the last; 0:
    // not seen.
    using Stops = std::array<std::uint64_t, VlpiWay::Hops>;
    enum Stop : unsigned { Sent, Accepted, Stored, Acknowledged, Received, Injected };
    struct Pe {
        std::uint16_t domain; // of the vCPU that it runs
        std::uint32_t intid;  // acknowledged LPI whose mark has not come yet; INTID_NONE: none
        Stops stops;          // of that LPI's message
    };
    using Key = std::uint64_t; // (target or domain) << 32 | INTID

    static Key key(unsigned holder, std::uint32_t intid)
    {
        return static_cast<Key>(holder) << 32 | intid;
    }
    static const StatTable<Domain> table;

    Domain& domain_of(std::uint16_t domain);
    void received(const MarkFact& fact);
    void injected(const MarkFact& fact);
    void keep_if_slow(unsigned domain, std::uint32_t vlpi, const Stops& stops);

    std::vector<Domain> domains_; // by index; the last one for LPIs of no domain
    std::vector<Pe> pes_;
    OpenTable<Stops> sent_;    // by serial
    OpenTable<Stops> pending_; // by target and pLPI
    OpenTable<Stops> waiting_; // by domain and vLPI
    std::vector<VlpiWay> slowest_;
};

} // namespace itstorm
