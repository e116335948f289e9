// SPDX-License-Identifier: Apache-2.0
// Tables of statistics. An observer has a table for each kind of thing that it observes (an ITS, a
// PE, a function), with a row for each statistic: its name, unit and sentence, and the member of
// the observer's struct that points to it. Observers create their statistics from the tables, and
// the loader looks up in them which statistics an expectation may name.
#pragma once
#include "statistic_kinds.h"
#include "stats.h"
#include <variant>

namespace itstorm {

enum class StatKind : std::uint8_t {
    Counter,  // whole run: a count; in a window: a rate
    Level,    // suffixes .mean .max .last .p50 .p90 .p99 .p999, some .full_share
    Duration, // suffixes .count .mean .p50 .p90 .p99 .p999 .max, some .share
    Share,    // 0..1
    Time,     // one length of time, no suffix
};

// A statistic of a machine, before there is one.
struct StatInfo {
    std::string name; // a '*' stands for one part or more: lock.*.hold
    StatKind kind;
    std::string unit; // "": none, or a plain number of occurrences
    std::string text; // one sentence
};

// A row with words makes one statistic for each word, which replaces the '*' in name and text. The
// member of the struct is then a vector in the order of the words.
using Words = std::vector<std::string> (*)();

template <class Instance>
struct StatRow {
    std::variant<Counter * Instance::*, Level * Instance::*, Duration * Instance::*,
                 Share * Instance::*, Ratio * Instance::*, std::vector<Counter*> Instance::*,
                 std::vector<Share*> Instance::*, std::vector<Ratio*> Instance::*,
                 std::vector<Duration*> Instance::*>
        place;
    const char* name; // behind the name of the thing: "lpi.pending" of "gicr0"
    const char* unit; // of a counter or level
    const char* text;
    Words words = nullptr;
};

template <class Instance>
using StatTable = std::vector<StatRow<Instance>>;

std::string with_word(const std::string& pattern, const std::string& word); // in place of the '*'
StatInfo make_info(StatKind kind, const std::string& name, const std::string& unit,
                   const std::string& text);

namespace stat_table {

inline Counter* make(Stats& stats, Counter*, const std::string& name, const char* unit,
                     const std::string& text)
{
    return &stats.counter(name, unit, text);
}

inline Level* make(Stats& stats, Level*, const std::string& name, const char* unit,
                   const std::string& text)
{
    return &stats.level(name, unit, text);
}

inline Duration* make(Stats& stats, Duration*, const std::string& name, const char*,
                      const std::string& text)
{
    return &stats.duration(name, text);
}

inline Share* make(Stats& stats, Share*, const std::string& name, const char*,
                   const std::string& text)
{
    return &stats.share(name, text);
}

inline Ratio* make(Stats& stats, Ratio*, const std::string& name, const char*,
                   const std::string& text)
{
    return &stats.ratio(name, text);
}

constexpr StatKind kind_of(const Counter*)
{
    return StatKind::Counter;
}
constexpr StatKind kind_of(const Level*)
{
    return StatKind::Level;
}
constexpr StatKind kind_of(const Duration*)
{
    return StatKind::Duration;
}
constexpr StatKind kind_of(const Share*)
{
    return StatKind::Share;
}
constexpr StatKind kind_of(const Ratio*)
{
    return StatKind::Share;
}

// One statistic, or one of each word.
template <class Kind, class Instance>
void make_row(Stats& stats, const StatRow<Instance>& row, const std::string& prefix,
              Instance& instance, Kind* Instance::*place)
{
    instance.*place =
        make(stats, static_cast<Kind*>(nullptr), prefix + row.name, row.unit, row.text);
}

template <class Kind, class Instance>
void make_row(Stats& stats, const StatRow<Instance>& row, const std::string& prefix,
              Instance& instance, std::vector<Kind*> Instance::*place)
{
    (instance.*place).clear();
    for (const std::string& word : row.words())
        (instance.*place)
            .push_back(make(stats, static_cast<Kind*>(nullptr), prefix + with_word(row.name, word),
                            row.unit, with_word(row.text, word)));
}

template <class Kind, class Instance>
StatKind kind_of_place(Kind* Instance::*)
{
    return kind_of(static_cast<Kind*>(nullptr));
}

template <class Kind, class Instance>
StatKind kind_of_place(std::vector<Kind*> Instance::*)
{
    return kind_of(static_cast<Kind*>(nullptr));
}

} // namespace stat_table

// Makes the statistics of one thing. prefix: its name.
template <class Instance>
void make_statistics(Stats& stats, const StatTable<Instance>& table, const std::string& prefix,
                     Instance& instance)
{
    for (const StatRow<Instance>& row : table)
        std::visit(
            [&](auto place) {
                stat_table::make_row(stats, row, prefix.empty() ? "" : prefix + ".", instance,
                                     place);
            },
            row.place);
}

// Appends what make_statistics would make.
template <class Instance>
void list_statistics(const StatTable<Instance>& table, const std::string& prefix,
                     std::vector<StatInfo>& list)
{
    for (const StatRow<Instance>& row : table) {
        const StatKind kind =
            std::visit([](auto place) { return stat_table::kind_of_place(place); }, row.place);
        const std::string name = prefix.empty() ? row.name : prefix + "." + row.name;
        if (row.words == nullptr)
            list.push_back(make_info(kind, name, row.unit, row.text));
        else
            for (const std::string& word : row.words())
                list.push_back(
                    make_info(kind, with_word(name, word), row.unit, with_word(row.text, word)));
    }
}

} // namespace itstorm
