#include "provenance.h"
#include "version.h"
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <iterator>

namespace itstorm {

namespace {

// FNV-1a, 64 bit: enough to tell builds apart.
std::string hash(const std::string& bytes)
{
    std::uint64_t h = 0xcbf29ce484222325ull;
    for (const char c : bytes)
        h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3ull;
    char text[32];
    std::snprintf(text, sizeof text, "fnv1a64:%016llx", static_cast<unsigned long long>(h));
    return text;
}

// What the compiler left in .comment.
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
    return { path.substr(path.find_last_of('/') + 1), hash(bytes), compiler(bytes) };
}

Provenance provenance_of(const Scenario& scenario)
{
    Provenance provenance{ version, provenance_of_object(scenario.hypervisor), {} };
    for (std::size_t n = 1; n < scenario.guests.size(); ++n) // ours is first, and of this version
        provenance.guests.push_back(provenance_of_object(scenario.guests[n]));
    return provenance;
}

} // namespace itstorm
