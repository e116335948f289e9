// SPDX-License-Identifier: Apache-2.0
// LpiUnit: which pending LPIs hold a line of the cache, and which are in the pending table.
#include "lpi_unit.h"

namespace itstorm {

// Makes an LPI pending at this level. If that spills an LPI, this or another one, `if_spilled` is
// the reason that is kept with the update.
void LpiUnit::hold(std::uint32_t intid, unsigned level, Why if_spilled)
{
    if (lpi_cache_pin(&cache_, intid) ||
        (make_room(intid, level, if_spilled) && lpi_cache_pin(&cache_, intid)))
        lpi_set_add(&chip_, intid, level);
    else
        spill(intid, level, if_spilled);
}

// Spills the worst LPI on chip if it is worse than this.
bool LpiUnit::make_room(std::uint32_t intid, unsigned level, Why why)
{
    std::uint32_t worst = 0;
    if (!lpi_set_last(&chip_, &worst))
        return false;
    const unsigned worst_level = lpi_set_level_of(&chip_, worst);
    if (level > worst_level || (level == worst_level && intid >= worst))
        return false;
    lpi_set_remove(&chip_, worst);
    lpi_cache_unpin(&cache_, worst);
    spill(worst, worst_level, why);
    return true;
}

void LpiUnit::spill(std::uint32_t intid, unsigned level, Why why)
{
    lpi_set_add(&memory_, intid, level);
    credits_used_ += why == Why::Spilled;
    table_.update({ why, intid });
    env_.probes.lpi_spilled(LpiSpilledFact{ target_, intid });
}

// As long as a line is free, or the best that is spilled is better than the worst on chip. How long
// this takes shows in when its configuration is asked for: until then it is pending, and no
// candidate.
//
// Ends: one that comes on chip is unknown there, and unknown ones never go. So each round uses up a
// free line, or one that held a known LPI, and none comes back.
void LpiUnit::bring_back()
{
    std::uint32_t best = 0;
    while (enabled_ && lpi_set_first(&memory_, &best)) {
        if (!lpi_cache_pin(&cache_, best) &&
            !(make_room(best, lpi_set_level_of(&memory_, best), Why::SpilledOther) &&
              lpi_cache_pin(&cache_, best)))
            return;
        lpi_set_remove(&memory_, best);
        lpi_set_add(&chip_, best, LPI_UNKNOWN);
        table_.update({ Why::Reloaded, best });
        env_.probes.lpi_reloaded(LpiReloadedFact{ target_, best });
    }
}

void LpiUnit::give_back(std::uint32_t intid)
{
    lpi_cache_unpin(&cache_, intid);
    bring_back();
}

void LpiUnit::updated(const LpiPendingTable::Update& update)
{
    if (update.why == Why::Spilled)
        release_credit();
    if (update.why == Why::Reloaded && pending(update.intid) &&
        known_level(update.intid) == LPI_UNKNOWN)
        reader_.refresh(update.intid);
    if (writing_back_ && !table_.updating())
        end_write_back();
}

} // namespace itstorm
