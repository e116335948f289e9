// SPDX-License-Identifier: Apache-2.0
// Names an address inside a loaded object: "host_cmdq_send+0x1c in itstorm_hypervisor.so". Reads
// the object's own symbol table, since most of its functions are hidden from the dynamic linker.
#pragma once
#include "object_memory.h"
#include <cstdint>
#include <string>

namespace itstorm {

// "?" parts where nothing is known. Allocates: not for use inside a signal handler.
std::string describe_address(std::uintptr_t address);

std::string base_name(const std::string& path); // "b.so" of "a/b.so"

// Is it inside a function? What a call goes through on its way out of an object is not.
bool is_in_function(std::uintptr_t address);

// Objects whose C runs on PEs: what messages want to name when the fault lies in something they
// called. in_registered_object(): is it in their code? It may be asked inside a signal handler.
void register_object(const void* an_address_in_it);
std::vector<ObjectMemory::Range> registered_objects(); // their code, in the order of loading
bool in_registered_object(std::uintptr_t address);

// Would a call made in their code return to this address?
bool is_return_address(std::uintptr_t address);

} // namespace itstorm
