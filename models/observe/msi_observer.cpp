// MsiObserver: see msi_observer.h.
#include "msi_observer.h"

namespace itstorm {

MsiObserver::MsiObserver(Stats& stats, const std::string& its, std::uint32_t inbox,
                         const std::vector<std::string>& functions)
    : caches_{ cache(stats, its, "device"), cache(stats, its, "event"),
               cache(stats, its, "collection") },
      received_(
          stats.counter(its + ".msi.received", "MSIs", "MSIs accepted into the intake of the ITS")),
      translated_(stats.counter(its + ".msi.translated", "MSIs",
                                "MSIs handed to a redistributor as an LPI")),
      inbox_(stats.level(its + ".msi.inbox", "MSIs", "MSIs that wait for translation", inbox))
{
    for (const std::string& name : functions)
        functions_.push_back(
            { &stats.counter(name + ".msi.raised", "MSIs",
                             "interrupts the function wanted to send"),
              &stats.counter(name + ".msi.sent", "MSIs",
                             "messages that left the function for its link"),
              &stats.counter(name + ".msi.merged", "MSIs",
                             "interrupts merged on an MSI-X pending bit"),
              &stats.counter(name + ".msi.dropped", "MSIs",
                             "messages that found the function's port taken"),
              &stats.counter(name + ".intx.asserted", "times", "its interrupt pin was asserted"),
              &stats.counter(name + ".resets", "times", "software has reset the function") });
    for (std::size_t cause = 0; cause < dropped_.size(); ++cause) {
        const std::string name = drop_name(static_cast<Drop>(cause));
        dropped_[cause] =
            &stats.counter(its + ".msi.dropped." + name, "MSIs", "MSIs dropped: " + name);
    }
}

MsiObserver::Cache MsiObserver::cache(Stats& stats, const std::string& its, const std::string& name)
{
    const std::string path = its + ".cache." + name;
    return {
        &stats.counter(path + ".hits", "look-ups", "look-ups that the " + name + " cache answers"),
        &stats.counter(path + ".misses", "look-ups", "look-ups that read the " + name + " entry"),
        &stats.ratio(path + ".hit_share", "share of look-ups that the " + name + " cache answers")
    };
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
    dropped_[static_cast<std::size_t>(Drop::FunctionFull)]->add();
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
    dropped_[static_cast<std::size_t>(fact.cause)]->add();
}

void MsiObserver::on(const MsiReceivedFact&)
{
    received_.add();
}

void MsiObserver::on(const MsiTranslatedFact&)
{
    translated_.add();
}

void MsiObserver::on(const MsiDroppedFact& fact)
{
    dropped_[static_cast<std::size_t>(fact.cause)]->add();
}

void MsiObserver::on(const IntakeLevelFact& fact)
{
    inbox_.set(fact.used);
}

void MsiObserver::on(const LookUpFact& fact)
{
    const Cache& cache = caches_[static_cast<std::size_t>(fact.table)];
    (fact.hit ? cache.hits : cache.misses)->add();
    cache.hit_share->add(fact.hit);
}

} // namespace itstorm
