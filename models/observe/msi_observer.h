// The MSI side: what functions raise and send, what the ITS receives, translates and drops (with
// the drops on the way to it), and how its caches answer (commands, too).
#pragma once
#include "device_traffic/device_facts.h"
#include "its/its_facts.h"
#include "stats.h"
#include <array>

namespace itstorm {

class MsiObserver {
public:
    // functions: names by index. inbox: capacity of the ITS's intake; 0: unlimited.
    MsiObserver(Stats& stats, const std::string& its, std::uint32_t inbox,
                const std::vector<std::string>& functions);

    void on(const MsiRaisedFact& fact);
    void on(const MsiSentFact& fact);
    void on(const MsiBlockedFact& fact);
    void on(const IntxFact& fact);
    void on(const FunctionResetFact& fact);
    void on(const MsiReceivedFact& fact);
    void on(const MsiTranslatedFact& fact);
    void on(const MsiDroppedFact& fact);
    void on(const IntakeLevelFact& fact);
    void on(const LookUpFact& fact);

private:
    struct Function {
        Counter *raised, *sent, *merged, *dropped, *asserted, *resets;
    };

    struct Cache {
        Counter *hits, *misses;
        Ratio* hit_share;
    };

    static Cache cache(Stats& stats, const std::string& its, const std::string& name);

    std::vector<Function> functions_;
    std::array<Cache, 3> caches_; // by TableKind
    Counter &received_, &translated_;
    std::array<Counter*, static_cast<std::size_t>(Drop::Count)> dropped_;
    Level& inbox_;
};

} // namespace itstorm
