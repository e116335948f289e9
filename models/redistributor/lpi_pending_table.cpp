// SPDX-License-Identifier: Apache-2.0
// LpiPendingTable: see lpi_pending_table.h.
#include "lpi_pending_table.h"
#include "arch/lpi_table.h"
#include <algorithm>

namespace itstorm {

namespace {

constexpr std::uint64_t is_update = 1ull << 63; // a cookie; else the load and the INTID

// A load looks for zeros by this many bytes at a time: most of a table is zero.
constexpr std::uint32_t chunk_bytes = 1024;
using Chunk = std::array<std::uint8_t, chunk_bytes>;

} // namespace

LpiPendingTable::LpiPendingTable(unsigned target, RedistributorEnv& env, Owner& owner)
    : rank_(2 * target), env_(env), owner_(owner)
{
}

void LpiPendingTable::place(std::uint64_t address, unsigned id_bits)
{
    address_ = address;
    id_bits_ = id_bits;
}

// ---- changing bits ----

void LpiPendingTable::update(Update update)
{
    updates_.push_back(update);
    start_more();
}

// All take the same time, so they end in the order they begin.
void LpiPendingTable::start_more()
{
    const std::uint32_t limit = env_.config.lpi_spills;
    while (begun_ < updates_.size() && (limit == 0 || begun_ < limit)) {
        ++begun_;
        env_.agenda.post(env_.spill, rank_, *this, is_update);
    }
}

void LpiPendingTable::end_update()
{
    const Update update = updates_.front();
    updates_.pop_front();
    --begun_;
    if (update.why == Why::WrittenBack)
        write_piece(update.intid / piece_lpis * piece_lpis);
    else
        write_bit(update.intid);
    start_more();
    owner_.updated(update);
}

void LpiPendingTable::write_bit(std::uint32_t intid)
{
    const std::uint64_t address = lpi_pending_address(address_, intid);
    const unsigned mask = 1u << lpi_pending_bit(intid);
    std::uint8_t bits = 0;
    env_.memory.read(address, &bits, 1);
    bits = static_cast<std::uint8_t>(owner_.belongs_in_memory(intid) ? bits | mask : bits & ~mask);
    env_.memory.write(address, &bits, 1);
}

void LpiPendingTable::write_piece(std::uint32_t first)
{
    Piece piece{};
    read(first, piece);
    std::uint32_t intid = first;
    for (; owner_.next_in_memory(intid, intid) && intid - first < piece_lpis; ++intid)
        piece[(intid - first) / 8] |= static_cast<std::uint8_t>(1u << lpi_pending_bit(intid));
    write(first, piece);
}

bool LpiPendingTable::read(std::uint32_t first, Piece& piece)
{
    return env_.memory.read(lpi_pending_address(address_, first), piece.data(), piece.size());
}

void LpiPendingTable::write(std::uint32_t first, const Piece& piece)
{
    env_.memory.write(lpi_pending_address(address_, first), piece.data(), piece.size());
}

// ---- loading ----

// The cost of one piece, when as many pieces are read at once as bits are updated.
sc_core::sc_time LpiPendingTable::shared(sc_core::sc_time cost) const
{
    return env_.config.lpi_spills == 0 ? sc_core::SC_ZERO_TIME
                                       : cost / static_cast<double>(env_.config.lpi_spills);
}

// All pieces are charged; only one that holds bits costs an event. The table is the redistributor's
// once LPIs are enabled, so the bits found early are those that the charged read would find.
void LpiPendingTable::load()
{
    stop_loading();
    const Piece zero{};
    const std::uint64_t bytes = lpi_pending_table_bytes(id_bits_);
    const sc_core::sc_time a_piece = shared(env_.property_read);
    sc_core::sc_time when = env_.property_read;
    for (std::uint64_t at = INTID_LPI_FIRST / 8; at < bytes; at += chunk_bytes) {
        Chunk chunk{};
        if (!env_.memory.read(address_ + at, chunk.data(), chunk.size()))
            return;
        if (chunk == Chunk{}) {
            when += a_piece * static_cast<double>(chunk_bytes / piece_bytes);
            continue;
        }
        for (std::uint32_t n = 0; n < chunk_bytes; n += piece_bytes, when += a_piece)
            if (!std::equal(zero.begin(), zero.end(), chunk.begin() + n))
                load_at(when, static_cast<std::uint32_t>((at + n) * 8));
    }
}

void LpiPendingTable::load_at(sc_core::sc_time when, std::uint32_t first)
{
    to_load_.insert(first);
    env_.agenda.post(when, rank_, *this,
                     static_cast<std::uint64_t>(loads_ & 0x7fff'ffffu) << 32 | first);
}

void LpiPendingTable::stop_loading()
{
    ++loads_;
    to_load_.clear();
}

void LpiPendingTable::load_now(std::uint32_t intid)
{
    load_piece(intid / piece_lpis * piece_lpis);
}

void LpiPendingTable::load_rest()
{
    while (!to_load_.empty())
        load_piece(*to_load_.begin());
}

// At most once in a load: the piece is read now, and the load does not read it again.
void LpiPendingTable::load_piece(std::uint32_t first)
{
    Piece piece{};
    if (to_load_.erase(first) == 0 || !read(first, piece))
        return;
    owner_.found(first, piece);
    write(first, piece);
}

void LpiPendingTable::due(std::uint64_t cookie)
{
    if (cookie & is_update)
        end_update();
    else if (cookie >> 32 == (loads_ & 0x7fff'ffffu))
        load_piece(static_cast<std::uint32_t>(cookie));
}

} // namespace itstorm
