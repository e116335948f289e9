// SPDX-License-Identifier: Apache-2.0
// The SGI registers of the CPU interfaces: which redistributors a software-generated interrupt
// reaches. Processor number = Aff1:Aff0.
#pragma once
#include "redistributor.h"
#include <vector>

namespace itstorm {

class SgiRouter : public SgiNet {
public:
    void add(Redistributor& redistributor)
    {
        targets_.push_back(&redistributor);
    } // in order of processor number

    void send(unsigned from, std::uint64_t sgir, SgiGroups groups) override;

private:
    std::vector<Redistributor*> targets_;
};

} // namespace itstorm
