// SPDX-License-Identifier: Apache-2.0
// A register block as a table of rows: offset, bytes, name, reset value, writable bits, and what a
// read or a write does. Anything not in the table reads as zero and ignores writes; a 64-bit
// register takes a 64-bit access or two 32-bit halves.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace itstorm {

// A row of Owner's table. read: what software sees (given the stored value). written: called after
// the stored value has changed, with the value before; it may change the stored value further
// through RegFile::set.
template <class Owner>
struct Reg {
    std::uint32_t offset;
    unsigned bytes; // 4 or 8
    const char* name;
    std::uint64_t reset;
    std::uint64_t writable;
    std::uint64_t (Owner::*read)(std::uint64_t stored);
    void (Owner::*written)(std::uint64_t before, std::uint64_t value);
};

template <class Owner>
class RegFile {
public:
    RegFile(Owner& owner, std::vector<Reg<Owner>> table) : owner_(owner)
    {
        for (const Reg<Owner>& reg : table)
            regs_.emplace(reg.offset, Entry{ reg, reg.reset });
    }

    // False: an access size or alignment that no register takes (read as zero, write ignored).
    bool read(std::uint32_t offset, unsigned bytes, std::uint64_t& value)
    {
        value = 0;
        Entry* entry = find(offset, bytes);
        if (entry == nullptr)
            return false;
        const std::uint64_t whole =
            entry->reg.read ? (owner_.*entry->reg.read)(entry->stored) : entry->stored;
        value = bytes == entry->reg.bytes
                    ? whole
                    : static_cast<std::uint32_t>(whole >> shift(*entry, offset));
        return true;
    }

    bool write(std::uint32_t offset, unsigned bytes, std::uint64_t value)
    {
        Entry* entry = find(offset, bytes);
        if (entry == nullptr)
            return false;
        std::uint64_t mask = entry->reg.writable;
        if (bytes != entry->reg.bytes) {
            const unsigned low = shift(*entry, offset);
            mask &= 0xffffffffull << low;
            value = (value & 0xffffffffull) << low;
        }
        const std::uint64_t before = entry->stored;
        entry->stored = (before & ~mask) | (value & mask);
        if (entry->reg.written)
            (owner_.*entry->reg.written)(before, entry->stored);
        return true;
    }

    // There is a register here, and no write changes it.
    bool read_only(std::uint32_t offset, unsigned bytes)
    {
        const Entry* entry = find(offset, bytes);
        return entry != nullptr && entry->reg.writable == 0;
    }

    std::uint64_t get(std::uint32_t offset) const { return stored(offset); }
    // Of a register that is asked for often: where its value stays.
    const std::uint64_t& stored(std::uint32_t offset) const { return regs_.at(offset).stored; }
    void set(std::uint32_t offset, std::uint64_t value) { regs_.at(offset).stored = value; }

private:
    struct Entry {
        Reg<Owner> reg;
        std::uint64_t stored;
    };

    Entry* find(std::uint32_t offset, unsigned bytes)
    {
        if ((bytes != 4 && bytes != 8) || offset % bytes != 0)
            return nullptr;
        auto at = regs_.find(offset);
        if (at == regs_.end() && offset % 8 == 4)
            at = regs_.find(offset - 4); // upper half of a 64-bit register
        if (at == regs_.end() || bytes > at->second.reg.bytes ||
            offset >= at->first + at->second.reg.bytes)
            return nullptr;
        return &at->second;
    }

    static unsigned shift(const Entry& entry, std::uint32_t offset)
    {
        return (offset - entry.reg.offset) * 8;
    }

    Owner& owner_;
    std::map<std::uint32_t, Entry> regs_;
};

} // namespace itstorm
