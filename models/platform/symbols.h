// SPDX-License-Identifier: Apache-2.0
// Names an address in a loaded object: "host_cmdq_send+0x1c in itstorm_hypervisor.so". Reads the
// object's own symbol table, since the dynamic linker does not know hidden functions.
#pragma once
#include "object_memory.h"
#include <cstdint>
#include <string>

namespace itstorm {

// "?" stands for an unknown function or object. Allocates: not for use inside a signal handler.
std::string describe_address(std::uintptr_t address);

std::string base_name(const std::string& path); // "b.so" of "a/b.so"

// Whether the address lies in a function. The stubs of the procedure linkage table, through which
// an object calls its imports, are no functions.
bool is_in_function(std::uintptr_t address);

// Registers an object whose C runs on PEs. Messages name these objects even if a fault lies in
// code that they have called. in_registered_object(): whether the address lies in the code of such
// an object; may be called inside a signal handler.
void register_object(const void* an_address_in_it);
std::vector<ObjectMemory::Range> registered_objects(); // their code, in the order of loading
bool in_registered_object(std::uintptr_t address);

// Whether the address follows a call instruction in the code of a registered object.
bool is_return_address(std::uintptr_t address);

} // namespace itstorm
