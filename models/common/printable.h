// Text of others, as a person may see it: names and messages that come from a scenario, a trace or
// an object can hold escape sequences, broken UTF-8 or a megabyte. Whoever puts such text into a
// message, a terminal or a log passes it through here first; what is written as data (JSON, YAML)
// has the quoting of its own format.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace itstorm {

// Control characters become \n, \t, \r or \x1b; C1 controls, marks that reverse the direction of
// writing and characters without width become \u{202e}; bytes that are not UTF-8 become \xff. At
// most `most` columns of it, then "... (1048576 bytes)" with the length of the whole.
std::string printable(std::string_view text, std::size_t most = 200);

} // namespace itstorm
