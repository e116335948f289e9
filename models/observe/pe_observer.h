// SPDX-License-Identifier: Apache-2.0
// The statistics of PEs and software: time by state and by span, progress and exits of guests, how
// long locks are held and waited for.
#pragma once
#include "platform/pe_facts.h"
#include "stat_table.h"
#include <set>

namespace itstorm {

class PeObserver {
public:
    struct Domain {
        std::string name;
        unsigned vcpus;
    };
    // Prefix of a lock's statistics by its index: "lock.cmdq", "dom1.lock.vits".
    using LockName = std::function<std::string(unsigned lock)>;

    // A PE counts as `el2` until its first state fact, so that its shares add up to 1 from time
    // zero on.
    PeObserver(Stats& stats, unsigned pes, const std::vector<Domain>& domains, LockName lock_name);
    static void list_run(std::vector<StatInfo>& list); // with the locks of the hypervisor
    static void list_pe(unsigned pe, std::vector<StatInfo>& list);
    static void list_domain(const std::string& domain,
                            std::vector<StatInfo>& list); // with its locks

    void on(const PeStateFact& fact);
    void on(const ProgressFact& fact);
    void on(const GuestReadyFact& fact);
    void on(const LockMadeFact& fact);
    void on(const LockFact& fact);
    void on(const ExitFact& fact);
    void on(const SpanFact& fact);

private:
    struct Run {
        Level* all_ready;
        std::vector<Duration*> spans; // by enum sim_span_kind
    };
    struct Pe {
        std::vector<Share*> share; // by PeState; a stopped PE counts as idle
        Duration* irq_loop;
        PeState state;
    };
    struct Guest { // a domain
        Counter* progress;
        std::vector<Counter*> exits; // by enum sim_exit_kind
    };
    struct Lock {
        Duration *hold = nullptr, *wait = nullptr;
        Counter* contended = nullptr;
    };

    static const StatTable<Run> run_table;
    static const StatTable<Pe> pe_table;
    static const StatTable<Guest> guest_table;
    static const StatTable<Lock> lock_table;

    Lock& lock(unsigned index);

    Stats& stats_;
    const LockName lock_name_;
    Run run_;
    std::vector<Pe> pes_;
    std::vector<Guest> guests_;
    std::vector<Lock> locks_; // by index, as they are made
    std::set<std::pair<std::uint16_t, std::uint16_t>> ready_;
    unsigned vcpus_ = 0;
};

} // namespace itstorm
