// SPDX-License-Identifier: Apache-2.0
// The MSI side: what functions raise and send, what the ITS receives, translates and drops (with
// the drops on the way to it), and how its caches answer (commands, too).
#pragma once
#include "device_traffic/device_facts.h"
#include "its/its_facts.h"
#include "stat_table.h"

namespace itstorm {

class MsiObserver {
public:
    // functions: names by index. inbox: capacity of the ITS's intake; 0: unlimited.
    MsiObserver(Stats& stats, const std::string& its, std::uint32_t inbox,
                const std::vector<std::string>& functions);
    static void list_its(const std::string& its, std::vector<StatInfo>& list);
    static void list_function(const std::string& function, std::vector<StatInfo>& list);

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

    struct Its {
        Counter *received, *translated;
        std::vector<Counter*> dropped; // by Drop
        Level* inbox;
        std::vector<Counter*> hits, misses; // by TableKind
        std::vector<Ratio*> hit_share;
    };

    static const StatTable<Its> its_table;
    static const StatTable<Function> function_table;

    void drop(Drop cause) { its_.dropped[static_cast<std::size_t>(cause)]->add(); }

    Its its_;
    std::vector<Function> functions_;
};

} // namespace itstorm
