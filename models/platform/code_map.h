// SPDX-License-Identifier: Apache-2.0
// Which function of the loaded objects an address of their code lies in: a table with an entry for
// each byte, made once, since it is asked at each basic block.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace itstorm {

class CodeMap {
public:
    static constexpr std::uint16_t unknown = 0; // the number of "?"

    CodeMap(); // of the objects that are loaded (register_object)

    struct Function {
        // As its author wrote it: parts that the compiler made are in it. One of several of that
        // name in its object, with its file: "begin (driver.c)".
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
