// SPDX-License-Identifier: Apache-2.0
#include "parameters.h"
#include <algorithm>
#include <map>
#include <sstream>

namespace itstorm {

namespace {

using Kind = Parameter::Kind;

// Kinds of parameters by the text in brackets. Other texts are numbers of something, or words of
// which one is chosen.
const std::map<std::string, Kind> kinds = {
    { "ps, ns, us, ms or s", Kind::Duration },
    { "ns, us, ms or s", Kind::Duration },
    { "B, KiB, MiB or GiB", Kind::Bytes },
    { "/s, k/s, M/s or G/s", Kind::Rate },
    { "Hz, kHz, MHz or GHz", Kind::Frequency },
    { "link", Kind::Link },
    { "name", Kind::Other },
    { "text", Kind::Other },
    { "list", Kind::Other },
    { "list of names", Kind::Other },
    { "list of numbers", Kind::Other },
    { "map", Kind::Other },
    { "bus, device, function", Kind::Other },
};

const std::string set_of = "set of ";

// "1MHz" -> 1000000; a duration in ps.
std::uint64_t base_number(const std::string& text)
{
    static const std::map<std::string, double> units = {
        { "", 1 },      { "ps", 1 },    { "ns", 1e3 },   { "us", 1e6 },      { "ms", 1e9 },
        { "s", 1e12 },  { "B", 1 },     { "KiB", 1024 }, { "MiB", 1 << 20 }, { "GiB", 1 << 30 },
        { "Hz", 1 },    { "kHz", 1e3 }, { "MHz", 1e6 },  { "GHz", 1e9 },     { "/s", 1 },
        { "k/s", 1e3 }, { "M/s", 1e6 }, { "G/s", 1e9 },
    };
    std::size_t digits = 0;
    const double number = std::stod(text, &digits);
    const auto unit = units.find(text.substr(digits));
    return unit == units.end() ? 0 : static_cast<std::uint64_t>(number * unit->second);
}

std::vector<std::string> words(const std::string& text) // "a, b or c"
{
    std::vector<std::string> all;
    std::istringstream in(text);
    for (std::string word; in >> word;)
        if (word != "or")
            all.push_back(word.back() == ',' ? word.substr(0, word.size() - 1) : word);
    return all;
}

// Reads the range at the end of the text, ", 1 to 512" or ", at least 1ps", and removes it.
void take_range(std::string& text, Parameter& p)
{
    const std::size_t comma = text.rfind(", ");
    if (comma == std::string::npos)
        return;
    const std::string range = text.substr(comma + 2);
    const std::size_t to = range.find(" to ");
    const std::string at_least = "at least ";
    if (to != std::string::npos) {
        p.min = base_number(range.substr(0, to));
        p.max = base_number(range.substr(to + 4));
    } else if (range.compare(0, at_least.size(), at_least) == 0)
        p.min = base_number(range.substr(at_least.size()));
    else
        return;
    text.resize(comma);
}

void read_brackets(std::string text, Parameter& p)
{
    take_range(text, p);
    const auto known = kinds.find(text);
    if (known != kinds.end()) {
        p.kind = known->second;
        p.smallest_unit = p.kind == Kind::Duration ? text.substr(0, 2) : "";
    } else if (text.compare(0, set_of.size(), set_of) == 0) {
        p.kind = Kind::Set;
        p.choices = words(text.substr(set_of.size()));
    } else if (text.find(" or ") != std::string::npos) {
        p.kind = Kind::Choice;
        p.choices = words(text);
    } else
        p.kind = text == "number" ? Kind::Fraction : Kind::Count;
}

bool is_row(const std::string& line)
{
    return !line.empty() && line[0] >= 'a' && line[0] <= 'z' &&
           line.find(" = ") != std::string::npos;
}

std::string scaled(std::uint64_t number, std::uint64_t unit, const char* name,
                   const std::string& otherwise)
{
    return number >= unit && number % unit == 0 ? std::to_string(number / unit) + name : otherwise;
}

constexpr std::uint64_t usual_least_ps = 10'000, usual_most = 1000;

std::string draw_duration(const Parameter& p, Dice& dice, std::uint64_t longest_ps)
{
    const std::uint64_t high = std::max(p.min, std::min(p.max, longest_ps));
    // Mostly long enough that a run does not have billions of them.
    const std::uint64_t low =
        dice.chance(0.25) ? p.min : std::min(high, std::max(p.min, usual_least_ps));
    const std::uint64_t ps = dice.of_any_size(low, high);
    const std::uint64_t whole_ns = std::max(p.min, ps / 1000 * 1000);
    if (whole_ns == 0)
        return "0ns"; // knobs of objects know no ps
    return duration_text(p.smallest_unit == "ns" || dice.chance(0.7) ? whole_ns : ps);
}

std::string draw_set(const Parameter& p, Dice& dice)
{
    std::string all;
    for (const std::string& word : p.choices)
        if (dice.chance(0.5))
            all += (all.empty() ? "" : ", ") + word;
    return "[" + all + "]";
}

} // namespace

std::string duration_text(std::uint64_t ps)
{
    return scaled(ps, 1'000'000, "us", scaled(ps, 1000, "ns", std::to_string(ps) + "ps"));
}

// # Program nic: ...
// # Order flood.inv: ...
void Parameters::read_heading(const std::string& line)
{
    std::istringstream in(line);
    std::string mark, word, name;
    in >> mark >> word >> name;
    owner_ = word == "Program" || word == "Order" ? name.substr(0, name.find(':')) : "";
    if (word == "Program")
        programs_.push_back(owner_);
    if (word == "Order")
        orders_.push_back(owner_);
}

// platform.pes = 1  [PEs, 1 to 512]  (documented: ...)
//     only kind buggy or hostile: what it is
Parameters::Parameters(const std::string& printed)
{
    std::istringstream in(printed);
    for (std::string line; std::getline(in, line);) {
        const std::string only = "    only ";
        if (line.compare(0, 2, "# ") == 0)
            read_heading(line);
        else if (line.compare(0, only.size(), only) == 0)
            all_.back().only = words(line.substr(only.size(), line.find(':') - only.size()));
        if (!is_row(line))
            continue;
        Parameter p;
        p.path = line.substr(0, line.find(' '));
        p.owner = owner_;
        const std::size_t open = line.find("  ["), close = line.find(']', open);
        read_brackets(line.substr(open + 3, close - open - 3), p);
        all_.push_back(std::move(p));
    }
}

std::vector<Parameter> Parameters::below(const std::string& prefix, const std::string& owner) const
{
    std::vector<Parameter> some;
    for (const Parameter& p : all_)
        if (p.path.compare(0, prefix.size(), prefix) == 0 && p.owner == owner &&
            p.path.find("[]", prefix.size()) == std::string::npos)
            some.push_back(p);
    return some;
}

std::vector<std::string> Parameters::orders_of(const std::string& program) const
{
    std::vector<std::string> some;
    for (const std::string& order : orders_)
        if (order.compare(0, program.size() + 1, program + ".") == 0)
            some.push_back(order.substr(program.size() + 1));
    return some;
}

std::string draw(const Parameter& p, Dice& dice, std::uint64_t longest_ps)
{
    switch (p.kind) {
    case Kind::Choice: return dice.one_of(p.choices);
    case Kind::Set: return draw_set(p, dice);
    case Kind::Duration: return draw_duration(p, dice, longest_ps);
    case Kind::Fraction: {
        const double span = static_cast<double>(std::min<std::uint64_t>(p.max, 1000) - p.min);
        std::ostringstream text;
        text << static_cast<double>(p.min) + std::floor(dice.fraction() * span * 100) / 100;
        return text.str();
    }
    case Kind::Bytes: return std::to_string(dice.of_any_size(p.min, p.max)) + "B";
    case Kind::Rate:
        return std::to_string(dice.of_any_size(std::max<std::uint64_t>(p.min, 1),
                                               std::min<std::uint64_t>(p.max, 200'000'000))) +
               "/s";
    case Kind::Frequency: return std::to_string(dice.of_any_size(p.min, p.max)) + "Hz";
    case Kind::Link: {
        static const std::vector<std::string> lanes = { "x1", "x2", "x4", "x8", "x16" };
        if (dice.chance(0.2))
            return "off";
        return "gen" + std::to_string(dice.between(1, 5)) + dice.one_of(lanes);
    }
    case Kind::Count: {
        const std::uint64_t most = dice.chance(0.9) ? usual_most : UINT64_C(1) << 32;
        return std::to_string(dice.of_any_size(p.min, std::max(p.min, std::min(p.max, most))));
    }
    case Kind::Other: break;
    }
    return "";
}

} // namespace itstorm
