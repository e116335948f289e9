// SPDX-License-Identifier: Apache-2.0
// The rows of `self_test`, which no user needs: they spoil a machine on purpose, so that a test can
// check that the simulator notices.
#include "field_row.h"
#include "fields_parts.h"

namespace itstorm {

using namespace rows;

namespace {

// Order of enum BookLine.
const char* const book_lines = "none|sent|set_by_int|merged_in_device|merged_in_redistributor|"
                               "acknowledged|cleared|dropped|written|executed|skipped|abandoned";
static_assert(static_cast<int>(BookLine::Count) == 12, "book_lines has a word for each line");

} // namespace

std::vector<Field> self_test_rows()
{
    return {
        choice("self_test.lost_booking", book_lines, "the ledger loses a booking on this line")
            .hidden()
            .into<&LostBooking::line>(),
        number("self_test.nth", "which of them").hidden().at_least(1).into<&LostBooking::nth>(),
        choice("self_test.build", "forwards|backwards",
               "the order in which the machine's modules come into being")
            .hidden()
            .into<&SocConfig::is_built_backwards>(),
    };
}

} // namespace itstorm
