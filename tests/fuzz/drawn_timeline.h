// SPDX-License-Identifier: Apache-2.0
// The timeline of a random scenario: storms, messages, replays, orders and faults on the machine
// that was drawn before.
#pragma once
#include "drawn_machine.h"

namespace itstorm {

// A label of the timeline and its time, as far as that is known before the run: `offset_ps` after
// the entry with label `root`, which waits for a condition, or (empty) after time zero.
struct Label {
    std::string name, root;
    std::uint64_t offset_ps;
};

struct DrawnTimeline {
    Document entries;          // the list `timeline`
    std::vector<Label> labels; // those that every variant has
    std::string trace;         // text of the file that replays read; empty: nothing is replayed
};

// `variants`: their names, of which an entry may name one in `only`; empty: there are none.
DrawnTimeline draw_timeline(Drawing& drawing, const DrawnMachine& machine,
                            const std::vector<std::string>& variants);

} // namespace itstorm
