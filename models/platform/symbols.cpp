// SPDX-License-Identifier: Apache-2.0
// Symbol look-up: dladdr finds the object, its ELF .symtab the function.
#include "symbols.h"
#include "elf_functions.h"
#include <algorithm>
#include <atomic>
#include <cstring>
#include <dlfcn.h>
#include <sstream>
#include <stdexcept>

namespace itstorm {

namespace {

// The code of registered objects. Entries are only ever appended, because signal handlers read
// the array.
constexpr std::size_t most_objects = 64;
ObjectMemory::Range objects[most_objects];
std::atomic<std::size_t> object_count{ 0 };

std::string function_at(const char* path, std::uint64_t offset)
{
    std::ostringstream text;
    for (const ElfFunction& function : functions_in(path))
        if (offset >= function.begin && offset < function.end)
            text << function.name << "+0x" << std::hex << offset - function.begin;
    return text.str().empty() ? "?" : text.str();
}

} // namespace

std::string base_name(const std::string& path)
{
    const auto slash = path.rfind('/');
    return slash == std::string::npos ? path : path.substr(slash + 1);
}

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

std::vector<ObjectMemory::Range> registered_objects()
{
    return { objects, objects + object_count };
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
    constexpr std::uintptr_t longest_call = 8; // bytes; not less than any call instruction
    if (!in_registered_object(address) || !in_registered_object(address - longest_call))
        return false;
    const auto* after = reinterpret_cast<const unsigned char*>(address);
#if defined(__x86_64__) // call rel32; call r64; call [mem] with no, an 8-bit or a 32-bit offset
    const auto by_register = [](unsigned modrm) { return (modrm & 0xf8) == 0xd0; };
    const auto in_memory = [](unsigned modrm) { return (modrm & 0x38) == 0x10; };
    return after[-5] == 0xe8 || (after[-2] == 0xff && by_register(after[-1])) ||
           (after[-2] == 0xff && in_memory(after[-1])) ||
           (after[-3] == 0xff && in_memory(after[-2])) ||
           (after[-6] == 0xff && in_memory(after[-5]));
#else // BL, BLR
    std::uint32_t before;
    std::memcpy(&before, after - sizeof before, sizeof before);
    return (before & 0xfc000000u) == 0x94000000u || (before & 0xfffffc1fu) == 0xd63f0000u;
#endif
}

} // namespace itstorm
