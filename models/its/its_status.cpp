// SPDX-License-Identifier: Apache-2.0
// ItsStatus: see its_status.h.
#include "its_status.h"
#include "arch/its_regs.h"
#include <optional>

namespace itstorm {
namespace {

constexpr std::uint64_t write_1_to_clear = bits_mask(5, 0);

// The kind of mapping that the MSI lacked; nullopt: it was dropped for another reason.
std::optional<gits_syndrome> syndrome(Drop cause)
{
    switch (cause) {
    case Drop::TableInvalid: return GITS_SYNDROME_UNKNOWN;
    case Drop::DeviceOutOfRange: return GITS_SYNDROME_DEVICE_OOR;
    case Drop::UnmappedDevice: return GITS_SYNDROME_DEVICE_UNMAPPED;
    case Drop::EventOutOfRange: return GITS_SYNDROME_EVENT_OOR;
    case Drop::UnmappedEvent: return GITS_SYNDROME_EVENT_UNMAPPED;
    case Drop::CollectionOutOfRange:
    case Drop::UnmappedCollection: return GITS_SYNDROME_COLLECTION_UNMAPPED;
    default: return std::nullopt;
    }
}

} // namespace

void ItsStatus::misuse(std::uint64_t bit)
{
    if (built_)
        statusr_ |= bit;
}

// Choice: an INT command without a mapping is an error of the command, and is not reported here.
void ItsStatus::dropped(const MsiTag& msi, Drop cause)
{
    const auto lacks = syndrome(cause);
    if (!built_ || !lacks)
        return;
    if ((statusr_ & GITS_STATUSR_UMSI) != 0) {
        statusr_ |= GITS_STATUSR_OVERFLOW;
        return;
    }
    statusr_ = bits_put(statusr_ | GITS_STATUSR_UMSI, GITS_STATUSR_SYNDROME, *lacks);
    umsir_ = bits_put(msi.event_id, GITS_UMSIR_DEVICE, msi.device_id);
}

// Without UMSI, Syndrome and UMSIR are not valid and read zero.
void ItsStatus::clear(std::uint64_t written)
{
    statusr_ &= ~(written & write_1_to_clear);
    if ((statusr_ & GITS_STATUSR_UMSI) != 0)
        return;
    statusr_ = bits_put(statusr_, GITS_STATUSR_SYNDROME, 0);
    umsir_ = 0;
}

} // namespace itstorm
