// SPDX-License-Identifier: Apache-2.0
// A GTKWave save file: which signals of a dump are shown, in which groups and how. Called by
// VcdTrace.
#pragma once
#include <cstdint>
#include <string>

namespace itstorm {

enum class Show { Bit, Decimal, Hex, Text, Curve }; // Curve: analog steps, four rows high

class Gtkw {
public:
    explicit Gtkw(const std::string& dump_file); // its name, seen from the save file's folder

    void begin_group(const std::string& name);
    void signal(const std::string& path, Show show); // "soc.its0.creadr[19:0]"
    void end_group();
    void show(std::uint64_t from_ps, std::uint64_t to_ps); // this stretch fills the window
    bool save(const std::string& path) const;

private:
    std::string text_, group_;
};

} // namespace itstorm
