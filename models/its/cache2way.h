// SPDX-License-Identifier: Apache-2.0
// A look-aside cache of decoded table entries: two ways per set. A fill takes the way that has the
// key already (two misses of one key may overlap), then one that is free, then the older. Holds
// copies only, takes no time; TableWalk asks and fills, commands drop. Zero sets: every look-up
// misses.
#pragma once
#include <cstdint>
#include <optional>
#include <vector>

namespace itstorm {

template <class Entry>
class Cache2Way {
public:
    explicit Cache2Way(std::uint32_t sets) : sets_(sets) {} // 0, or a power of two

    std::optional<Entry> find(std::uint64_t key, std::uint64_t index)
    {
        if (sets_.empty())
            return std::nullopt;
        Set& set = set_of(index);
        for (unsigned way = 0; way < 2; way++)
            if (set.way[way].valid && set.way[way].key == key) {
                set.older = way ^ 1u;
                return set.way[way].entry;
            }
        return std::nullopt;
    }

    void fill(std::uint64_t key, std::uint64_t index, const Entry& entry)
    {
        if (sets_.empty())
            return;
        Set& set = set_of(index);
        const unsigned way = way_for(set, key);
        set.way[way] = { true, key, entry };
        set.older = way ^ 1u;
    }

    void drop_one(std::uint64_t key, std::uint64_t index)
    {
        if (sets_.empty())
            return;
        for (Line& line : set_of(index).way)
            line.valid = line.valid && line.key != key;
    }

    template <class Predicate>
    void drop_if(Predicate predicate)
    {
        for (Set& set : sets_)
            for (Line& line : set.way)
                line.valid = line.valid && !predicate(line.key);
    }

private:
    struct Line {
        bool valid = false;
        std::uint64_t key = 0;
        Entry entry{};
    };
    struct Set {
        Line way[2];
        unsigned older = 0;
    };

    static unsigned way_for(const Set& set, std::uint64_t key)
    {
        for (unsigned way = 0; way < 2; way++)
            if (set.way[way].valid && set.way[way].key == key)
                return way;
        for (unsigned way = 0; way < 2; way++)
            if (!set.way[way].valid)
                return way;
        return set.older;
    }

    Set& set_of(std::uint64_t index) { return sets_[index & (sets_.size() - 1)]; } // low bits

    std::vector<Set> sets_;
};

} // namespace itstorm
