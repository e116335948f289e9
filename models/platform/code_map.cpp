// SPDX-License-Identifier: Apache-2.0
// CodeMap: see code_map.h.
#include "code_map.h"
#include "elf_functions.h"
#include "symbols.h"
#include <algorithm>
#include <dlfcn.h>
#include <map>
#include <set>

namespace itstorm {

namespace {

std::map<std::string, std::set<std::string>>
files_by_name(const std::vector<ElfFunction>& functions)
{
    std::map<std::string, std::set<std::string>> files;
    for (const ElfFunction& function : functions)
        files[written_name(function.name)].insert(function.file);
    return files;
}

} // namespace

CodeMap::CodeMap()
{
    for (const ObjectMemory::Range& code : registered_objects())
        add(code.begin, code.end);
}

// Choice: all objects together may have 65,535 functions; further functions count as "?".
std::uint16_t CodeMap::number_of(const std::string& name, const std::string& object)
{
    const auto found =
        std::find_if(functions_.begin(), functions_.end(), [&](const Function& function) {
            return function.name == name && function.object == object;
        });
    if (found == functions_.end() && functions_.size() == UINT16_MAX)
        return unknown;
    const auto number = static_cast<std::uint16_t>(found - functions_.begin());
    if (found == functions_.end())
        functions_.push_back({ name, object });
    return number;
}

void CodeMap::add(std::uintptr_t begin, std::uintptr_t end)
{
    Dl_info info;
    if (dladdr(reinterpret_cast<void*>(begin), &info) == 0 || info.dli_fname == nullptr)
        return;
    const std::string path = info.dli_fname;
    const std::string name = base_name(path);
    const auto base = reinterpret_cast<std::uintptr_t>(info.dli_fbase);
    Object object{ begin, std::vector<std::uint16_t>(end - begin, unknown) };
    const std::vector<ElfFunction> functions = functions_in(path);
    const std::map<std::string, std::set<std::string>> files = files_by_name(functions);
    for (const ElfFunction& function : functions) {
        const std::string written = written_name(function.name);
        const bool is_one_of_several = files.at(written).size() > 1 && !function.file.empty();
        const std::uint16_t number =
            number_of(is_one_of_several ? written + " (" + function.file + ")" : written, name);
        const std::uint64_t last = std::min<std::uint64_t>(function.end, end - base);
        for (std::uint64_t at = function.begin; at < last; at++)
            if (base + at >= begin)
                object.functions[base + at - begin] = number;
    }
    objects_.push_back(std::move(object));
}

} // namespace itstorm
