// SPDX-License-Identifier: Apache-2.0
// Everything about LPIs in one redistributor: intake with credits, the LPI cache, pending state,
// the two tables in memory. It answers which LPI is best; presenting it is the redistributor's
// business.
//
// Pending LPIs are on chip, a line of the cache each, or spilled to the pending table in memory.
// Those on chip are the best ones, by priority and INTID. One that comes while better ones have all
// lines is spilled, and comes back when a line is free.
//
// Choice: the redistributor remembers the priority of what it has spilled. The best one comes back
// first, and in exchange for a worse one on chip: else LPIs that cannot be taken (masked, disabled)
// could keep all lines for ever, and with them every other LPI from the PE.
// Choice: a cache for each redistributor, as with credits and reads. GIC-600 has one for a whole
// chip, but how a PE comes to its LPIs when those of others fill it is not documented.
//
// Choice: EnableLPIs 1->0 moves the pending bits to memory, which software owns from then
// on. Every MSI among them is booked as cleared; a bit that memory gives back later (PTZ=0) is not
// an MSI: it is delivered, but not counted.
//
// Choice: what takes pending state away (acknowledge, CLEAR, DISCARD, MOVI, MOVALL) during the load
// of PTZ=0 finds the bits in memory that it is about as well: their piece is read at once, and not
// again.
//
// Choice: an LPI that was accepted and waits to be stored counts as pending for CLEAR, DISCARD,
// MOVI and MOVALL; one that moves needs no credit at its new place.
#pragma once
#include "common/ports.h"
#include "lpi_cache.h"
#include "lpi_pending_table.h"
#include "lpi_set.h"
#include "property_reader.h"
#include <map>

namespace itstorm {

// Where the two tables are, as PROPBASER and PENDBASER say.
struct LpiTables {
    std::uint64_t config = 0, pending = 0;
    unsigned id_bits = 0;
    bool pending_is_zero = false; // PTZ
};

class LpiUnit : private PropertyReader::Owner,
                private LpiPendingTable::Owner,
                private Agenda::Client {
public:
    class Listener {
    public:
        virtual void lpis_changed() = 0; // the best one may be another

    protected:
        ~Listener() = default;
    };

    LpiUnit(unsigned target, RedistributorEnv& env, Listener& listener);
    ~LpiUnit();

    bool enabled() const { return enabled_; }
    bool writing_back() const { return writing_back_; } // GICR_CTLR.RWP
    void enable(const LpiTables& tables);               // not while writing back
    void disable();

    LpiAnswer accept(std::uint32_t intid, std::uint64_t serial);
    const sim::Event& room() const { return room_; }
    void invalidate(std::uint32_t intid);
    void invalidate_all();
    sc_core::sc_time invalidate_all_time() const; // a flush of the cache, or a scan of the table
    void clear(std::uint32_t intid);
    void move(std::uint32_t intid, LpiUnit& to); // another one than this; for good (MOVI)
    void move_all(LpiUnit& to);                  // every pending one, to another unit than this
    sc_core::sc_time move_all_time(const LpiUnit& to) const;
    void settle() { reader_.settle(); } // waits

    // The direct registers: as above, without a caller that waits.
    void set(std::uint32_t intid); // GICR_SETLPIR: takes no credit
    void invalidate_all_later();   // GICR_INVALLR: after invalidate_all_time()
    bool busy() const { return flushes_ > 0 || reader_.busy(); } // GICR_SYNCR

    bool pending(std::uint32_t intid) const;
    bool knows(std::uint32_t intid) const; // its configuration, or is about to
    bool has_any() const
    {
        return enabled_ && (count() > 0 || reader_.busy());
    } // pending, or reads
    candidate best() const { return lpi_set_best(&chip_); }
    bool is_candidate(candidate c) const { return lpi_set_is_candidate(&chip_, c); }
    void acknowledge(std::uint32_t intid);

    // MSIs held here: accepted and not stored, or pending. Found by walking.
    std::uint64_t in_flight() const;

private:
    using Why = LpiPendingTable::Why;
    enum class Pending { No, ByMsi, Loaded };

    std::uint8_t look_up(std::uint32_t intid) override;
    void configured(std::uint32_t intid, std::uint8_t config) override;
    bool next_to_read(PropertyReader::Sweep sweep, std::uint32_t from,
                      std::uint32_t& intid) override;
    bool belongs_in_memory(std::uint32_t intid) override { return lpi_set_has(&memory_, intid); }
    bool next_in_memory(std::uint32_t from, std::uint32_t& intid) override;
    void updated(const LpiPendingTable::Update& update) override;
    void found(std::uint32_t first, LpiPendingTable::Piece& bits) override;
    void due(std::uint64_t cookie) override;

    bool full() const;
    bool moves_all(const LpiUnit& to) const { return enabled_ && to.enabled_; }
    bool takes(std::uint32_t intid) const;
    void hand_over(std::uint32_t intid, LpiUnit& to);
    void hand_over_all(const lpi_set& set, LpiUnit& to);
    std::uint32_t count() const { return lpi_set_count(&chip_) + lpi_set_count(&memory_); }

    void merge(std::uint32_t intid, std::uint64_t serial);
    void wait_for_property(std::uint32_t intid, std::uint64_t serial);
    void store(std::uint32_t intid, std::uint64_t serial, unsigned level);
    void store_waiting(std::uint32_t intid, unsigned level);
    void release_credit();
    unsigned level_of(std::uint8_t config) const;
    unsigned known_level(std::uint32_t intid) const; // LPI_UNKNOWN if it is not cached
    Pending take_out(std::uint32_t intid);
    void take_over(std::uint32_t intid, Pending was, unsigned from);

    void hold(std::uint32_t intid, unsigned level, Why if_spilled);
    bool make_room(std::uint32_t intid, unsigned level, Why why);
    void spill(std::uint32_t intid, unsigned level, Why why);
    void bring_back();
    void give_back(std::uint32_t intid);

    void load_bit(std::uint32_t intid, std::uint8_t& byte);
    void write_all_back();
    void end_write_back();
    void book_merged();
    void book_cleared(std::uint32_t intid);
    void state_level();

    unsigned target_;
    RedistributorEnv& env_;
    Listener& listener_;
    bool enabled_ = false, writing_back_ = false;
    LpiTables tables_;
    lpi_set chip_{}, memory_{}; // pending; an LPI is in one of them
    lpi_cache cache_{};
    id_tree loaded_{}; // pending because memory said so, not by an MSI
    // Accepted and not stored: INTID -> serial.
    std::pmr::multimap<std::uint32_t, std::uint64_t> waiting_{ &env_.nodes };
    std::uint32_t credits_used_ = 0;
    std::uint32_t flushes_ = 0; // that GICR_INVALLR has begun
    sim::Event room_;
    PropertyReader reader_;
    LpiPendingTable table_;
};

} // namespace itstorm
