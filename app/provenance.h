// SPDX-License-Identifier: Apache-2.0
// Which hypervisor object made a result.
#pragma once
#include "result_json.h"

namespace itstorm {

Provenance provenance_of(const Scenario& scenario);
Provenance::Object provenance_of_object(const std::string& path);

} // namespace itstorm
