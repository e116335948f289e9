// SPDX-License-Identifier: Apache-2.0
// The readable segments of a loaded object. A table or text that an object hands over before there
// is a machine must lie in them; a pointer to anywhere else is refused without being followed.
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

    // The text at `at`; nothing if it does not lie in the object or is longer than `most`.
    std::optional<std::string_view> text(const char* at, std::size_t most) const;

private:
    static int take(dl_phdr_info* object, std::size_t, void* memory);
    const Range* range_of(const void* at) const;

    std::uintptr_t address_ = 0;
    Range code_{ 0, 0 };
    std::vector<Range> ranges_;
};

// A text from running C of an object, with unprintable characters replaced; nullptr: "(no text)".
// The text may lie in any memory. A wild pointer faults here, while the object's stack is the
// current one, so that the fault is reported as the object's.
std::string shown_text(const char* text, std::size_t most);

} // namespace itstorm
