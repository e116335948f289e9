// SPDX-License-Identifier: Apache-2.0
// The bundle: see bundle.h. The two files are made by page/embed.sh.
#include "report/bundle.h"

namespace itstorm {

const char* const page_script =
#include "page_script.inc"
    ;
const char* const page_style =
#include "page_style.inc"
    ;

} // namespace itstorm
