// SPDX-License-Identifier: Apache-2.0
// GITS_STATUSR and GITS_UMSIR: accesses that software should not have made, and the first MSI that
// lacked a mapping. Written by ItsRegs and Drops, read and cleared through ItsRegs. An ITS built
// without it (ItsConfig::umsi) keeps it at zero.
#pragma once
#include "common/ledger.h"
#include "common/msi.h"
#include <cstdint>

namespace itstorm {

class ItsStatus {
public:
    explicit ItsStatus(bool built) : built_(built) {}

    void misuse(std::uint64_t bit); // RRD, WRD, RWOD or WROD
    void dropped(const MsiTag& msi, Drop cause);
    void clear(std::uint64_t written); // bits written as 1

    std::uint64_t statusr() const { return statusr_; }
    std::uint64_t umsir() const { return umsir_; }

private:
    const bool built_;
    std::uint64_t statusr_ = 0, umsir_ = 0;
};

} // namespace itstorm
