// SPDX-License-Identifier: Apache-2.0
// Dotted paths as -C and the rows of the table have them.
#pragma once
#include <cstddef>
#include <string>
#include <vector>

namespace itstorm {

std::vector<std::string> split(const std::string& text, char separator);

// The last `count` parts of the path: of "hypervisor.storm.detect", 2 are "storm.detect". Empty: it
// has fewer, or none are asked for.
std::string last_parts(const std::string& path, std::size_t count);

// Lists whose elements a path may name without the list: "its0.x" is "platform.its.its0.x".
const std::vector<std::string>& named_lists();

// A path that begins with one of the lists, from the element on; any other path as it is.
std::string without_list(const std::string& path,
                         const std::vector<std::string>& lists = named_lists());

} // namespace itstorm
