// LpiUnit: the configuration and pending tables in memory, and what EnableLPIs does with them.
#include "arch/lpi_table.h"
#include "common/access.h"
#include "lpi_unit.h"
#include <array>

namespace itstorm {

// Choice: a configuration byte that memory refuses counts as zero, a disabled LPI.
std::uint8_t LpiUnit::look_up(std::uint32_t intid)
{
    std::uint8_t config = 0;
    return bus_read(env_.memory, lpi_config_address(tables_.config, intid), &config, 1) ? config
                                                                                        : 0;
}

void LpiUnit::enable(const LpiTables& tables)
{
    tables_ = tables;
    enabled_ = true;
    if (!tables_.pending_is_zero)
        load_pending_table();
}

// Takes the bits out of memory, so that what is written back later is the whole truth again.
void LpiUnit::load_pending_table()
{
    std::array<std::uint8_t, 1024>
        chunk; // the table is a multiple of it, and so is the part below the first LPI
    const std::array<std::uint8_t, 1024> zero{};
    const std::uint64_t bytes = lpi_pending_table_bytes(tables_.id_bits);
    for (std::uint64_t at = INTID_LPI_FIRST / 8; at < bytes; at += chunk.size()) {
        if (!bus_read(env_.memory, tables_.pending + at, chunk.data(), chunk.size()))
            break;
        if (chunk == zero)
            continue;
        for (std::size_t n = 0; n < chunk.size(); ++n)
            take_loaded(static_cast<std::uint32_t>((at + n) * 8), chunk[n]);
        bus_write(env_.memory, tables_.pending + at, zero.data(), zero.size());
    }
    if (lpi_set_count(&set_) == 0)
        return;
    state_level();
    reader_.sweep();
}

void LpiUnit::take_loaded(std::uint32_t first, std::uint8_t bits)
{
    for (std::uint32_t intid = first; bits != 0; ++intid, bits >>= 1)
        if ((bits & 1) != 0 && lpi_set_add(&set_, intid))
            id_tree_insert(&loaded_, intid);
}

// Choice: the write-back takes no time, so GICR_CTLR.RWP is never seen set.
void LpiUnit::disable()
{
    reader_.cancel();
    while (!waiting_.empty()) // accepted: they become pending, in memory
        store_waiting(waiting_.begin()->first);

    std::uint32_t intid = 0;
    for (std::uint32_t from = 0; lpi_set_next(&set_, from, &intid); from = intid + 1) {
        write_back(intid);
        if (!id_tree_has(&loaded_, intid))
            book_cleared(intid);
    }
    const bool held_any = lpi_set_count(&set_) > 0;
    lpi_set_free(&set_);
    id_tree_free(&loaded_);
    lpi_config_cache_drop_all(&cache_);
    enabled_ = false;
    if (held_any)
        state_level();
    room_.notify(sc_core::SC_ZERO_TIME); // who waits is dropped now
    listener_.lpis_changed();
}

void LpiUnit::write_back(std::uint32_t intid)
{
    const std::uint64_t address = lpi_pending_address(tables_.pending, intid);
    std::uint8_t bits = 0;
    bus_read(env_.memory, address, &bits, 1);
    bits = static_cast<std::uint8_t>(bits | 1u << lpi_pending_bit(intid));
    bus_write(env_.memory, address, &bits, 1);
}

} // namespace itstorm
