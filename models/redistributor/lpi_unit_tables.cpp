// SPDX-License-Identifier: Apache-2.0
// LpiUnit: the configuration and pending tables in memory, and what EnableLPIs does with them.
#include "arch/lpi_table.h"
#include "lpi_unit.h"
#include <algorithm>

namespace itstorm {

// Choice: a configuration byte that memory refuses counts as zero, a disabled LPI.
std::uint8_t LpiUnit::look_up(std::uint32_t intid)
{
    std::uint8_t config = 0;
    const bool read = env_.memory.read(lpi_config_address(tables_.config, intid), &config, 1);
    return read ? config : 0;
}

// After an INVALL the configuration of spilled LPIs is read again too: one may have priority now.
bool LpiUnit::next_to_read(PropertyReader::Sweep sweep, std::uint32_t from, std::uint32_t& intid)
{
    std::uint32_t here = 0, there = 0;
    bool on_chip = lpi_set_next(&chip_, from, &here);
    while (on_chip && known_level(here) != LPI_UNKNOWN)
        on_chip = lpi_set_next(&chip_, here + 1, &here);
    const bool spilled = sweep == PropertyReader::Sweep::All
                             ? lpi_set_next(&memory_, from, &there)
                             : lpi_set_next_unknown(&memory_, from, &there);
    intid = !spilled || (on_chip && here < there) ? here : there;
    return on_chip || spilled;
}

bool LpiUnit::next_in_memory(std::uint32_t from, std::uint32_t& intid)
{
    return lpi_set_next(&memory_, from, &intid);
}

// ---- EnableLPIs 0->1 ----

void LpiUnit::enable(const LpiTables& tables)
{
    tables_ = tables;
    enabled_ = true;
    table_.place(tables.pending, tables.id_bits);
    if (!tables_.pending_is_zero)
        table_.load();
}

void LpiUnit::found(std::uint32_t first, LpiPendingTable::Piece& bits)
{
    for (std::uint32_t n = 0; n < LpiPendingTable::piece_lpis; ++n)
        if ((bits[n / 8] >> n % 8 & 1) != 0)
            load_bit(first + n, bits[n / 8]);
    state_level();
    reader_.sweep(PropertyReader::Sweep::Unknown);
}

// Takes the bit out of memory, unless there is no line for it, so that what is written back later
// is the whole truth again.
void LpiUnit::load_bit(std::uint32_t intid, std::uint8_t& byte)
{
    if (lpi_set_has(&memory_, intid))
        return;
    const bool is_new = !lpi_set_has(&chip_, intid);
    if (is_new)
        id_tree_insert(&loaded_, intid);
    if (is_new && !lpi_cache_pin(&cache_, intid)) {
        lpi_set_add(&memory_, intid, LPI_UNKNOWN);
        return;
    }
    lpi_set_add(&chip_, intid, LPI_UNKNOWN);
    byte = static_cast<std::uint8_t>(byte & ~(1u << lpi_pending_bit(intid)));
}

// ---- EnableLPIs 1->0 ----

void LpiUnit::disable()
{
    reader_.cancel();
    table_.stop_loading();
    while (!waiting_.empty()) // accepted: they become pending, in memory
        store_waiting(waiting_.begin()->first, LPI_UNKNOWN);

    std::uint32_t intid = 0;
    for (const lpi_set* set : { &chip_, &memory_ })
        for (std::uint32_t from = 0; lpi_set_next(set, from, &intid); from = intid + 1)
            if (!id_tree_has(&loaded_, intid))
                book_cleared(intid);
    const bool held_any = count() > 0;
    enabled_ = false;
    write_all_back();
    id_tree_free(&loaded_);
    lpi_cache_reset(&cache_);
    if (held_any)
        state_level();
    room_.notify(sc_core::SC_ZERO_TIME); // LPIs that wait for room are dropped now
    listener_.lpis_changed();
}

// One write for each piece of the table that has LPIs from the chip.
void LpiUnit::write_all_back()
{
    constexpr std::uint32_t lpis = LpiPendingTable::piece_lpis;
    std::uint32_t intid = 0;
    for (std::uint32_t from = 0; lpi_set_next(&chip_, from, &intid);
         from = (intid / lpis + 1) * lpis)
        table_.update({ Why::WrittenBack, intid });
    if (lpi_set_count(&memory_) == 0)
        std::swap(chip_, memory_);
    while (lpi_set_next(&chip_, 0, &intid)) {
        lpi_set_remove(&chip_, intid);
        lpi_set_add(&memory_, intid, LPI_UNKNOWN);
    }
    writing_back_ = table_.updating();
    if (!writing_back_)
        end_write_back();
}

void LpiUnit::end_write_back()
{
    writing_back_ = false;
    lpi_set_free(&memory_);
}

} // namespace itstorm
