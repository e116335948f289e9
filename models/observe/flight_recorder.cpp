// SPDX-License-Identifier: Apache-2.0
// FlightRecorder: see flight_recorder.h.
#include "flight_recorder.h"
#include "common/event_queue.h"
#include "common/kernel_thread.h"
#include "common/simulated_time.h"
#include <algorithm>
#include <itstorm/types.h>
#include <ostream>

namespace itstorm {

namespace {

std::string word(std::string name)
{
    std::replace(name.begin(), name.end(), ' ', '_');
    return name;
}

} // namespace

void FlightRecorder::put_at(std::uint64_t ps, FlightKind kind, unsigned instance, std::uint32_t a,
                            std::uint64_t b, std::uint64_t c)
{
    *next_++ = { ps, kind, static_cast<std::uint16_t>(instance), a, b, c };
    if (next_ == stop_)
        stop();
}

// Called after the record at which stop_ is reached: passes it to the watcher, and begins the ring
// again at its end. This function and put_foreign() are not inlined, so that put() needs no stack
// frame.
[[gnu::noinline]] void FlightRecorder::stop()
{
    if (watcher_)
        watcher_(next_[-1]);
    FlightRecord* const end = ring_.data() + capacity;
    if (next_ == end) {
        next_ = ring_.data();
        ++rounds_;
    }
    stop_ = watcher_ ? next_ + 1 : end;
}

// Reads the event queue's time itself where that is valid: sim::now_ps(), which may have to ask the
// SystemC kernel, would make each record a third slower.
void FlightRecorder::put(FlightKind kind, unsigned instance, std::uint32_t a, std::uint64_t b,
                         std::uint64_t c)
{
    if (sim::KernelThread::inside())
        put_at(sim::queue().now_ps(), kind, instance, a, b, c);
    else
        put_foreign(kind, instance, a, b, c);
}

// For a fact that is stated while the event queue does not run.
[[gnu::noinline]] void FlightRecorder::put_foreign(FlightKind kind, unsigned instance,
                                                   std::uint32_t a, std::uint64_t b,
                                                   std::uint64_t c)
{
    put_at(sim::now_ps(), kind, instance, a, b, c);
}

// Writes text first: a line "itstorm flight 1", a line of kinds, a line of names for each block, an
// empty line. The records follow. Names are words: their blanks become '_'.
void FlightRecorder::write(std::ostream& out, const FlightNames& names) const
{
    out << "itstorm flight 1\n";
    for (const FlightRow& row : flight_rows())
        out << flight_event(row) << ' ';
    out << '\n';
    for (const auto& block : names) {
        for (const std::string& name : block)
            out << word(name) << ' ';
        out << '\n';
    }
    out << '\n';
    const auto write_one = [&](const FlightRecord& record) {
        out.write(reinterpret_cast<const char*>(&record), sizeof record);
    };
    const std::uint64_t kept_first = kept_count_ - kept_.size();
    for (std::uint64_t n = kept_first; n < std::min(kept_count_, first()); ++n)
        write_one(kept_[n - kept_first]);
    for (std::uint64_t n = first(); n < count(); ++n)
        write_one(ring_[n % capacity]);
}

void FlightRecorder::keep()
{
    if (!kept_.empty())
        return;
    for (std::uint64_t n = first(); n < count(); ++n)
        kept_.push_back(ring_[n % capacity]);
    kept_count_ = count();
}

void FlightRecorder::label(unsigned index)
{
    put(FlightKind::Labelled, 0, index);
}

void FlightRecorder::on(const PatternFact& fact)
{
    put(fact.running ? FlightKind::StormBegins : FlightKind::StormEnds, fact.function);
}

void FlightRecorder::on(const MsiSentFact& fact)
{
    put(FlightKind::MsiSent, fact.function, fact.tag.event_id, fact.tag.device_id, fact.tag.serial);
}

void FlightRecorder::received(unsigned its, const MsiReceivedFact& fact)
{
    put(FlightKind::MsiReceived, its, fact.tag.event_id, fact.tag.device_id, fact.tag.serial);
}

void FlightRecorder::translated(unsigned its, const MsiTranslatedFact& fact)
{
    put(FlightKind::MsiMapped, its, fact.tag.event_id, fact.target, fact.intid);
}

void FlightRecorder::dropped(unsigned its, const MsiDroppedFact& fact)
{
    put(FlightKind::MsiDropped, its, fact.tag.event_id, fact.tag.device_id,
        static_cast<std::uint64_t>(fact.cause));
}

void FlightRecorder::begun(unsigned its, const CommandBegunFact& fact)
{
    put(FlightKind::CmdBegun, its, fact.opcode);
}

void FlightRecorder::executed(unsigned its, const CommandFact& fact)
{
    if (fact.error == 0) // a refused command is recorded by its CommandRefusedFact
        put(FlightKind::CmdExecuted, its, fact.opcode, fact.service.value());
}

void FlightRecorder::refused(unsigned its, const CommandRefusedFact& fact)
{
    put(FlightKind::CmdRefused, its,
        static_cast<std::uint32_t>(its_cmd_get(&fact.command, ITS_F_OPCODE)), fact.error,
        its_cmd_get(&fact.command, ITS_F_DEVICE_ID));
}

void FlightRecorder::ring(unsigned its, const RingFact& fact)
{
    put(FlightKind::RingChanged, its, fact.used, fact.creadr, fact.cwriter);
}

void FlightRecorder::overrun(unsigned its, const OverrunFact& fact)
{
    put(FlightKind::RingOverrun, its, fact.lost);
}

void FlightRecorder::on(const LpiStoredFact& fact)
{
    put(FlightKind::LpiStored, fact.target, fact.intid, fact.merged);
}

void FlightRecorder::on(const LpiClearedFact& fact)
{
    put(FlightKind::LpiCleared, fact.target, fact.intid);
}

void FlightRecorder::on(const IrqLineFact& fact)
{
    put(FlightKind::Irq, fact.target, fact.level);
}

void FlightRecorder::on(const VirqLineFact& fact)
{
    put(FlightKind::Virq, fact.target, fact.level);
}

void FlightRecorder::on(const AcknowledgedFact& fact)
{
    put(FlightKind::Acknowledged, fact.target, fact.intid);
}

void FlightRecorder::on(const EndOfInterruptFact& fact)
{
    put(FlightKind::Ended, fact.target, fact.intid);
}

void FlightRecorder::on(const VirtualAcknowledgedFact& fact)
{
    put(FlightKind::VAcknowledged, fact.target, fact.vintid);
}

void FlightRecorder::on(const VirtualEndFact& fact)
{
    put(FlightKind::VEnded, fact.target, fact.vintid);
}

void FlightRecorder::on(const PeStateFact& fact)
{
    put(FlightKind::StateChanged, fact.pe, static_cast<std::uint32_t>(fact.state), fact.domain);
}

void FlightRecorder::on(const ExitFact& fact)
{
    put(FlightKind::Exit, fact.pe, fact.kind, fact.domain);
}

void FlightRecorder::on(const LockFact& fact)
{
    put_at(fact.at.value(), FlightKind::LockDropped, fact.pe, fact.lock, fact.waited.value(),
           fact.held.value());
}

// Recorded at the mark's own time, since a PE may be ahead of simulated time.
void FlightRecorder::on(const MarkFact& fact)
{
    const auto mark = [&](FlightKind kind) {
        put_at(fact.at.value(), kind, fact.domain, fact.pe, fact.vlpi, fact.plpi);
    };
    switch (fact.step) {
    case SIM_STEP_RECEIVED: return mark(FlightKind::Received);
    case SIM_STEP_INJECTED: return mark(FlightKind::Injected);
    case SIM_STEP_RETIRED: return mark(FlightKind::Retired);
    }
}

void FlightRecorder::on(const GuestReadyFact& fact)
{
    put(FlightKind::Ready, fact.domain, fact.vcpu);
}

void FlightRecorder::on(const GuestVerdictFact& fact)
{
    put(FlightKind::Verdict, fact.domain, fact.passed);
}

} // namespace itstorm
