// SPDX-License-Identifier: Apache-2.0
// The imports that the kit calls, as its tests define them: time passes when a PE waits, and locks
// only count.
#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace kit_fake {

extern std::uint64_t now_ns;
extern std::function<void()> on_delay; // called while a PE waits; other PEs act here
extern std::vector<std::string> lines; // logged by the hypervisor and by guests
extern std::vector<unsigned char> ram; // physical RAM from ram_base on
constexpr std::uint64_t ram_base = 0x8000'0000;

void reset();

} // namespace kit_fake
