// ObjectMemory: see object_memory.h.
#include "object_memory.h"
#include "common/printable.h"
#include <algorithm>
#include <cstring>
#include <dlfcn.h>
#include <link.h>

namespace itstorm {

ObjectMemory::ObjectMemory(const void* an_address_in_it)
{
    Dl_info info;
    if (dladdr(an_address_in_it, &info) == 0)
        return;
    const auto base = reinterpret_cast<std::uintptr_t>(info.dli_fbase);
    const auto* header = static_cast<const ElfW(Ehdr)*>(info.dli_fbase);
    const auto* segments = reinterpret_cast<const ElfW(Phdr)*>(base + header->e_phoff);
    for (unsigned n = 0; n < header->e_phnum; n++)
        if (segments[n].p_type == PT_LOAD && (segments[n].p_flags & PF_R) != 0)
            ranges_.push_back(
                { base + segments[n].p_vaddr, base + segments[n].p_vaddr + segments[n].p_memsz });
}

const ObjectMemory::Range* ObjectMemory::range_of(const void* at) const
{
    const auto address = reinterpret_cast<std::uintptr_t>(at);
    const auto found = std::find_if(ranges_.begin(), ranges_.end(), [address](const Range& r) {
        return address >= r.begin && address < r.end;
    });
    return found == ranges_.end() ? nullptr : &*found;
}

bool ObjectMemory::holds(const void* at, std::uint64_t bytes) const
{
    const Range* range = range_of(at);
    return range != nullptr && bytes <= range->end - reinterpret_cast<std::uintptr_t>(at);
}

std::optional<std::string_view> ObjectMemory::text(const char* at, std::size_t most) const
{
    const Range* range = range_of(at);
    if (range == nullptr)
        return std::nullopt;
    const std::size_t room = range->end - reinterpret_cast<std::uintptr_t>(at);
    const std::size_t length = strnlen(at, std::min(room, most + 1));
    if (length > most || length == room)
        return std::nullopt;
    return std::string_view(at, length);
}

std::string shown_text(const char* text, std::size_t most)
{
    constexpr std::size_t looked_at_most = 1 << 20;
    if (text == nullptr)
        return "(no text)";
    return printable(std::string_view(text, strnlen(text, looked_at_most)), most);
}

} // namespace itstorm
