// SPDX-License-Identifier: Apache-2.0
// Finds the function of a loaded object in which an address of code lies. A table with an entry for
// each byte of code, made once, because it is used at each basic block.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace itstorm {

class CodeMap {
public:
    static constexpr std::uint16_t unknown = 0; // the number of "?"

    CodeMap(); // of all loaded objects (register_object)

    struct Function {
        // The name in the source: parts that the compiler has split off count as the function. If
        // an object has several functions of that name, each with its file: "begin (driver.c)".
        std::string name;
        std::string object; // "itstorm_hypervisor.so"
    };
    const std::vector<Function>& functions() const { return functions_; }

    std::uint16_t at(std::uintptr_t address) const // number of the function
    {
        for (const Object& object : objects_)
            if (address - object.begin < object.functions.size())
                return object.functions[address - object.begin];
        return unknown;
    }

private:
    struct Object {
        std::uintptr_t begin;
        std::vector<std::uint16_t> functions; // by byte of its code
    };
    void add(std::uintptr_t begin, std::uintptr_t end);
    std::uint16_t number_of(const std::string& name, const std::string& object);

    std::vector<Function> functions_{ { "?", "?" } };
    std::vector<Object> objects_;
};

} // namespace itstorm
