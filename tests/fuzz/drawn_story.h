// SPDX-License-Identifier: Apache-2.0
// What happens on the machine of a random scenario, what is measured and what is expected.
#pragma once
#include "drawn_machine.h"

namespace itstorm {

// Writes timeline, measure, expect, table and trace. Returns the text of the trace that the
// timeline replays; empty: none.
std::string draw_story(Drawing& drawing, const DrawnMachine& machine,
                       const std::vector<std::string>& variants, Document& scenario);

} // namespace itstorm
