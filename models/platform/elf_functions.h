// SPDX-License-Identifier: Apache-2.0
// Reads the functions of an object file from its own symbol table, since the dynamic linker does
// not know hidden ones.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace itstorm {

struct ElfFunction {
    std::string name;         // "cmdq_send", and parts that the compiler made: "cmdq_send.part.0"
    std::string file;         // "cmdq.c" of a static function; empty for any other
    std::uint64_t begin, end; // offsets from the load address; `end`: where the next one begins
};

// In the order of their addresses; none if the file has no symbols, or is no ELF file.
std::vector<ElfFunction> functions_in(const std::string& path);

// The bytes of a section; empty: the file has no such section.
std::string section_of(const std::string& path, const std::string& name);

// The name in the source, without the suffixes of the compiler: "cmdq_send".
std::string written_name(const std::string& name);

} // namespace itstorm
