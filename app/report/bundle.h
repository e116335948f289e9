// SPDX-License-Identifier: Apache-2.0
// Script and style of the pages: what esbuild made of page/ when the program was built.
#pragma once

namespace itstorm {

extern const char* const page_script;
extern const char* const page_style;

} // namespace itstorm
