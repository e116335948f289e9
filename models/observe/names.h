// SPDX-License-Identifier: Apache-2.0
// Names that several observers use.
#pragma once
#include "platform/pe_facts.h"
#include <string>
#include <vector>

namespace itstorm {

std::string opcode_name(unsigned opcode);    // "mapti"; "op_1f" if the opcode is undefined
std::vector<unsigned> its_opcodes();         // those that are defined, ascending
std::vector<std::string> its_opcode_names(); // in the order of its_opcodes()
const char* pe_state_name(PeState state);    // "guest"
std::vector<std::string> span_names();       // by enum sim_span_kind: "vits_command"
std::vector<std::string> exit_names();       // by enum sim_exit_kind: "mmio"

// Names of domains by index; SIM_NO_DOMAIN and others: "host".
const std::string& domain_name(const std::vector<std::string>& domains, std::uint16_t domain);

} // namespace itstorm
