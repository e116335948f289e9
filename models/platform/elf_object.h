// SPDX-License-Identifier: Apache-2.0
// What an object file says about itself, read from the file before the dynamic linker may touch it:
// for which machine it is, what it needs from outside, whether code of it would run at load time.
// Every offset of the file is checked; nothing of it is executed.
#pragma once
#include <stdexcept>
#include <string>
#include <vector>

namespace itstorm {

// The object cannot be used: exit status 3. what() names the object and the place.
struct ObjectError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// There is no such file, or it may not be read: exit status 2.
struct ObjectUnreadable : ObjectError {
    using ObjectError::ObjectError;
};

struct ElfObject {
    std::vector<std::string> undefined; // names that its code refers to and does not define
    std::vector<std::string> libraries; // shared libraries that it asks for
    bool runs_at_load = false;          // it has constructors or destructors
    bool is_instrumented = false;       // it calls the coverage function: its time is charged
};

// Throws ObjectError: no ELF shared object of this machine, or a damaged one.
ElfObject read_elf_object(const std::string& path);

} // namespace itstorm
