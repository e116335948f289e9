// SPDX-License-Identifier: Apache-2.0
// Keeps the last 64 Ki facts of every run, so that a failure can be examined without running again.
// A record carries the fact's own time; the reader sorts by it.
#pragma once
#include "device_traffic/device_facts.h"
#include "flight_kinds.h"
#include "its/its_facts.h"
#include "platform/pe_facts.h"
#include "redistributor/redistributor_facts.h"
#include <functional>
#include <iosfwd>

namespace itstorm {

class FlightRecorder {
public:
    static constexpr std::size_t capacity = 65536;
    using Watcher = std::function<void(const FlightRecord&)>;

    FlightRecorder() : ring_(capacity), next_(ring_.data()), stop_(next_ + capacity) {}
    FlightRecorder(const FlightRecorder&) = delete;
    FlightRecorder& operator=(const FlightRecorder&) = delete;

    void write(std::ostream& out,
               const FlightNames& names) const; // oldest first; app/flight_file.h reads it
    void keep();                // copies the records of now, for write(); later calls do nothing
    void watch(Watcher watcher) // calls it with every record from now on
    {
        watcher_ = std::move(watcher);
        stop_ = next_ + 1;
    }

    void label(unsigned index); // records that this label of the timeline happens now
    void on(const PatternFact& fact);
    void on(const MsiSentFact& fact);
    void received(unsigned its, const MsiReceivedFact& fact);
    void translated(unsigned its, const MsiTranslatedFact& fact);
    void dropped(unsigned its, const MsiDroppedFact& fact);
    void begun(unsigned its, const CommandBegunFact& fact);
    void executed(unsigned its, const CommandFact& fact);
    void refused(unsigned its, const CommandRefusedFact& fact);
    void ring(unsigned its, const RingFact& fact);
    void overrun(unsigned its, const OverrunFact& fact);
    void on(const LpiStoredFact& fact);
    void on(const LpiClearedFact& fact);
    void on(const IrqLineFact& fact);
    void on(const VirqLineFact& fact);
    void on(const AcknowledgedFact& fact);
    void on(const EndOfInterruptFact& fact);
    void on(const VirtualAcknowledgedFact& fact);
    void on(const VirtualEndFact& fact);
    void on(const PeStateFact& fact);
    void on(const ExitFact& fact);
    void on(const LockFact& fact);
    void on(const MarkFact& fact);
    void on(const GuestReadyFact& fact);
    void on(const GuestVerdictFact& fact);

private:
    void put(FlightKind kind, unsigned instance, std::uint32_t a = 0, std::uint64_t b = 0,
             std::uint64_t c = 0);
    void put_foreign(FlightKind kind, unsigned instance, std::uint32_t a, std::uint64_t b,
                     std::uint64_t c);
    void put_at(std::uint64_t ps, FlightKind kind, unsigned instance, std::uint32_t a,
                std::uint64_t b, std::uint64_t c);
    void stop();
    std::uint64_t count() const // of all records so far
    {
        return rounds_ * capacity + static_cast<std::uint64_t>(next_ - ring_.data());
    }
    std::uint64_t first() const { return count() > capacity ? count() - capacity : 0; }

    std::vector<FlightRecord> ring_;
    FlightRecord* next_; // where the next record goes
    FlightRecord* stop_; // when next_ reaches it, stop() is called: end of the ring, or a watcher
    std::uint64_t rounds_ = 0;
    Watcher watcher_;
    std::vector<FlightRecord> kept_;
    std::uint64_t kept_count_ = 0; // count() at the time of keep()
};

} // namespace itstorm
