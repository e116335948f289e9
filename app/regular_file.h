// SPDX-License-Identifier: Apache-2.0
// A file that a user names, read from beginning to end. Folders, FIFOs and devices are refused:
// they may have no end.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>

namespace itstorm {

class RegularFile {
public:
    explicit RegularFile(const std::string& path);
    ~RegularFile();
    RegularFile(const RegularFile&) = delete;
    RegularFile& operator=(const RegularFile&) = delete;

    const std::string& problem() const { return problem_; } // why it cannot be read; empty: it can
    std::uint64_t bytes() const { return bytes_; }

    // How many bytes it read; 0: the end, or a problem.
    std::size_t read(char* to, std::size_t at_most);

private:
    int descriptor_;
    std::uint64_t bytes_ = 0;
    std::string problem_;
};

// The whole file; empty if it cannot be read, and `problem` says why.
std::string text_of_file(const std::string& path, std::string& problem);
std::string text_of_file(const std::string& path);

} // namespace itstorm
