// SPDX-License-Identifier: Apache-2.0
// What the name of a statistic says. Parts of a name stand between dots and are compared whole, so
// that no name of a domain, device or lock is taken for one.
#pragma once
#include <string>

namespace itstorm {

// A share of a whole, which people read in percent: "pe0.share.el2", "its0.cmdq.stalled_time".
bool is_share(const std::string& name, const std::string& unit);

// "lock" is a part of "dom1.lock.vgic.wait", "cmdq.wait" of "host.cmdq.wait.bulk"; "lock" is none
// of "block0.latency".
bool has_part(const std::string& name, const std::string& part);

// How full the command ring of an ITS is: "its0.cmdq.occupancy", also with a suffix.
bool is_ring(const std::string& name);

} // namespace itstorm
