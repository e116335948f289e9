// SPDX-License-Identifier: Apache-2.0
// A process that computes a text. SystemC has one simulation per process, so every case gets one.
#pragma once
#include <functional>
#include <string>
#include <sys/types.h>

namespace itstorm {

class Child {
public:
    explicit Child(const std::function<std::string()>& work); // starts at once
    Child(Child&& other) noexcept : pid_(other.pid_), from_(other.from_)
    {
        other.pid_ = -1;
        other.from_ = -1;
    }
    Child(const Child&) = delete;
    ~Child();

    std::string result(); // waits for the text; empty: the process died with a message on stderr

private:
    pid_t pid_ = -1;
    int from_ = -1;
};

} // namespace itstorm
