// SPDX-License-Identifier: Apache-2.0
// Values that replace others before the tree is checked: -C arguments and the changes of variants.
// A path goes through keys, and through elements of lists by their name, label or id:
// "timing.table_read", "its0.command_queue", "nic0.link".
#pragma once
#include "yaml_tree.h"

namespace itstorm {

// "a.b=v" taken apart; v is YAML. The path is empty, and `errors` says why, if the text is
// malformed.
struct Override {
    std::string path;
    Node value;
};
Override parse_argument(const std::string& argument, Diagnostics& errors);

// What an element of a list is addressed by: its name, label or id; empty: none.
const std::string& element_name(const Node& element);
Node* find_element(Node& list, const std::string& name); // nullptr: none

// Sets the value in the tree, which must be a map; complains at the value's origin if the path
// names nothing. `known`: paths of the language ("platform.its[].command_queue"), for the
// suggestion in that message.
void apply_override(Node& root, const Override& change, Diagnostics& errors,
                    const std::vector<std::string>& known = {});

} // namespace itstorm
