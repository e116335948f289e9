// SPDX-License-Identifier: Apache-2.0
// object_rows(): see object_rows.h.
#include "object_rows.h"
#include <algorithm>

namespace itstorm {

namespace {

Kind kind_of(hv_value value)
{
    switch (value) {
    case HV_BOOL: return Kind::Bool;
    case HV_UINT: return Kind::Count;
    case HV_DURATION_NS: return Kind::DurationNs;
    case HV_RATE_PER_S: return Kind::Rate;
    case HV_BYTES: return Kind::Bytes;
    case HV_CHOICE: return Kind::Choice;
    case HV_SET: return Kind::Set;
    }
    return Kind::Count;
}

// The words whose bits are set, as a scenario writes them: none, one word, or [a, b].
std::string set_text(std::uint64_t bits, const std::vector<std::string>& words)
{
    std::string all;
    for (std::size_t n = 0; n < words.size(); ++n)
        if (bits >> n & 1)
            all += (all.empty() ? "" : ", ") + words[n];
    if (bits == 0)
        return "none";
    return (bits & (bits - 1)) == 0 ? all : "[" + all + "]";
}

std::string default_text(const hv_knob& knob)
{
    if (knob.kind == HV_BOOL)
        return knob.initial ? "true" : "false";
    if (knob.kind != HV_CHOICE && knob.kind != HV_SET)
        return format_exact(knob.initial, dimension_of(kind_of(knob.kind)));
    const auto words = split(knob.choices, '|');
    if (knob.kind == HV_SET)
        return set_text(knob.initial, words);
    return knob.initial < words.size() ? words[knob.initial] : "";
}

std::string text_or_empty(const char* text)
{
    return text != nullptr ? text : "";
}

} // namespace

std::vector<Field> object_rows(const std::string& prefix, const hv_knob* knobs, std::size_t count,
                               const std::vector<std::string>& run_time)
{
    std::vector<Field> rows;
    for (std::size_t i = 0; i < count; ++i) {
        const hv_knob& knob = knobs[i];
        Field f;
        f.path = prefix + knob.name;
        f.kind = kind_of(knob.kind);
        f.unit = text_or_empty(knob.unit);
        f.defaults.fill(default_text(knob));
        f.min = knob.min;
        f.max = knob.max;
        f.choices = text_or_empty(knob.choices);
        f.text = text_or_empty(knob.text);
        f.declared_by = "object";
        f.run_time = std::find(run_time.begin(), run_time.end(), knob.name) != run_time.end();
        rows.push_back(std::move(f));
    }
    return rows;
}

} // namespace itstorm
