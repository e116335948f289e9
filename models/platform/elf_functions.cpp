// SPDX-License-Identifier: Apache-2.0
// functions_in(): see elf_functions.h. Every offset of the file is checked.
#include "elf_functions.h"
#include "elf_bytes.h"
#include <algorithm>
#include <cstring>
#include <elf.h>
#include <fstream>
#include <iterator>

namespace itstorm {

namespace {

std::vector<char> read_file(const std::string& path)
{
    std::ifstream in(path, std::ios::binary);
    return { std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>() };
}

// Appends the functions of a symbol table. The local symbols of a source file follow the symbol
// with its name.
void take_functions(const std::vector<char>& file, const Elf64_Shdr& table,
                    const Elf64_Shdr& strings, std::vector<ElfFunction>& functions)
{
    std::string source;
    Elf64_Sym symbol;
    for (std::uint64_t n = 0; n < table.sh_size / sizeof symbol; n++) {
        if (!read_at(file, table.sh_offset + n * sizeof symbol, symbol))
            return;
        const std::uint64_t place = strings.sh_offset + symbol.st_name;
        const char* name = place < file.size() ? file.data() + place : "";
        if (ELF64_ST_TYPE(symbol.st_info) == STT_FILE)
            source = name;
        const bool is_local = ELF64_ST_BIND(symbol.st_info) == STB_LOCAL;
        if (ELF64_ST_TYPE(symbol.st_info) == STT_FUNC && symbol.st_value != 0 && *name != '\0')
            functions.push_back({ name, is_local ? source : "", symbol.st_value, 0 });
    }
}

// Sorts by address, keeps the alphabetically first of several names of an address, and fills in
// where each function ends.
void sort(std::vector<ElfFunction>& functions)
{
    const auto before = [](const ElfFunction& a, const ElfFunction& b) {
        return a.begin != b.begin ? a.begin < b.begin : a.name < b.name;
    };
    const auto same_place = [](const ElfFunction& a, const ElfFunction& b) {
        return a.begin == b.begin;
    };
    std::sort(functions.begin(), functions.end(), before);
    functions.erase(std::unique(functions.begin(), functions.end(), same_place), functions.end());
    for (std::size_t n = 0; n < functions.size(); n++)
        functions[n].end = n + 1 < functions.size() ? functions[n + 1].begin : UINT64_MAX;
}

bool read_section(const std::vector<char>& file, const Elf64_Ehdr& header, std::uint64_t n,
                  Elf64_Shdr& out)
{
    return read_at(file, header.e_shoff + n * sizeof out, out);
}

// Calls take(header, section, the section that its sh_link names) for each section; for none if the
// file is no ELF file.
template <typename Take>
void for_each_section(const std::vector<char>& file, Take take)
{
    Elf64_Ehdr header;
    if (!read_at(file, 0, header) || std::memcmp(header.e_ident, ELFMAG, SELFMAG) != 0)
        return;
    for (unsigned n = 0; n < header.e_shnum; n++) {
        Elf64_Shdr section, linked;
        if (read_section(file, header, n, section) &&
            read_section(file, header, section.sh_link, linked))
            take(header, section, linked);
    }
}

} // namespace

std::vector<ElfFunction> functions_in(const std::string& path)
{
    std::vector<ElfFunction> functions;
    std::vector<char> file = read_file(path);
    file.push_back('\0');
    for_each_section(file,
                     [&](const Elf64_Ehdr&, const Elf64_Shdr& table, const Elf64_Shdr& strings) {
                         if (table.sh_type == SHT_SYMTAB || table.sh_type == SHT_DYNSYM)
                             take_functions(file, table, strings, functions);
                     });
    sort(functions);
    return functions;
}

std::string section_of(const std::string& path, const std::string& name)
{
    std::string text;
    std::vector<char> file = read_file(path);
    file.push_back('\0');
    for_each_section(
        file, [&](const Elf64_Ehdr& header, const Elf64_Shdr& section, const Elf64_Shdr&) {
            Elf64_Shdr names;
            if (!read_section(file, header, header.e_shstrndx, names))
                return;
            const std::uint64_t at = names.sh_offset + section.sh_name;
            const std::uint64_t end = section.sh_offset + section.sh_size;
            if (section.sh_type != SHT_NOBITS && at < file.size() && name == file.data() + at &&
                section.sh_offset <= end && end < file.size())
                text.assign(file.data() + section.sh_offset, section.sh_size);
        });
    return text;
}

std::string written_name(const std::string& name)
{
    return name.substr(0, name.find('.'));
}

} // namespace itstorm
