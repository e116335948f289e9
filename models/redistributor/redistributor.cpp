// SPDX-License-Identifier: Apache-2.0
// Redistributor: see redistributor.h. Source: Arm IHI 0069, "LPIs"; GICR_WAKER.
#include "redistributor.h"
#include "common/simulated_time.h"

namespace itstorm {

namespace {

constexpr std::uint32_t sgis = 0xffff;

bool is_private(std::uint32_t intid)
{
    return intid < INTID_SPI_FIRST;
}

} // namespace

Redistributor::Redistributor(unsigned target, RedistributorEnv& env, CpuInterface& cpu,
                             SharedInterrupts& spis)
    : target_(target), env_(env), cpu_(cpu), spis_(spis), lpis_(target, env, *this)
{
    irq_word_init(&private_, env.config.priority_bits, ~0u, sgis);
    if (env.config.security_states == 2)
        irq_word_hand_over(&private_);
}

// ---- which one ----

// Groups that are disabled do not hide a lower-priority interrupt of one that is enabled.
candidate Redistributor::best() const
{
    candidate best = (groups() & IRQ_GROUP1) != 0 ? lpis_.best() : candidate_none();
    if (irq_word_candidates(&private_, groups()) != 0)
        best = candidate_best(best, irq_word_best(&private_, groups(), 0));
    if (spi_set_concerns(&spis_.state(), target_))
        best = candidate_best(best, spi_set_best(&spis_.state(), target_, groups()));
    return best;
}

bool Redistributor::is_candidate(candidate c) const
{
    if (asleep_ || (groups() >> candidate_group(c) & 1) == 0)
        return false;
    if (intid_is_lpi(c.intid))
        return lpis_.is_candidate(c);
    if (!is_private(c.intid))
        return spi_set_is_candidate(&spis_.state(), target_, c);
    return (irq_word_candidates(&private_, groups()) >> c.intid & 1) != 0 &&
           candidate_same(irq_word_candidate(&private_, c.intid, c.intid), c);
}

bool Redistributor::pending(std::uint32_t intid) const
{
    if (intid_is_lpi(intid))
        return lpis_.pending(intid);
    return is_private(intid) ? (irq_word_pending(&private_) >> intid & 1) != 0
                             : spi_set_pending(&spis_.state(), intid);
}

// ---- to the CPU interface and back ----

void Redistributor::reconsider()
{
    recall_if_stale();
    request_wake();
    if (presenting_)
        return;
    const candidate next = to_present();
    if (!candidate_exists(next) || candidate_same(next, cpu_.presented()))
        return;
    presenting_ = true;
    env_.agenda.post(env_.presentation, 2 * target_ + 1, *this, Present);
}

void Redistributor::recall_if_stale()
{
    const candidate presented = cpu_.presented();
    if (!candidate_exists(presented) || is_candidate(presented))
        return;
    if (!withdrawing_ || asleep_ || !pending(presented.intid))
        cpu_.recall();
}

void Redistributor::withdraw()
{
    const candidate presented = cpu_.presented();
    const bool stale = candidate_exists(presented) && !is_candidate(presented);
    if (stale && !withdrawing_ && env_.recall != sc_core::SC_ZERO_TIME) {
        withdrawing_ = true;
        env_.agenda.post(env_.recall, 2 * target_ + 1, *this, Recall);
    }
    reconsider();
}

void Redistributor::due(std::uint64_t cookie)
{
    if (cookie == Present) {
        present_best();
        return;
    }
    withdrawing_ = false;
    reconsider();
    withdrawn_.notify();
}

void Redistributor::present_best()
{
    presenting_ = false;
    const candidate next = to_present();
    if (candidate_exists(next) && !candidate_same(next, cpu_.presented()))
        cpu_.present(next);
    presented_.notify();
}

void Redistributor::request_wake()
{
    const bool wanted = asleep_ && candidate_exists(best());
    if (wanted == wake_requested_)
        return;
    wake_requested_ = wanted;
    env_.probes.wake_request(WakeRequestFact{ target_, wanted });
}

void Redistributor::settle()
{
    lpis_.settle();
    if (presenting_)
        sim::wait(presented_);
    if (withdrawing_)
        sim::wait(withdrawn_);
}

// ---- what changes it ----

void Redistributor::forward(unsigned groups)
{
    const bool fewer = (forwarded_ & ~groups) != 0;
    forwarded_ = groups;
    if (fewer)
        withdraw();
    else
        reconsider();
}

void Redistributor::sleep(bool asleep)
{
    asleep_ = asleep;
    reconsider();
}

void Redistributor::sgi(unsigned intid, SgiGroups groups)
{
    const bool group1 = (private_.group1 >> intid & 1) != 0;
    if (group1 && groups == SgiGroups::Group0)
        return;
    irq_word_latch(&private_, intid);
    reconsider();
}

void Redistributor::ppi(unsigned intid, bool level)
{
    irq_word_line(&private_, intid, level);
    reconsider();
}

void Redistributor::acknowledged(std::uint32_t intid)
{
    if (intid_is_lpi(intid))
        lpis_.acknowledge(intid);
    else if (is_private(intid))
        irq_word_acknowledge(&private_, intid);
    else
        spis_.acknowledged(intid);
    reconsider();
}

void Redistributor::deactivated(std::uint32_t intid)
{
    if (!is_private(intid)) {
        spis_.deactivated(intid);
        return;
    }
    irq_word_deactivate(&private_, intid);
    reconsider();
}

} // namespace itstorm
