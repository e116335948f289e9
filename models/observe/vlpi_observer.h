// SPDX-License-Identifier: Apache-2.0
// What becomes of LPIs once the hypervisor has them, per domain, and how long a message takes from
// its function to the guest's acknowledge. A latency starts with the MSI that sets the physical
// pending bit; those that merge with it, there or on the waiting vLPI, do not restart it. Every map
// here is bounded by what the machine can hold: messages on their way, pending LPIs, vLPIs that
// wait.
#pragma once
#include "device_traffic/device_facts.h"
#include "its/its_facts.h"
#include "platform/pe_facts.h"
#include "redistributor/redistributor_facts.h"
#include "stat_table.h"
#include <unordered_map>

namespace itstorm {

class VlpiObserver {
public:
    VlpiObserver(Stats& stats, unsigned pes, const std::vector<std::string>& domains);
    static void list(const std::string& domain, std::vector<StatInfo>& list);

    void on(const MsiSentFact& fact);
    void on(const MsiBlockedFact& fact) { sent_.erase(fact.tag.serial); }
    void on(const MsiDroppedFact& fact) { sent_.erase(fact.tag.serial); }
    void on(const LpiStoredFact& fact);
    void on(const LpiClearedFact& fact);
    void on(const LpiMovedFact& fact);
    void on(const AcknowledgedFact& fact);
    void on(const MarkFact& fact);
    void on(const PeStateFact& fact);
    void on(const VirtualAcknowledgedFact& fact);
    void on(const VirtualEndFact& fact);

    std::size_t tracked() const { return sent_.size() + pending_.size() + waiting_.size(); }

private:
    struct Domain {
        Counter *injected, *merged, *pended, *discarded, *handled;
        Duration* latency;
    };
    struct Pe {
        std::uint16_t domain;  // whose vCPU it runs
        std::uint32_t intid;   // last LPI acknowledged, whose mark is to come; INTID_NONE: none
        std::uint64_t sent_ps; // when its message left
    };
    using Key = std::uint64_t; // (target or domain) << 32 | INTID

    static Key key(unsigned holder, std::uint32_t intid)
    {
        return static_cast<Key>(holder) << 32 | intid;
    }
    static const StatTable<Domain> table;

    Domain& domain_of(std::uint16_t domain);
    void received(const MarkFact& fact);

    std::vector<Domain> domains_; // and the host's own, last
    std::vector<Pe> pes_;
    std::unordered_map<std::uint64_t, std::uint64_t> sent_; // serial -> when, ps
    std::unordered_map<Key, std::uint64_t> pending_;        // target, pLPI -> when sent
    std::unordered_map<Key, std::uint64_t> waiting_;        // domain, vLPI -> when sent
};

} // namespace itstorm
