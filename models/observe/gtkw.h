// SPDX-License-Identifier: Apache-2.0
// A GTKWave save file: which signals of a dump are shown, in which groups, in which order and how;
// named markers; and the stretch of time that the window shows first. Called by VcdDump.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace itstorm {

enum class Show { Bit, Decimal, Hex, Text, Curve }; // Curve: analog steps, four rows high

class Gtkw {
public:
    explicit Gtkw(const std::string& dump_file) : dump_file_(dump_file) {} // from the save file

    // Groups are shown by place, those of one place in the order of these calls.
    void begin_group(const std::string& name, unsigned place);
    void signal(const std::string& path, Show show); // "soc.its0.creadr[19:0]"
    void end_group();

    void mark(std::uint64_t ps, const std::string& name);

    // Shows from..to, with the first 26 marks that lie in it. False: cannot be written.
    bool save(const std::string& path, std::uint64_t from_ps, std::uint64_t to_ps) const;

private:
    struct Group {
        unsigned place;
        std::string name, lines;
    };
    struct Mark {
        std::uint64_t ps;
        std::string name;
    };
    std::string groups() const;
    std::string window(std::uint64_t from_ps, std::uint64_t to_ps) const;

    const std::string dump_file_;
    std::vector<Group> groups_;
    std::vector<Mark> marks_;
};

} // namespace itstorm
