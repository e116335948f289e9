// SPDX-License-Identifier: Apache-2.0
// Handles that objects hold: numbers in a range of addresses where nothing is mapped, never the
// address of anything of ours. Whatever an object invents, keeps too long or takes for another kind
// of handle is looked up like a good one, in constant time, and not found.
#pragma once
#include <cstdint>
#include <memory>
#include <vector>

namespace itstorm {

constexpr std::uintptr_t lock_handles = 0x2000'0000'0000, stack_handles = 0x2100'0000'0000,
                         vcpu_handles = 0x2200'0000'0000;

// `Handle` is the incomplete type of the boundary; `first` tells the kinds apart. A place is never
// used again, so a handle of something destroyed stays unknown.
template <class Item, class Handle, std::uintptr_t first>
class HandleTable {
public:
    Handle* add(std::unique_ptr<Item> item)
    {
        items_.push_back(std::move(item));
        live_++;
        return handle(items_.size() - 1);
    }

    // nullptr: no such handle, or what it named is no more.
    Item* find(const Handle* handle) const
    {
        const std::uintptr_t n = reinterpret_cast<std::uintptr_t>(handle) - first;
        return n < items_.size() ? items_[n].get() : nullptr;
    }

    void remove(const Handle* handle)
    {
        items_[reinterpret_cast<std::uintptr_t>(handle) - first].reset();
        live_--;
    }

    std::size_t live() const { return live_; }
    std::size_t ever() const { return items_.size(); }
    const std::vector<std::unique_ptr<Item>>& items() const { return items_; } // nullptr: no more

private:
    static Handle* handle(std::size_t n) { return reinterpret_cast<Handle*>(first + n); }

    std::vector<std::unique_ptr<Item>> items_;
    std::size_t live_ = 0;
};

} // namespace itstorm
