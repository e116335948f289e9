// SPDX-License-Identifier: Apache-2.0
// ObjectMemory: see object_memory.h.
#include "object_memory.h"
#include "common/printable.h"
#include <algorithm>
#include <cstring>
#include <dlfcn.h>

namespace itstorm {

ObjectMemory::ObjectMemory(const void* an_address_in_it)
{
    Dl_info info;
    if (dladdr(an_address_in_it, &info) == 0)
        return;
    address_ = reinterpret_cast<std::uintptr_t>(info.dli_fbase);
    dl_iterate_phdr(&ObjectMemory::take, this);
}

int ObjectMemory::take(dl_phdr_info* object, std::size_t, void* memory)
{
    auto& self = *static_cast<ObjectMemory*>(memory);
    if (object->dlpi_addr != self.address_)
        return 0;
    for (unsigned n = 0; n < object->dlpi_phnum; n++) {
        const ElfW(Phdr)& segment = object->dlpi_phdr[n];
        if (segment.p_type != PT_LOAD)
            continue;
        const std::uintptr_t begin = self.address_ + segment.p_vaddr;
        const Range range{ begin, begin + segment.p_memsz };
        if ((segment.p_flags & PF_R) != 0)
            self.ranges_.push_back(range);
        if ((segment.p_flags & PF_X) != 0)
            self.code_ = range;
    }
    return 1;
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
