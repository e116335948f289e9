// SPDX-License-Identifier: Apache-2.0
// A file in memory without a name, which a child of fork shares: it writes, the parent reads when
// the child has ended, however much it was.
#pragma once
#include <string>

namespace itstorm {

class AnonymousFile {
public:
    AnonymousFile(); // throws if there is none to be had
    ~AnonymousFile();
    AnonymousFile(const AnonymousFile&) = delete;
    AnonymousFile& operator=(const AnonymousFile&) = delete;

    bool write(const std::string& text); // all of it, or false
    std::string read() const;            // from its beginning

private:
    int descriptor_;
};

} // namespace itstorm
