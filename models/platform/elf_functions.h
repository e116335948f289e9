// SPDX-License-Identifier: Apache-2.0
// The functions of an object file, by its own symbol table: most of them are hidden from the
// dynamic linker.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace itstorm {

struct ElfFunction {
    std::string name;         // "cmdq_send", and parts that the compiler made: "cmdq_send.part.0"
    std::string file;         // "cmdq.c", of one that others cannot see; else empty
    std::uint64_t begin, end; // offsets from where the object is loaded; `end`: of the next one's
};

// In the order of their addresses; none if the file has no symbols, or is no ELF file.
std::vector<ElfFunction> functions_in(const std::string& path);

// What is in a section of the file; empty: there is none.
std::string section_of(const std::string& path, const std::string& name);

// The function that its author wrote: "cmdq_send".
std::string written_name(const std::string& name);

} // namespace itstorm
