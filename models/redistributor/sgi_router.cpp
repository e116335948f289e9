// SPDX-License-Identifier: Apache-2.0
// SgiRouter: see sgi_router.h. Source: Arm IHI 0069, ICC_SGI1R_EL1.
#include "sgi_router.h"
#include "arch/icc_regs.h"

namespace itstorm {

void SgiRouter::send(unsigned from, std::uint64_t sgir, SgiGroups groups)
{
    const auto intid = static_cast<unsigned>(bits_get(sgir, ICC_SGI1R_INTID));
    if (bits_get(sgir, ICC_SGI1R_IRM) != 0) {
        for (Redistributor* target : targets_)
            if (target->target() != from)
                target->sgi(intid, groups);
        return;
    }
    if (bits_get(sgir, ICC_SGI1R_AFF3) != 0 || bits_get(sgir, ICC_SGI1R_AFF2) != 0)
        return; // no PE has this affinity
    const std::uint64_t first = bits_get(sgir, ICC_SGI1R_AFF1) << 8 | bits_get(sgir, ICC_SGI1R_RS)
                                                                          << 4;
    const std::uint64_t list = bits_get(sgir, ICC_SGI1R_TARGETS);
    for (unsigned n = 0; n < 16; ++n)
        if ((list & bit(n)) != 0 && first + n < targets_.size())
            targets_[first + n]->sgi(intid, groups);
}

} // namespace itstorm
