// SPDX-License-Identifier: Apache-2.0
// Symbol look-up: dladdr finds the object, its ELF .symtab the function.
#include "symbols.h"
#include "object_memory.h"
#include <algorithm>
#include <atomic>
#include <cstring>
#include <dlfcn.h>
#include <elf.h>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <vector>

namespace itstorm {

namespace {

std::string base_name(const std::string& path)
{
    const auto slash = path.rfind('/');
    return slash == std::string::npos ? path : path.substr(slash + 1);
}

std::vector<char> read_file(const char* path)
{
    std::ifstream in(path, std::ios::binary);
    return { std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>() };
}

// Code of objects. Never moved and never shortened, because signal handlers read it.
constexpr std::size_t most_objects = 64;
ObjectMemory::Range objects[most_objects];
std::atomic<std::size_t> object_count{ 0 };

struct Best {
    std::string name;
    std::uint64_t value = 0;
};

void search(const std::vector<char>& file, const Elf64_Shdr& table, const Elf64_Shdr& strings,
            std::uint64_t offset, Best& best)
{
    for (std::uint64_t at = table.sh_offset;
         at + sizeof(Elf64_Sym) <= table.sh_offset + table.sh_size; at += sizeof(Elf64_Sym)) {
        if (at + sizeof(Elf64_Sym) > file.size())
            return;
        Elf64_Sym symbol;
        std::memcpy(&symbol, file.data() + at, sizeof symbol);
        const bool is_function = ELF64_ST_TYPE(symbol.st_info) == STT_FUNC && symbol.st_value != 0;
        const std::uint64_t name = strings.sh_offset + symbol.st_name;
        if (is_function && symbol.st_value <= offset && symbol.st_value >= best.value &&
            name < file.size())
            best = { file.data() + name, symbol.st_value };
    }
}

std::string function_at(const char* path, std::uint64_t offset)
{
    std::vector<char> file = read_file(path);
    file.push_back('\0');
    Elf64_Ehdr header;
    if (file.size() < sizeof header || std::memcmp(file.data(), ELFMAG, SELFMAG) != 0)
        return "?";
    std::memcpy(&header, file.data(), sizeof header);
    const auto section = [&](std::uint64_t n, Elf64_Shdr& out) {
        const std::uint64_t at = header.e_shoff + n * sizeof(Elf64_Shdr);
        if (at + sizeof out > file.size())
            return false;
        std::memcpy(&out, file.data() + at, sizeof out);
        return true;
    };
    Best best;
    for (unsigned n = 0; n < header.e_shnum; n++) {
        Elf64_Shdr table, strings;
        if (section(n, table) && (table.sh_type == SHT_SYMTAB || table.sh_type == SHT_DYNSYM) &&
            section(table.sh_link, strings))
            search(file, table, strings, offset, best);
    }
    if (best.name.empty())
        return "?";
    std::ostringstream text;
    text << best.name << "+0x" << std::hex << offset - best.value;
    return text.str();
}

} // namespace

std::string describe_address(std::uintptr_t address)
{
    Dl_info info;
    if (address == 0 || dladdr(reinterpret_cast<void*>(address), &info) == 0 ||
        info.dli_fname == nullptr)
        return "? (no object at this address)";
    const std::uint64_t offset = address - reinterpret_cast<std::uintptr_t>(info.dli_fbase);
    return function_at(info.dli_fname, offset) + " in " + base_name(info.dli_fname);
}

bool is_in_function(std::uintptr_t address)
{
    return describe_address(address)[0] != '?';
}

void register_object(const void* an_address_in_it)
{
    const ObjectMemory::Range code = ObjectMemory(an_address_in_it).code();
    if (in_registered_object(code.begin))
        return;
    if (object_count == most_objects)
        throw std::length_error("more than 64 objects are loaded");
    objects[object_count] = code;
    ++object_count;
}

bool in_registered_object(std::uintptr_t address)
{
    return std::any_of(objects, objects + object_count,
                       [address](const ObjectMemory::Range& object) {
                           return address >= object.begin && address < object.end;
                       });
}

bool is_return_address(std::uintptr_t address)
{
    constexpr std::uintptr_t longest_call = 8;
    if (!in_registered_object(address) || !in_registered_object(address - longest_call))
        return false;
    const auto* after = reinterpret_cast<const unsigned char*>(address);
#if defined(__x86_64__)
    const auto by_register = [](unsigned modrm) { return (modrm & 0xf8) == 0xd0; };
    const auto in_memory = [](unsigned modrm) { return (modrm & 0x38) == 0x10; };
    return after[-5] == 0xe8 || (after[-2] == 0xff && by_register(after[-1])) ||
           (after[-2] == 0xff && in_memory(after[-1])) ||
           (after[-3] == 0xff && in_memory(after[-2])) ||
           (after[-6] == 0xff && in_memory(after[-5]));
#else
    std::uint32_t before;
    std::memcpy(&before, after - sizeof before, sizeof before);
    return (before & 0xfc000000u) == 0x94000000u || (before & 0xfffffc1fu) == 0xd63f0000u;
#endif
}

} // namespace itstorm
