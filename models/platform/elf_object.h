// SPDX-License-Identifier: Apache-2.0
// Reads from an object file, before the dynamic linker loads it: for which machine it is, what it
// imports, whether any of its code would run at load time. Every offset in the file is checked;
// none of its code is executed.
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

// Throws ObjectError: "PATH: why".
[[noreturn]] void refuse_object(const std::string& path, const std::string& why);
std::string printable_path(const std::string& path); // for messages

// The function that the compiler calls at each basic block (-fsanitize-coverage=trace-pc).
inline constexpr const char* coverage_call = "__sanitizer_cov_trace_pc";

struct ElfObject {
    std::vector<std::string> undefined; // names that its code refers to and does not define
    std::vector<std::string> libraries; // shared libraries that it asks for
    bool runs_at_load = false;          // it has constructors or destructors
    bool is_instrumented = false;       // it calls coverage_call, so that its time is charged
};

// Throws ObjectError if the file is damaged or is no ELF shared object for this processor.
ElfObject read_elf_object(const std::string& path);

} // namespace itstorm
