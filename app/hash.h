// SPDX-License-Identifier: Apache-2.0
// Hashes that tell builds and inputs apart.
#pragma once
#include <string>

namespace itstorm {

std::string hash_of(const std::string& bytes); // FNV-1a, 64 bit: "fnv1a64:..."
std::string hash_of_file(const std::string& path);

} // namespace itstorm
