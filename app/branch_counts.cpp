// SPDX-License-Identifier: Apache-2.0
// keep_branch_counts(): see branch_counts.h.
#include "branch_counts.h"

#ifdef ITSTORM_COUNTS_BRANCHES
extern "C" void __gcov_dump(); // libgcov
#endif

namespace itstorm {

[[gnu::no_profile_instrument_function]] void keep_branch_counts()
{
#ifdef ITSTORM_COUNTS_BRANCHES
    __gcov_dump();
#endif
}

} // namespace itstorm
