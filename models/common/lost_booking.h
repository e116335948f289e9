// SPDX-License-Identifier: Apache-2.0
// What a self-test may ask of the ledger: to lose one booking, the n-th on one line, so that the
// check at the end of the run has something to notice (scenario key self_test.lost_booking, hidden
// from the gallery). Never set in a real run. The models do nothing wrong on request: what a block
// or a link could lose is played by test doubles at its sockets and ports.
#pragma once
#include <cstdint>

namespace itstorm {

enum class BookLine : std::uint8_t {
    None,
    Sent,
    SetByInt,
    MergedInDevice,
    MergedInRedistributor,
    Acknowledged,
    Cleared,
    Dropped, // whatever the cause
    Written,
    Executed,
    Skipped,
    Abandoned,
    Count
};

struct LostBooking {
    BookLine line = BookLine::None;
    std::uint64_t nth = 1;

    // A booking on `chance` takes place: true, once, if it is the one to lose.
    bool is(BookLine chance)
    {
        if (chance != line || nth == 0)
            return false;
        return --nth == 0;
    }
};

} // namespace itstorm
