// SPDX-License-Identifier: Apache-2.0
// Parts of the table of fields that live in files of their own, joined by fields.cpp, and how rows
// are written.
#pragma once
#include "fields.h"

namespace itstorm {

std::vector<Field> timing_rows();
std::vector<Field> software_rows();
std::vector<Field> kind_rows();    // platform.pci: kinds of device
std::vector<Field> fault_rows();   // devices that go wrong
std::vector<Field> traffic_rows(); // timeline: what devices do
std::vector<Field> story_rows();   // timeline, measure, expect, table, trace, variants

using Defaults = std::array<std::string, 3>;

inline Defaults all(const std::string& text)
{
    return { text, text, text };
}

inline Field required(Field f)
{
    f.required = true;
    return f;
}

inline Field hidden(Field f)
{
    f.hidden = true;
    return f;
}

} // namespace itstorm
