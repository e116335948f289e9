// SPDX-License-Identifier: Apache-2.0
// The timeline of a random scenario, its measurements and its expectations.
#pragma once
#include "drawn_machine.h"

namespace itstorm {

// Writes timeline, measure, expect, table and trace. Returns the text of the trace that the
// timeline replays; empty: none.
std::string draw_story(Drawing& drawing, const DrawnMachine& machine,
                       const std::vector<std::string>& variants, Document& scenario);

} // namespace itstorm
