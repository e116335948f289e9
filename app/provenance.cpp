// SPDX-License-Identifier: Apache-2.0
#include "provenance.h"
#include "hash.h"
#include "version.h"
#include <fstream>
#include <iterator>

namespace itstorm {

namespace {

// The compiler's name, which it leaves in the section .comment.
std::string compiler(const std::string& bytes)
{
    const std::size_t at = bytes.find("GCC: (");
    return at == std::string::npos ? "unknown" : std::string(bytes.c_str() + at);
}

} // namespace

Provenance::Object provenance_of_object(const std::string& path)
{
    std::ifstream file(path, std::ios::binary);
    const std::string bytes(std::istreambuf_iterator<char>(file), {});
    return { path.substr(path.find_last_of('/') + 1), hash_of(bytes), compiler(bytes) };
}

Provenance provenance_of(const Scenario& scenario)
{
    Provenance provenance{ version, provenance_of_object(scenario.hypervisor), {} };
    for (std::size_t n = 1; n < scenario.guests.size();
         ++n) // the first one is ours, which the version names
        provenance.guests.push_back(provenance_of_object(scenario.guests[n]));
    return provenance;
}

} // namespace itstorm
