// SPDX-License-Identifier: Apache-2.0
// LpiUnit: what happens to LPIs while they are enabled. Which of them hold a
// line of the cache is decided in lpi_unit_spill.cpp; the tables in memory are in
// lpi_unit_tables.cpp.
#include "lpi_unit.h"
#include "arch/icc_regs.h"
#include "arch/lpi_table.h"

namespace itstorm {

LpiUnit::LpiUnit(unsigned target, RedistributorEnv& env, Listener& listener)
    : target_(target), env_(env), listener_(listener), reader_(target, env, *this),
      table_(target, env, *this)
{
    lpi_cache_init(&cache_, env.config.lpi_cache_sets);
}

LpiUnit::~LpiUnit()
{
    lpi_set_free(&chip_);
    lpi_set_free(&memory_);
    lpi_cache_free(&cache_);
    id_tree_free(&loaded_);
}

// ---- intake ----

bool LpiUnit::full() const
{
    return env_.config.lpi_credits != 0 && credits_used_ >= env_.config.lpi_credits;
}

bool LpiUnit::takes(std::uint32_t intid) const
{
    return enabled_ && lpi_in_range(intid, tables_.id_bits);
}

bool LpiUnit::pending(std::uint32_t intid) const
{
    return enabled_ && (lpi_set_has(&chip_, intid) || lpi_set_has(&memory_, intid));
}

bool LpiUnit::knows(std::uint32_t intid) const
{
    return enabled_ &&
           (known_level(intid) != LPI_UNKNOWN || pending(intid) || reader_.reads(intid));
}

LpiAnswer LpiUnit::accept(std::uint32_t intid, std::uint64_t serial)
{
    if (!takes(intid))
        return enabled_ ? LpiAnswer::OutOfRange : LpiAnswer::LpisOff;
    if (full())
        return LpiAnswer::WouldBlock;
    if (pending(intid)) {
        merge(intid, serial);
        return LpiAnswer::Taken;
    }
    const unsigned level = known_level(intid);
    env_.probes.property_look_up(PropertyLookUpFact{ target_, intid, level != LPI_UNKNOWN });
    if (level == LPI_UNKNOWN) {
        wait_for_property(intid, serial);
        return LpiAnswer::Taken;
    }
    store(intid, serial, level);
    listener_.lpis_changed();
    return LpiAnswer::Taken;
}

// Choice: GICR_SETLPIR of one that is pending has no effect, so there is nothing to book.
void LpiUnit::set(std::uint32_t intid)
{
    if (!takes(intid) || pending(intid))
        return;
    env_.ledger.book(&Ledger::set_by_int);
    const unsigned level = known_level(intid);
    if (level == LPI_UNKNOWN) {
        wait_for_property(intid, 0);
        return;
    }
    store(intid, 0, level);
    listener_.lpis_changed();
}

void LpiUnit::wait_for_property(std::uint32_t intid, std::uint64_t serial)
{
    ++credits_used_;
    waiting_.emplace(intid, serial);
    reader_.ask(intid);
}

// Choice: an MSI for an LPI that is pending merges at once, on chip or spilled.
void LpiUnit::merge(std::uint32_t intid, std::uint64_t serial)
{
    book_merged();
    env_.probes.lpi_stored(LpiStoredFact{ target_, intid, serial, true });
}

void LpiUnit::store(std::uint32_t intid, std::uint64_t serial, unsigned level)
{
    if (pending(intid)) {
        merge(intid, serial);
        return;
    }
    hold(intid, level, Why::Spilled);
    env_.probes.lpi_stored(LpiStoredFact{ target_, intid, serial, false });
    state_level();
}

void LpiUnit::store_waiting(std::uint32_t intid, unsigned level)
{
    while (auto waiting = waiting_.extract(intid)) {
        release_credit();
        store(intid, waiting.mapped(), level);
    }
}

void LpiUnit::release_credit()
{
    if (full())
        room_.notify(sc_core::SC_ZERO_TIME);
    --credits_used_;
}

// ---- configuration ----

unsigned LpiUnit::level_of(std::uint8_t config) const
{
    const std::uint8_t implemented = icc_priority_mask(env_.config.priority_bits);
    const std::uint8_t written = lpi_config_priority(config);
    const std::uint8_t priority =
        env_.config.security_states == 2 ? gic_priority_from_ns(written) : written;
    return lpi_level(priority & implemented, lpi_config_enabled(config));
}

unsigned LpiUnit::known_level(std::uint32_t intid) const
{
    std::uint8_t config;
    return lpi_cache_get(&cache_, intid, &config) ? level_of(config) : LPI_UNKNOWN;
}

// A configuration byte has arrived: for a pending LPI, for one that waits to be stored, or both.
void LpiUnit::configured(std::uint32_t intid, std::uint8_t config)
{
    env_.probes.property_read(PropertyReadFact{ target_, intid });
    const unsigned level = level_of(config);
    lpi_set_level(&chip_, intid, level);
    lpi_set_level(&memory_, intid, level);
    store_waiting(intid, level);
    if (!lpi_set_has(&memory_, intid)) // what is spilled has no line
        lpi_cache_put(&cache_, intid, config);
    bring_back();
    listener_.lpis_changed();
}

void LpiUnit::invalidate(std::uint32_t intid)
{
    if (!takes(intid))
        return;
    lpi_cache_drop(&cache_, intid);
    if (pending(intid))
        reader_.refresh(intid);
}

void LpiUnit::invalidate_all()
{
    if (!enabled_)
        return;
    lpi_cache_drop_all(&cache_);
    if (count() > 0)
        reader_.sweep(PropertyReader::Sweep::All);
}

void LpiUnit::invalidate_all_later()
{
    if (!enabled_)
        return;
    ++flushes_;
    env_.agenda.post(invalidate_all_time(), 2 * target_, *this, 0);
}

void LpiUnit::due(std::uint64_t)
{
    --flushes_;
    invalidate_all();
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

// ---- leaving ----

// Takes away the pending bit, and the MSIs that wait to set it.
LpiUnit::Pending LpiUnit::take_out(std::uint32_t intid)
{
    table_.load_now(intid);
    store_waiting(intid, LPI_UNKNOWN);
    if (!pending(intid))
        return Pending::No;
    if (lpi_set_remove(&chip_, intid)) {
        give_back(intid);
    } else {
        lpi_set_remove(&memory_, intid);
        table_.update({ Why::Cleared, intid });
    }
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

void LpiUnit::move(std::uint32_t intid, LpiUnit& to)
{
    hand_over(intid, to);
    if (!pending(intid))
        lpi_cache_drop(&cache_, intid);
}

// Choice: MOVI and MOVALL leave at its old target what is pending there and the new one does not
// take (LPIs are off, or its INTIDs are narrower); it is delivered where it is.
void LpiUnit::hand_over(std::uint32_t intid, LpiUnit& to)
{
    if (!to.takes(intid))
        return;
    const Pending was = take_out(intid);
    if (was == Pending::No)
        return;
    to.take_over(intid, was, target_);
    listener_.lpis_changed();
}

void LpiUnit::move_all(LpiUnit& to)
{
    if (!moves_all(to))
        return;
    table_.load_rest();
    while (!waiting_.empty())
        store_waiting(waiting_.begin()->first, LPI_UNKNOWN);
    // Spilled ones first: a line that an LPI on chip gives up would bring one of them back.
    hand_over_all(memory_, to);
    hand_over_all(chip_, to);
}

void LpiUnit::hand_over_all(const lpi_set& set, LpiUnit& to)
{
    std::uint32_t intid = 0;
    for (std::uint32_t from = 0; lpi_set_next(&set, from, &intid); from = intid + 1)
        hand_over(intid, to);
}

sc_core::sc_time LpiUnit::move_all_time(const LpiUnit& to) const
{
    if (!moves_all(to))
        return sc_core::SC_ZERO_TIME;
    return env_.move_all_lpi * static_cast<double>(count() + waiting_.size());
}

void LpiUnit::take_over(std::uint32_t intid, Pending was, unsigned from)
{
    const bool merged = pending(intid);
    if (merged && was == Pending::ByMsi)
        book_merged();
    if (!merged && was == Pending::Loaded)
        id_tree_insert(&loaded_, intid);
    env_.probes.lpi_moved(LpiMovedFact{ from, intid, target_, merged });
    if (merged)
        return;
    const unsigned level = known_level(intid);
    hold(intid, level, Why::SpilledOther);
    if (level == LPI_UNKNOWN)
        reader_.refresh(intid);
    state_level();
    listener_.lpis_changed();
}

void LpiUnit::acknowledge(std::uint32_t intid)
{
    table_.load_now(intid); // a bit in memory for this LPI merges with the acknowledged one
    lpi_set_remove(&chip_, intid);
    give_back(intid);
    const bool by_msi = !id_tree_erase(&loaded_, intid);
    if (by_msi)
        env_.ledger.book(&Ledger::acknowledged);
    state_level();
}

// ---- books ----

void LpiUnit::book_merged()
{
    env_.ledger.book(&Ledger::merged_in_redistributor);
}

void LpiUnit::book_cleared(std::uint32_t intid)
{
    env_.ledger.book(&Ledger::cleared);
    env_.probes.lpi_cleared(LpiClearedFact{ target_, intid });
}

void LpiUnit::state_level()
{
    env_.probes.lpi_level(LpiLevelFact{ target_, enabled_ ? count() : 0 });
}

std::uint64_t LpiUnit::in_flight() const
{
    std::uint64_t msis = waiting_.size();
    if (!enabled_) // what is still being written back is booked
        return msis;
    std::uint32_t intid = 0;
    for (const lpi_set* set : { &chip_, &memory_ })
        for (std::uint32_t from = 0; lpi_set_next(set, from, &intid); from = intid + 1)
            msis += !id_tree_has(&loaded_, intid);
    return msis;
}

} // namespace itstorm
