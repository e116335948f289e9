// SPDX-License-Identifier: Apache-2.0
// What the name of a statistic tells. The parts between its dots are compared as wholes, so that a
// domain called `shared` or a device called `block` changes nothing.
#pragma once
#include <string>

namespace itstorm {

// Whether it is a share of a whole, shown in percent: "pe0.share.el2", "its0.cmdq.stalled_time".
bool is_share(const std::string& name, const std::string& unit);

// Whether the name has that part: "dom1.lock.vgic.wait" has "lock", "host.cmdq.wait.bulk" has
// "cmdq.wait"; "block0.latency" does not have "lock".
bool has_part(const std::string& name, const std::string& part);

// Whether it is the fill level of an ITS command ring: "its0.cmdq.occupancy", or that with a
// suffix.
bool is_ring(const std::string& name);

} // namespace itstorm
