// SPDX-License-Identifier: Apache-2.0
// A scenario whose end is known: few messages, well apart, to guests that do nothing odd. Whatever
// the hypervisor's policies are, and however narrow its ring, every guest comes up and handles
// every one of them.
#pragma once
#include "drawn_machine.h"

namespace itstorm {

void draw_calm(Drawing& drawing, Document& scenario);

} // namespace itstorm
