// SPDX-License-Identifier: Apache-2.0
// Names that several observers give to the same things.
#pragma once
#include "platform/pe_facts.h"
#include <string>
#include <vector>

namespace itstorm {

std::string opcode_name(unsigned opcode);    // "mapti"; "op_1f" if it is none of ours
std::vector<unsigned> its_opcodes();         // ours, ascending
std::vector<std::string> its_opcode_names(); // of these
const char* pe_state_name(PeState state);    // "guest"
std::vector<std::string> span_names();       // by enum sim_span_kind: "vits_command"
std::vector<std::string> exit_names();       // by enum sim_exit_kind: "mmio"

// Names of domains by index; SIM_NO_DOMAIN and others: "host".
const std::string& domain_name(const std::vector<std::string>& domains, std::uint16_t domain);

} // namespace itstorm
