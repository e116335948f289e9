// SPDX-License-Identifier: Apache-2.0
// A file in memory without a name, shared with a child of fork: the child writes it, and the parent
// reads it when the child has ended, however long it is.
#pragma once
#include <string>

namespace itstorm {

class AnonymousFile {
public:
    AnonymousFile(); // throws if the system gives none
    ~AnonymousFile();
    AnonymousFile(const AnonymousFile&) = delete;
    AnonymousFile& operator=(const AnonymousFile&) = delete;

    bool write(const std::string& text); // false: not all of it could be written
    std::string read() const;            // from its beginning

private:
    int descriptor_;
};

} // namespace itstorm
