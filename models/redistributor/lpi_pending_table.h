// SPDX-License-Identifier: Apache-2.0
// The LPI pending table of one redistributor in memory, and how long it takes to reach it: it is
// read in pieces of 32 bytes, a few at once, and bits are changed by read-modify-write, a few at
// once, in the order they were asked for. Whether a bit is to be set is asked when the write ends.
// The LPI unit knows what the bits mean.
#pragma once
#include "redistributor_env.h"
#include <array>
#include <cstdint>
#include <deque>
#include <set>

namespace itstorm {

class LpiPendingTable : private Agenda::Client {
public:
    static constexpr unsigned piece_bytes = 32, piece_lpis = 8 * piece_bytes;
    using Piece = std::array<std::uint8_t, piece_bytes>;

    enum class Why : std::uint8_t {
        Spilled,      // an MSI holds a credit until its pending bit, or another's, is in memory
        SpilledOther, // the same without a credit
        Reloaded,
        Cleared,
        WrittenBack, // the whole piece that holds this INTID
    };
    struct Update {
        Why why;
        std::uint32_t intid;
    };

    class Owner {
    public:
        virtual bool belongs_in_memory(std::uint32_t intid) = 0;
        virtual bool next_in_memory(std::uint32_t from, std::uint32_t& intid) = 0;
        virtual void updated(const Update& update) = 0; // memory has it now
        // Bits that memory says are set, from `first` on: those that are taken are to be zeroed.
        virtual void found(std::uint32_t first, Piece& bits) = 0;

    protected:
        ~Owner() = default;
    };

    LpiPendingTable(unsigned target, RedistributorEnv& env, Owner& owner);

    void place(std::uint64_t address, unsigned id_bits);
    void update(Update update);
    bool updating() const { return !updates_.empty(); }

    void load(); // every piece, one after the other
    void stop_loading();
    // What a load has not read yet, now: the piece that holds this INTID, or all.
    void load_now(std::uint32_t intid);
    void load_rest();

private:
    void due(std::uint64_t cookie) override;
    void start_more();
    void end_update();
    void write_bit(std::uint32_t intid);
    void write_piece(std::uint32_t first);
    void load_at(sc_core::sc_time when, std::uint32_t first);
    void load_piece(std::uint32_t first);
    bool read(std::uint32_t first, Piece& piece);
    void write(std::uint32_t first, const Piece& piece);
    sc_core::sc_time shared(sc_core::sc_time cost) const;

    const unsigned rank_;
    RedistributorEnv& env_;
    Owner& owner_;
    std::uint64_t address_ = 0;
    unsigned id_bits_ = 0;
    std::deque<Update> updates_; // not ended; those that have begun come first
    std::size_t begun_ = 0;
    std::uint32_t loads_ = 0; // begun or stopped: what an older one still finds does not count
    std::set<std::uint32_t> to_load_; // pieces that hold bits and are not read yet, by first INTID
};

} // namespace itstorm
