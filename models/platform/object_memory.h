// SPDX-License-Identifier: Apache-2.0
// What a loaded object has in memory: its readable segments. A table or text that an object hands
// over before there is a machine lies in them; a pointer to anywhere else is a mistake, found
// without following it.
#pragma once
#include <cstddef>
#include <cstdint>
#include <link.h>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace itstorm {

class ObjectMemory {
public:
    explicit ObjectMemory(const void* an_address_in_it);

    struct Range {
        std::uintptr_t begin, end;
    };
    Range code() const { return code_; }

    bool holds(const void* at, std::uint64_t bytes) const;

    // The text at `at`, if all of it is there and it ends within `most` characters.
    std::optional<std::string_view> text(const char* at, std::size_t most) const;

private:
    static int take(dl_phdr_info* object, std::size_t, void* memory);
    const Range* range_of(const void* at) const;

    std::uintptr_t address_ = 0;
    Range code_{ 0, 0 };
    std::vector<Range> ranges_;
};

// A text that running C of an object hands over, as it may be shown; nullptr: "(no text)". It may
// lie in any memory: a wild pointer is a fault of that C, and is met here, on its own stack, before
// anything else is done.
std::string shown_text(const char* text, std::size_t most);

} // namespace itstorm
