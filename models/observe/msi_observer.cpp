// SPDX-License-Identifier: Apache-2.0
// MsiObserver: see msi_observer.h.
#include "msi_observer.h"

namespace itstorm {

namespace {

std::vector<std::string> drop_names()
{
    std::vector<std::string> names;
    for (std::size_t cause = 0; cause < static_cast<std::size_t>(Drop::Count); ++cause)
        names.push_back(drop_name(static_cast<Drop>(cause)));
    return names;
}

std::vector<std::string> cache_names()
{
    static_assert(static_cast<int>(TableKind::Device) == 0 &&
                  static_cast<int>(TableKind::Event) == 1 &&
                  static_cast<int>(TableKind::Collection) == 2);
    return { "device", "event", "collection" };
}

} // namespace

const StatTable<MsiObserver::Its> MsiObserver::its_table{
    { &Its::received, "msi.received", "MSIs", "MSIs accepted into the intake of the ITS" },
    { &Its::translated, "msi.translated", "MSIs", "MSIs handed to a redistributor as an LPI" },
    { &Its::dropped, "msi.dropped.*", "MSIs", "MSIs dropped: *", drop_names },
    { &Its::inbox, "msi.inbox", "MSIs", "MSIs that wait for translation" },
    { &Its::hits, "cache.*.hits", "look-ups", "look-ups that the * cache answers", cache_names },
    { &Its::misses, "cache.*.misses", "look-ups", "look-ups that read the * entry", cache_names },
    { &Its::hit_share, "cache.*.hit_share", "1", "share of look-ups that the * cache answers",
      cache_names },
};

const StatTable<MsiObserver::Function> MsiObserver::function_table{
    { &Function::raised, "msi.raised", "MSIs", "interrupts the function wanted to send" },
    { &Function::sent, "msi.sent", "MSIs", "messages that left the function for its link" },
    { &Function::merged, "msi.merged", "MSIs", "interrupts merged on an MSI-X pending bit" },
    { &Function::dropped, "msi.dropped", "MSIs", "messages that found the function's port taken" },
    { &Function::asserted, "intx.asserted", "times", "its interrupt pin was asserted" },
    { &Function::resets, "resets", "times", "software has reset the function" },
};

MsiObserver::MsiObserver(Stats& stats, const std::string& its, std::uint32_t inbox,
                         const std::vector<std::string>& functions)
    : functions_(functions.size())
{
    make_statistics(stats, its_table, its, its_);
    its_.inbox->set_capacity(inbox);
    for (std::size_t n = 0; n < functions.size(); ++n)
        make_statistics(stats, function_table, functions[n], functions_[n]);
}

void MsiObserver::list_its(const std::string& its, std::vector<StatInfo>& list)
{
    list_statistics(its_table, its, list);
}

void MsiObserver::list_function(const std::string& function, std::vector<StatInfo>& list)
{
    list_statistics(function_table, function, list);
}

void MsiObserver::on(const MsiRaisedFact& fact)
{
    const Function& function = functions_.at(fact.function);
    function.raised->add();
    if (fact.merged)
        function.merged->add();
    if (!fact.dropped)
        return;
    function.dropped->add();
    drop(Drop::FunctionFull);
}

void MsiObserver::on(const MsiSentFact& fact)
{
    functions_.at(fact.function).sent->add();
}

void MsiObserver::on(const IntxFact& fact)
{
    if (fact.level)
        functions_.at(fact.function).asserted->add();
}

void MsiObserver::on(const FunctionResetFact& fact)
{
    functions_.at(fact.function).resets->add();
}

void MsiObserver::on(const MsiBlockedFact& fact)
{
    drop(fact.cause);
}

void MsiObserver::on(const MsiReceivedFact&)
{
    its_.received->add();
}

void MsiObserver::on(const MsiTranslatedFact&)
{
    its_.translated->add();
}

void MsiObserver::on(const MsiDroppedFact& fact)
{
    drop(fact.cause);
}

void MsiObserver::on(const IntakeLevelFact& fact)
{
    its_.inbox->set(fact.used);
}

void MsiObserver::on(const LookUpFact& fact)
{
    const auto table = static_cast<std::size_t>(fact.table);
    (fact.hit ? its_.hits : its_.misses)[table]->add();
    its_.hit_share[table]->add(fact.hit);
}

} // namespace itstorm
