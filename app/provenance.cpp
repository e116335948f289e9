#include "provenance.h"
#include "hash.h"
#include "version.h"
#include <fstream>
#include <iterator>

namespace itstorm {

namespace {

// What the compiler left in .comment.
std::string compiler(const std::string& bytes)
{
    const std::size_t at = bytes.find("GCC: (");
    return at == std::string::npos ? "unknown" : std::string(bytes.c_str() + at);
}

} // namespace

Provenance provenance_of(const Scenario& scenario)
{
    std::ifstream file(scenario.hypervisor, std::ios::binary);
    const std::string bytes(std::istreambuf_iterator<char>(file), {});
    const std::string name = scenario.hypervisor.substr(scenario.hypervisor.find_last_of('/') + 1);
    return { version, name, hash_of(bytes), compiler(bytes) };
}

} // namespace itstorm
