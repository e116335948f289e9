// SPDX-License-Identifier: Apache-2.0
// Reads of configuration bytes by one redistributor: a few at once, memory is looked at when a read
// ends. LPIs that wait to be stored and pending LPIs that are looked up anew (INV, INVALL, table
// load) take turns, so that neither starves.
#pragma once
#include "common/open_table.h"
#include "redistributor_env.h"
#include <cstdint>
#include <list>
#include <vector>

namespace itstorm {

class PropertyReader : private Agenda::Client {
public:
    enum class Sweep : std::uint8_t {
        Unknown, // pending LPIs whose configuration is not known
        All,     // and those whose known one may be out of date
    };

    class Owner {
    public:
        virtual std::uint8_t look_up(std::uint32_t intid) = 0; // in memory, now
        virtual void configured(std::uint32_t intid, std::uint8_t config) = 0;
        // The first pending LPI at or after `from` that such a sweep has to read.
        virtual bool next_to_read(Sweep sweep, std::uint32_t from, std::uint32_t& intid) = 0;

    protected:
        ~Owner() = default;
    };

    PropertyReader(unsigned target, RedistributorEnv& env, Owner& owner);

    void ask(std::uint32_t intid);     // for an LPI that waits to be stored
    void refresh(std::uint32_t intid); // for a pending one
    void sweep(Sweep which);
    void cancel(); // all reads; callers of settle() go on
    bool busy() const { return open_ > 0; }
    bool reads(std::uint32_t intid) const { return open_reads_.find(intid) != nullptr; }

    // Waits until every read asked for before is done. Later ones are not waited for.
    void settle();

private:
    // Reads and sweeps carry the epoch in which they were asked for; a settle() ends an epoch and
    // counts what is open in it and before.
    struct Waiter {
        std::uint64_t epoch;
        std::uint64_t open;
    };
    struct Refresh {
        bool is_sweep;
        Sweep which;
        std::uint32_t intid; // sweep: go on from here
        std::uint64_t epoch;
    };

    void due(std::uint64_t cookie) override;
    void start_more();
    bool start_asked();
    bool start_refresh();
    bool sweep_on(Refresh& sweep, std::uint32_t& intid);
    void begin(std::uint32_t intid);
    bool enlist(std::uint32_t intid, std::uint64_t epoch);
    void opened(std::uint64_t epoch);
    void closed(std::uint64_t epoch);

    unsigned target_, rank_;
    RedistributorEnv& env_;
    Owner& owner_;
    std::list<std::uint32_t> asked_; // not begun, oldest first
    std::list<Refresh> refreshes_;   // not begun, oldest first
    bool refresh_turn_ = false;
    std::uint32_t running_ = 0;
    std::uint32_t generation_ = 0; // of the reads that still count
    // Asked for and not done: INTID -> epoch.
    OpenTable<std::uint64_t> open_reads_;
    std::uint64_t epoch_ = 0, open_ = 0;
    std::vector<Waiter*> waiters_;
    sim::Event settled_;
};

} // namespace itstorm
