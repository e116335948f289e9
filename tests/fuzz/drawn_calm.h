// SPDX-License-Identifier: Apache-2.0
// A scenario with a known outcome: few messages, far apart, to guests that only handle them. With
// any policies of the hypervisor and any size of its ring, every guest comes up and handles every
// message.
#pragma once
#include "drawn_machine.h"

namespace itstorm {

void draw_calm(Drawing& drawing, Document& scenario);

} // namespace itstorm
