// SPDX-License-Identifier: Apache-2.0
// Which objects made a result: their names, hashes and compilers.
#pragma once
#include "result_json.h"

namespace itstorm {

Provenance provenance_of(const Scenario& scenario);
Provenance::Object provenance_of_object(const std::string& path);

} // namespace itstorm
