// SPDX-License-Identifier: Apache-2.0
// What `itstorm run --profile` writes beside result.json: profile.txt for people, profile.csv, and
// profile.folded, a line for each path of calls, as flame graphs are drawn from.
#pragma once
#include "platform/code_profile.h"
#include <string>
#include <vector>

namespace itstorm {

// A function on a PE. Total: with what it called, once where it called itself.
struct ProfileRow {
    unsigned pe;
    std::string function, object;
    std::uint64_t calls = 0, self_ps = 0, total_ps = 0;
};

// By PE, the most time first.
std::vector<ProfileRow> profile_rows(const CodeProfile& profile);

std::string profile_text(const std::vector<ProfileRow>& rows);
std::string profile_csv(const std::vector<ProfileRow>& rows);
std::string profile_folded(const CodeProfile& profile); // ns, by name

void write_profile(const CodeProfile& profile, const std::string& folder); // throws if it cannot

} // namespace itstorm
