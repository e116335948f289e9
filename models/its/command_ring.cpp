// SPDX-License-Identifier: Apache-2.0
// CommandRing: see command_ring.h.
#include "command_ring.h"
#include "arch/its_regs.h"

namespace itstorm {

CommandRing::CommandRing(Ledger& ledger, const ItsProbes& probes) : ledger_(ledger), probes_(probes)
{
}

void CommandRing::set_enabled(bool enabled)
{
    enabled_ = enabled;
    ++epoch_;
    if (enabled_)
        accept(); // CWRITER may have been written before CBASER
    changed();
    wake();
}

void CommandRing::set_cbaser(std::uint64_t cbaser)
{
    ledger_.book(&Ledger::commands_abandoned, commands());
    valid_ = bits_get(cbaser, GITS_CBASER_VALID) != 0;
    base_ = gits_cbaser_address(cbaser);
    bytes_ = gits_cbaser_bytes(cbaser);
    creadr_ = accepted_ = 0; // CWRITER stays: software writes it before it enables
    stalled_ = false;
    ++epoch_;
    changed();
}

void CommandRing::set_cwriter(std::uint64_t written)
{
    cwriter_ = static_cast<std::uint32_t>(written & GITS_CQ_OFFSET_MASK);
    if ((written & GITS_CWRITER_RETRY) != 0)
        stalled_ = false;
    if (!cwriter_in_range())
        ++epoch_;
    accept();
    changed();
    wake();
}

// Counts what CWRITER has passed since the last time. Choice (P-CWR): a CWRITER outside the ring is
// kept but not accepted, and nothing runs until it names a slot again. A CWRITER that passes CREADR
// laps the ring: those commands are overwritten.
void CommandRing::accept()
{
    if (!valid_ || !cwriter_in_range())
        return;
    const std::uint32_t advance = its_ring_used(accepted_, cwriter_, bytes_);
    const std::uint32_t before = commands();
    accepted_ = cwriter_;
    ledger_.book(&Ledger::commands_written, advance);
    const std::uint32_t lost = before + advance - commands(); // 0 or a whole lap
    if (lost == 0)
        return;
    ++epoch_;
    ledger_.book(&Ledger::commands_abandoned, lost);
    probes_.overrun({ lost });
}

std::uint64_t CommandRing::creadr() const
{
    return creadr_ | (stalled_ ? GITS_CREADR_STALLED : 0);
}

bool CommandRing::has(std::uint32_t n) const
{
    return enabled_ && valid_ && !stalled_ && cwriter_in_range() && n < in_ring();
}

// If CWRITER wrapped onto the command in execution, accept() saw an empty ring and booked a whole
// lap as abandoned. With CREADR past that command the lap is in the ring again: it is taken back.
void CommandRing::advance()
{
    if (creadr_ == accepted_)
        ledger_.commands_abandoned -= its_ring_slots(bytes_);
    creadr_ = its_ring_next(creadr_, bytes_);
}

void CommandRing::give_back()
{
    advance();
    ++given_back_;
    changed();
}

void CommandRing::leave()
{
    if (given_back_ != 0)
        --given_back_;
    else
        advance();
}

void CommandRing::step()
{
    leave();
    ledger_.book(&Ledger::commands_executed);
    changed();
}

void CommandRing::skip()
{
    leave();
    ledger_.book(&Ledger::commands_skipped);
    changed();
}

void CommandRing::stall()
{
    stalled_ = true;
    ++epoch_;
    changed();
}

void CommandRing::changed()
{
    const std::uint32_t slots = valid_ ? its_ring_slots(bytes_) : 0;
    probes_.ring({ creadr_, cwriter_, in_ring(), slots, stalled_ });
}

void CommandRing::wake()
{
    if (has(0))
        work_.notify();
}

} // namespace itstorm
