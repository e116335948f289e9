// Redistributor: see redistributor.h.
#include "redistributor.h"

namespace itstorm {

Redistributor::Redistributor(unsigned target, RedistributorEnv& env, CpuInterface& cpu)
    : target_(target), env_(env), cpu_(cpu), lpis_(target, env, *this)
{
    sgi_ppi_init(&private_, env.config.priority_bits);
}

candidate Redistributor::best() const
{
    return forwards() ? candidate_best(sgi_ppi_best(&private_), lpis_.best()) : candidate_none();
}

bool Redistributor::is_candidate(candidate c) const
{
    return forwards() &&
           (intid_is_lpi(c.intid) ? lpis_.is_candidate(c) : sgi_ppi_is_candidate(&private_, c));
}

void Redistributor::reconsider()
{
    if (candidate_exists(cpu_.presented()) && !is_candidate(cpu_.presented()))
        cpu_.recall();
    if (presenting_)
        return;
    const candidate next = best();
    if (!candidate_exists(next) || candidate_same(next, cpu_.presented()))
        return;
    presenting_ = true;
    env_.agenda.post(env_.presentation, 2 * target_ + 1, *this, 0);
}

void Redistributor::due(std::uint64_t)
{
    presenting_ = false;
    const candidate next = best();
    if (candidate_exists(next) && !candidate_same(next, cpu_.presented()))
        cpu_.present(next);
    presented_.notify();
}

void Redistributor::settle()
{
    lpis_.settle();
    if (presenting_)
        sc_core::wait(presented_);
}

void Redistributor::forward_group1(bool enabled)
{
    group1_ = enabled;
    reconsider();
}

void Redistributor::sleep(bool asleep)
{
    asleep_ = asleep;
    reconsider();
}

void Redistributor::sgi(unsigned intid)
{
    sgi_ppi_send(&private_, intid);
    reconsider();
}

void Redistributor::ppi(unsigned intid, bool level)
{
    sgi_ppi_line(&private_, intid, level);
    reconsider();
}

void Redistributor::acknowledged(std::uint32_t intid)
{
    if (intid_is_lpi(intid))
        lpis_.acknowledge(intid);
    else
        sgi_ppi_acknowledge(&private_, intid);
    reconsider();
}

void Redistributor::deactivated(std::uint32_t intid)
{
    if (intid >= INTID_SPI_FIRST) // Choice: there are no SPIs yet
        return;
    sgi_ppi_deactivate(&private_, intid);
    reconsider();
}

} // namespace itstorm
