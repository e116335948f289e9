// LpiUnit: what happens to LPIs while they are enabled. The tables in memory are in
// lpi_unit_tables.cpp.
#include "lpi_unit.h"
#include "arch/icc_regs.h"
#include "arch/lpi_table.h"

namespace itstorm {

LpiUnit::LpiUnit(unsigned target, RedistributorEnv& env, Listener& listener)
    : target_(target), env_(env), listener_(listener), reader_(target, env, *this)
{
}

LpiUnit::~LpiUnit()
{
    lpi_set_free(&set_);
    lpi_config_cache_free(&cache_);
    id_tree_free(&loaded_);
}

bool LpiUnit::full() const
{
    return env_.config.lpi_credits != 0 && credits_used_ == env_.config.lpi_credits;
}

bool LpiUnit::takes(std::uint32_t intid) const
{
    return enabled_ && lpi_in_range(intid, tables_.id_bits);
}

LpiAnswer LpiUnit::accept(std::uint32_t intid, std::uint64_t serial)
{
    if (!takes(intid))
        return LpiAnswer::Dropped;
    if (full())
        return LpiAnswer::WouldBlock;

    std::uint8_t config;
    if (lpi_set_pending(&set_, intid) || lpi_config_cache_get(&cache_, intid, &config)) {
        store(intid, serial);
        listener_.lpis_changed();
        return LpiAnswer::Taken;
    }
    ++credits_used_;
    waiting_[intid].push_back(serial);
    reader_.ask(intid);
    return LpiAnswer::Taken;
}

void LpiUnit::store(std::uint32_t intid, std::uint64_t serial)
{
    const bool merged = !lpi_set_add(&set_, intid);
    if (merged)
        book_merged();
    env_.probes.lpi_stored(LpiStoredFact{ target_, intid, serial, merged });
    if (merged)
        return;

    std::uint8_t config;
    if (lpi_config_cache_get(&cache_, intid, &config))
        configure(intid, config);
    if (env_.fault.fires(Fault::ForgetPending))
        lpi_set_remove(&set_, intid);
    state_level();
}

void LpiUnit::configure(std::uint32_t intid, std::uint8_t config)
{
    const std::uint8_t implemented = icc_priority_mask(env_.config.priority_bits);
    lpi_set_configure(&set_, intid, lpi_config_priority(config) & implemented,
                      lpi_config_enabled(config));
}

// A configuration byte has arrived: for a pending LPI, for one that waits to be stored, or both.
void LpiUnit::configured(std::uint32_t intid, std::uint8_t config)
{
    lpi_config_cache_put(&cache_, intid, config);
    env_.probes.property_read(PropertyReadFact{ target_, intid });
    configure(intid, config);
    store_waiting(intid);
    listener_.lpis_changed();
}

void LpiUnit::store_waiting(std::uint32_t intid)
{
    const auto waiting = waiting_.find(intid);
    if (waiting == waiting_.end())
        return;
    if (full())
        room_.notify(sc_core::SC_ZERO_TIME);
    credits_used_ -= static_cast<std::uint32_t>(waiting->second.size());
    for (const std::uint64_t serial : waiting->second)
        store(intid, serial);
    waiting_.erase(waiting);
}

void LpiUnit::invalidate(std::uint32_t intid)
{
    if (!takes(intid))
        return;
    lpi_config_cache_drop(&cache_, intid);
    if (lpi_set_pending(&set_, intid))
        reader_.refresh(intid);
}

void LpiUnit::invalidate_all()
{
    if (!enabled_)
        return;
    lpi_config_cache_drop_all(&cache_);
    if (lpi_set_count(&set_) > 0)
        reader_.sweep();
}

// A scan reads the table in pieces of 32 bytes, one after the other.
sc_core::sc_time LpiUnit::invalidate_all_time() const
{
    constexpr std::uint64_t bytes_a_read = 32;
    if (!enabled_)
        return sc_core::SC_ZERO_TIME;
    if (env_.config.invall == InvallMode::Flush)
        return env_.flush;
    return env_.property_read *
           static_cast<double>(lpi_config_table_bytes(tables_.id_bits) / bytes_a_read);
}

bool LpiUnit::next_unknown(std::uint32_t from, std::uint32_t& intid)
{
    std::uint8_t config;
    while (lpi_set_next(&set_, from, &intid)) {
        if (!lpi_config_cache_get(&cache_, intid, &config))
            return true;
        from = intid + 1;
    }
    return false;
}

// The pending bit leaves, and with it whatever waits to set it.
LpiUnit::Pending LpiUnit::take_out(std::uint32_t intid)
{
    store_waiting(intid);
    if (!lpi_set_remove(&set_, intid))
        return Pending::No;
    const bool loaded = id_tree_erase(&loaded_, intid);
    state_level();
    return loaded ? Pending::Loaded : Pending::ByMsi;
}

void LpiUnit::clear(std::uint32_t intid)
{
    const Pending was = take_out(intid);
    if (was == Pending::No)
        return;
    if (was == Pending::ByMsi)
        book_cleared(intid);
    listener_.lpis_changed();
}

// Choice: at a target that does not take the LPI (LPIs are off, or its INTIDs are narrower) it is
// lost, as if cleared.
void LpiUnit::move(std::uint32_t intid, LpiUnit& to)
{
    const Pending was = take_out(intid);
    if (was == Pending::No)
        return;
    if (to.takes(intid))
        to.take_over(intid, was, target_);
    else if (was == Pending::ByMsi)
        book_cleared(intid);
    listener_.lpis_changed();
}

// Choice: MOVALL does nothing while LPIs are off at either end; what is pending stays pending.
void LpiUnit::move_all(LpiUnit& to)
{
    if (!moves_all(to))
        return;
    while (!waiting_.empty())
        store_waiting(waiting_.begin()->first);
    std::uint32_t intid = 0;
    while (lpi_set_next(&set_, 0, &intid))
        move(intid, to);
}

sc_core::sc_time LpiUnit::move_all_time(const LpiUnit& to) const
{
    if (!moves_all(to))
        return sc_core::SC_ZERO_TIME;
    return env_.move_all_lpi * static_cast<double>(lpi_set_count(&set_) + waiting_.size());
}

void LpiUnit::take_over(std::uint32_t intid, Pending was, unsigned from)
{
    const bool merged = !lpi_set_add(&set_, intid);
    if (merged && was == Pending::ByMsi)
        book_merged();
    if (!merged && was == Pending::Loaded)
        id_tree_insert(&loaded_, intid);
    env_.probes.lpi_moved(LpiMovedFact{ from, intid, target_, merged });
    if (merged)
        return;
    std::uint8_t config;
    if (lpi_config_cache_get(&cache_, intid, &config))
        configure(intid, config);
    else
        reader_.refresh(intid);
    state_level();
    listener_.lpis_changed();
}

void LpiUnit::acknowledge(std::uint32_t intid)
{
    lpi_set_remove(&set_, intid);
    const bool by_msi = !id_tree_erase(&loaded_, intid);
    if (by_msi && !env_.fault.fires(Fault::AckUncounted))
        ++env_.ledger.acknowledged;
    state_level();
}

void LpiUnit::book_merged()
{
    if (!env_.fault.fires(Fault::MergeUncounted))
        ++env_.ledger.merged_in_redistributor;
}

void LpiUnit::book_cleared(std::uint32_t intid)
{
    if (!env_.fault.fires(Fault::ClearUncounted))
        ++env_.ledger.cleared;
    env_.probes.lpi_cleared(LpiClearedFact{ target_, intid });
}

void LpiUnit::state_level()
{
    env_.probes.lpi_level(LpiLevelFact{ target_, lpi_set_count(&set_) });
}

std::uint64_t LpiUnit::in_flight() const
{
    std::uint64_t msis = 0;
    for (const auto& waiting : waiting_)
        msis += waiting.second.size();
    std::uint32_t intid = 0;
    for (std::uint32_t from = 0; lpi_set_next(&set_, from, &intid); from = intid + 1)
        msis += !id_tree_has(&loaded_, intid);
    return msis;
}

} // namespace itstorm
