// Where the time of the PEs goes, what guests get done, how long locks are held and waited for.
#pragma once
#include "platform/pe_facts.h"
#include "stats.h"
#include <array>
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
    PeObserver(Stats& stats, unsigned pes, std::vector<Domain> domains, LockName lock_name);

    void on(const PeStateFact& fact);
    void on(const ProgressFact& fact);
    void on(const GuestReadyFact& fact);
    void on(const LockFact& fact);
    void on(const ExitFact& fact);

private:
    static constexpr std::size_t states = 4; // a stopped PE counts as idle

    struct Pe {
        std::array<Share*, states> share; // by PeState
        Duration* irq_loop;
        PeState state;
    };
    struct Lock {
        Duration *hold, *wait;
        Counter* contended;
    };

    Lock& lock(unsigned index);

    Stats& stats_;
    const std::vector<Domain> domains_;
    const LockName lock_name_;
    std::vector<Pe> pes_;
    std::vector<Counter*> progress_;
    std::map<std::pair<std::uint16_t, unsigned>, Counter*> exits_;
    std::map<unsigned, Lock> locks_;
    std::set<std::pair<std::uint16_t, std::uint16_t>> ready_;
    unsigned vcpus_ = 0;
    Level& all_ready_;
};

} // namespace itstorm
