// SPDX-License-Identifier: Apache-2.0
// Values by a 64-bit key, found in a few instructions and without an allocation each: what is
// looked up for each message of a storm. Open addressing with linear probing, at most half full.
// Nobody can go through it, so no result depends on its order.
//
// The key ~0 is no key. A pointer to a value is good until the next change of the table.
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace itstorm {

template <class Value>
class OpenTable {
public:
    const Value* find(std::uint64_t key) const
    {
        const Place& place = places_[place_of(key)];
        return place.key == key ? &place.value : nullptr;
    }
    Value* find(std::uint64_t key) { return const_cast<Value*>(std::as_const(*this).find(key)); }

    Value& operator[](std::uint64_t key) // a new one is Value{}
    {
        if (2 * (size_ + 1) > places_.size())
            grow();
        Place& place = places_[place_of(key)];
        if (place.key != key) {
            place = { key, Value{} };
            ++size_;
        }
        return place.value;
    }

    void erase(std::uint64_t key)
    {
        const std::size_t place = place_of(key);
        if (places_[place].key == key)
            vacate(place);
    }

    // Its value, which is gone then. Nothing: there was none.
    std::optional<Value> take(std::uint64_t key)
    {
        const std::size_t place = place_of(key);
        if (places_[place].key != key)
            return std::nullopt;
        const std::optional<Value> taken(std::move(places_[place].value));
        vacate(place);
        return taken;
    }

    void clear()
    {
        places_.assign(places_.size(), {});
        size_ = 0;
    }

    std::size_t size() const { return size_; }

private:
    static constexpr std::uint64_t none = ~std::uint64_t{ 0 };
    static constexpr unsigned first_bits = 4;

    struct Place {
        std::uint64_t key = none;
        Value value{};
    };

    // Keys are numbers in a row, in classes that differ in high bits: multiplied by 2^64 over the
    // golden ratio their upper bits are spread.
    std::size_t home_of(std::uint64_t key) const
    {
        return key * 0x9e37'79b9'7f4a'7c15u >> (64 - bits_);
    }
    std::size_t after(std::size_t place) const { return (place + 1) & (places_.size() - 1); }

    std::size_t place_of(std::uint64_t key) const // where it is, or would be put
    {
        std::size_t place = home_of(key);
        while (places_[place].key != key && places_[place].key != none)
            place = after(place);
        return place;
    }

    // What comes behind it and had to give way to it moves up.
    void vacate(std::size_t hole)
    {
        for (std::size_t next = after(hole); places_[next].key != none; next = after(next)) {
            const std::size_t distance = (next - home_of(places_[next].key)) & (places_.size() - 1);
            if (distance < ((next - hole) & (places_.size() - 1)))
                continue; // it is not this one that is in its way
            places_[hole] = std::move(places_[next]);
            hole = next;
        }
        places_[hole].key = none;
        --size_;
    }

    void grow()
    {
        std::vector<Place> old(places_.size() * 2);
        old.swap(places_);
        ++bits_;
        for (Place& place : old)
            if (place.key != none)
                places_[place_of(place.key)] = std::move(place);
    }

    unsigned bits_ = first_bits;
    std::vector<Place> places_ = std::vector<Place>(std::size_t{ 1 } << first_bits);
    std::size_t size_ = 0;
};

} // namespace itstorm
