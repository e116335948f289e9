// SPDX-License-Identifier: Apache-2.0
// Gtkw: see gtkw.h. A line "@flags" (hexadecimal) says how the lines after it are shown.
#include "gtkw.h"
#include <algorithm>
#include <cmath>
#include <fstream>

namespace itstorm {

namespace {

constexpr const char* group_begins = "@800200\n";
constexpr const char* group_ends = "@1000200\n";
constexpr const char* yellow = "[color] 3\n";          // of the next signal; others are green
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

// The logarithm of how many time units stand in a frame of 200 pixels, such that from..to fills the
// window (seen with GTKWave 3.3.118).
double zoom(std::uint64_t from_ps, std::uint64_t to_ps)
{
    constexpr double window_pixels = 880, frame_pixels = 200;
    const double shown_ps = static_cast<double>(to_ps - std::min(from_ps, to_ps));
    return std::log2(std::max(1.0, shown_ps / window_pixels * frame_pixels));
}

} // namespace

void Gtkw::begin_group(const std::string& name, unsigned place)
{
    groups_.push_back({ place, name, group_begins + ("-" + name) + "\n" });
}

void Gtkw::signal(const std::string& path, Show show)
{
    std::string& lines = groups_.back().lines;
    if (show == Show::Curve)
        lines += yellow;
    lines += flags(show) + path + "\n";
    if (show == Show::Curve)
        lines += more_rows;
}

void Gtkw::end_group()
{
    groups_.back().lines += group_ends + ("-" + groups_.back().name) + "\n";
}

void Gtkw::mark(std::uint64_t ps, const std::string& name)
{
    marks_.push_back({ ps, name });
}

std::string Gtkw::groups() const
{
    std::vector<const Group*> shown;
    for (const Group& group : groups_)
        shown.push_back(&group);
    std::stable_sort(shown.begin(), shown.end(),
                     [](const Group* a, const Group* b) { return a->place < b->place; });
    std::string text;
    for (const Group* group : shown)
        text += group->lines;
    return text;
}

// A line "*-zoom cursor A B ..." with the times of the cursor and of the markers A to Z, -1: none;
// then a line for the name of each marker.
std::string Gtkw::window(std::uint64_t from_ps, std::uint64_t to_ps) const
{
    constexpr unsigned markers = 26;
    std::string times, names;
    unsigned marker = 0;
    for (const Mark& mark : marks_) {
        if (mark.ps < from_ps || mark.ps > to_ps || marker == markers)
            continue;
        times += " " + std::to_string(mark.ps);
        names +=
            std::string("[markername] ") + static_cast<char>('A' + marker++) + mark.name + "\n";
    }
    for (; marker < markers; ++marker)
        times += " -1";
    return "[timestart] " + std::to_string(from_ps) + "\n*-" +
           std::to_string(zoom(from_ps, to_ps)) + " -1" + times + "\n" + names;
}

bool Gtkw::save(const std::string& path, std::uint64_t from_ps, std::uint64_t to_ps) const
{
    std::ofstream file(path, std::ios::binary);
    file << "[dumpfile] \"" << dump_file_ << "\"\n[size] 1400 900\n[sst_expanded] 1\n"
         << groups() << window(from_ps, to_ps);
    file.close();
    return !file.fail();
}

} // namespace itstorm
