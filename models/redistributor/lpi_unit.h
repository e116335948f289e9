// Everything about LPIs in one redistributor: intake with credits, configuration cache, pending
// state, the two tables in memory. It answers which LPI is best; presenting it is the
// redistributor's business.
//
// Choice, books: EnableLPIs 1->0 moves the pending bits to memory, which software owns from then
// on. Every MSI among them is booked as cleared; a bit that memory gives back later (PTZ=0) is not
// an MSI: it is delivered, but not counted.
//
// Choice: an LPI that was accepted and waits to be stored counts as pending for CLEAR, DISCARD,
// MOVI and MOVALL; one that moves needs no credit at its new place.
#pragma once
#include "common/ports.h"
#include "lpi_config_cache.h"
#include "lpi_set.h"
#include "property_reader.h"
#include <map>
#include <vector>

namespace itstorm {

// Where the two tables are, as PROPBASER and PENDBASER say.
struct LpiTables {
    std::uint64_t config = 0, pending = 0;
    unsigned id_bits = 0;
    bool pending_is_zero = false; // PTZ
};

class LpiUnit : private PropertyReader::Owner {
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
    void enable(const LpiTables& tables);
    void disable();

    LpiAnswer accept(std::uint32_t intid, std::uint64_t serial);
    const sc_core::sc_event& room() const { return room_; }
    void invalidate(std::uint32_t intid);
    void invalidate_all();
    sc_core::sc_time invalidate_all_time() const; // a flush of the cache, or a scan of the table
    void clear(std::uint32_t intid);
    void move(std::uint32_t intid, LpiUnit& to); // another one than this
    void move_all(LpiUnit& to);                  // every pending one, to another unit than this
    sc_core::sc_time move_all_time(const LpiUnit& to) const;
    void settle() { reader_.settle(); }          // waits

    bool pending(std::uint32_t intid) const { return lpi_set_pending(&set_, intid); }
    candidate best() const { return lpi_set_best(&set_); }
    bool is_candidate(candidate c) const { return lpi_set_is_candidate(&set_, c); }
    void acknowledge(std::uint32_t intid);

    // MSIs held here: accepted and not stored, or pending. Found by walking.
    std::uint64_t in_flight() const;

private:
    std::uint8_t look_up(std::uint32_t intid) override;
    void configured(std::uint32_t intid, std::uint8_t config) override;
    bool next_unknown(std::uint32_t from, std::uint32_t& intid) override;

    enum class Pending { No, ByMsi, Loaded };

    bool full() const;
    bool moves_all(const LpiUnit& to) const { return enabled_ && to.enabled_; }
    bool takes(std::uint32_t intid) const;
    void store(std::uint32_t intid, std::uint64_t serial);
    void store_waiting(std::uint32_t intid);
    void configure(std::uint32_t intid, std::uint8_t config);
    Pending take_out(std::uint32_t intid);
    void take_over(std::uint32_t intid, Pending was, unsigned from);
    void book_merged();
    void book_cleared(std::uint32_t intid);
    void load_pending_table();
    void take_loaded(std::uint32_t first, std::uint8_t bits);
    void write_back(std::uint32_t intid);
    void state_level();

    unsigned target_;
    RedistributorEnv& env_;
    Listener& listener_;
    bool enabled_ = false;
    LpiTables tables_;
    lpi_set set_{};
    lpi_config_cache cache_{};
    id_tree loaded_{}; // pending because memory said so, not by an MSI
    // Accepted and not stored: INTID -> serials.
    std::map<std::uint32_t, std::vector<std::uint64_t>> waiting_;
    std::uint32_t credits_used_ = 0;
    sc_core::sc_event room_;
    PropertyReader reader_;
};

} // namespace itstorm
