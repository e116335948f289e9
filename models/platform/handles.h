// SPDX-License-Identifier: Apache-2.0
// Handles that objects hold: numbers in a range of addresses where nothing is mapped, never the
// address of anything of ours. A handle that an object has invented, has kept for too long or has
// taken for another kind is looked up in constant time, as a valid one is, and is not found.
#pragma once
#include <cstdint>
#include <memory>
#include <vector>

namespace itstorm {

constexpr std::uintptr_t lock_handles = 0x2000'0000'0000, stack_handles = 0x2100'0000'0000,
                         vcpu_handles = 0x2200'0000'0000;

// `Handle`: the incomplete type in the objects' headers. `first`: the number of the first handle,
// which tells the kinds apart. Numbers are never used again, so the handle of a destroyed item
// stays unknown.
template <class Item, class Handle, std::uintptr_t first>
class HandleTable {
public:
    Handle* add(std::unique_ptr<Item> item)
    {
        items_.push_back(std::move(item));
        live_++;
        return handle(items_.size() - 1);
    }

    // nullptr: no such handle, or its item has been removed.
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
    const std::vector<std::unique_ptr<Item>>& items() const { return items_; } // nullptr: removed

private:
    static Handle* handle(std::size_t n) { return reinterpret_cast<Handle*>(first + n); }

    std::vector<std::unique_ptr<Item>> items_;
    std::size_t live_ = 0;
};

} // namespace itstorm
