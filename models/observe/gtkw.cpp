// SPDX-License-Identifier: Apache-2.0
// Gtkw: see gtkw.h. A line "@flags" (hexadecimal) says how the lines after it are shown.
#include "gtkw.h"
#include <fstream>

namespace itstorm {

namespace {

constexpr const char* group_begins = "@800200\n";
constexpr const char* group_ends = "@1000200\n";
constexpr const char* more_rows = "@20000\n-\n-\n-\n"; // a curve stretches over blank analog rows

const char* flags(Show show)
{
    switch (show) {
    case Show::Bit: return "@28\n";
    case Show::Decimal: return "@24\n";
    case Show::Hex: return "@22\n";
    case Show::Curve: return "@88024\n"; // scaled to the whole dump, not to the window
    case Show::Text: break;
    }
    return "@820\n";
}

} // namespace

Gtkw::Gtkw(const std::string& dump_file)
    : text_("[dumpfile] \"" + dump_file + "\"\n[size] 1400 900\n[sst_expanded] 1\n")
{
}

void Gtkw::begin_group(const std::string& name)
{
    group_ = name;
    text_ += group_begins + ("-" + name) + "\n";
}

void Gtkw::signal(const std::string& path, Show show)
{
    text_ += flags(show) + path + "\n";
    if (show == Show::Curve)
        text_ += more_rows;
}

void Gtkw::end_group()
{
    text_ += group_ends + ("-" + group_) + "\n";
}

// A line "*-n": 150 pixels show 2^n time units (seen with GTKWave 3.3.118).
void Gtkw::show(std::uint64_t from_ps, std::uint64_t to_ps)
{
    constexpr std::uint64_t window_pixels = 900;
    const std::uint64_t wanted = (to_ps - from_ps) / window_pixels * 150;
    unsigned zoom = 0;
    while (wanted >> zoom > 0)
        zoom++;
    text_ +=
        "[timestart] " + std::to_string(from_ps) + "\n*-" + std::to_string(zoom) + ".000000 -1\n";
}

bool Gtkw::save(const std::string& path) const
{
    std::ofstream file(path, std::ios::binary);
    file << text_;
    file.close();
    return !file.fail();
}

} // namespace itstorm
