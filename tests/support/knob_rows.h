// SPDX-License-Identifier: Apache-2.0
// Rows of knobs, as an object declares them, by functions that name the columns: one for each kind.
#pragma once
#include <itstorm/types.h>

namespace itstorm {

struct KnobRange {
    std::uint64_t min, max;
};

inline hv_knob knob_row(const char* name, hv_value kind, std::uint64_t initial, const char* text)
{
    hv_knob row{};
    row.name = name;
    row.kind = kind;
    row.initial = initial;
    row.text = text;
    return row;
}

inline hv_knob with_range(hv_knob row, KnobRange range)
{
    row.min = range.min;
    row.max = range.max;
    return row;
}

inline hv_knob flag_knob(const char* name, bool initial, const char* text)
{
    return knob_row(name, HV_BOOL, initial, text);
}

inline hv_knob count_knob(const char* name, const char* unit, std::uint64_t initial,
                          KnobRange range, const char* text)
{
    hv_knob row = with_range(knob_row(name, HV_UINT, initial, text), range);
    row.unit = unit;
    return row;
}

inline hv_knob duration_knob(const char* name, std::uint64_t initial_ns, KnobRange range_ns,
                             const char* text)
{
    return with_range(knob_row(name, HV_DURATION_NS, initial_ns, text), range_ns);
}

// initial: the number of the word. words: "none|inflight".
inline hv_knob choice_knob(const char* name, const char* words, std::uint64_t initial,
                           const char* text)
{
    hv_knob row = knob_row(name, HV_CHOICE, initial, text);
    row.choices = words;
    return row;
}

// initial: a bit for each word.
inline hv_knob set_knob(const char* name, const char* words, std::uint64_t initial,
                        const char* text)
{
    hv_knob row = knob_row(name, HV_SET, initial, text);
    row.choices = words;
    return row;
}

} // namespace itstorm
