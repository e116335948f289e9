// SPDX-License-Identifier: Apache-2.0
// For `make fast`, whose first program counts its branches (cmake/Fast.cmake).
#pragma once

namespace itstorm {

// Before std::_Exit(), by which a process would lose what it has counted. Else it does nothing. Of
// its own source file, so that its caller is the same code in both programs.
void keep_branch_counts();

} // namespace itstorm
