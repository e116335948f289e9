// Parts of the table of fields that live in files of their own; joined by fields.cpp.
#pragma once
#include "fields.h"

namespace itstorm {

std::vector<Field> timing_rows();

} // namespace itstorm
