// SPDX-License-Identifier: Apache-2.0
// Where values come from, and every problem of a scenario with its place. All problems are
// collected; the command prints them at once and ends with status 2.
#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace itstorm {

// A name that all values of a file share, stored once.
class SharedName {
public:
    SharedName() = default;
    SharedName(const std::string& text)
        : text_(text.empty() ? nullptr : std::make_shared<const std::string>(text))
    {
    }
    SharedName(const char* text) : SharedName(std::string(text)) {}

    const std::string& text() const
    {
        static const std::string none;
        return text_ ? *text_ : none;
    }
    bool empty() const { return text_ == nullptr; }

private:
    std::shared_ptr<const std::string> text_;
};

struct Origin {
    enum class Kind { File, Argument, Default };
    Kind kind = Kind::File;
    SharedName name; // the file as the user named it; the argument, "-C a.b=v"; the profile or
                     // object of a default
    unsigned line = 0, column = 0; // from 1; 0: the file as a whole
    SharedName variant;            // set if a variant of the file gave the value

    std::string place() const;   // "file:line:column", "-C a.b=v"
    std::string comment() const; // for effective.yaml: without folders, without column
};

struct Problem {
    Origin origin;
    std::string message;

    std::string text() const { return origin.place() + ": error: " + message; }
};

// The problems of a scenario. The first `kept_most` are kept, which is what a person reads; the
// others are counted. Each message is on one line and cut to what a screen shows.
class Diagnostics {
public:
    static constexpr std::size_t kept_most = 50;

    void error(const Origin& origin, std::string message);

    // The same with a function that makes the message; it is called only if the message is kept.
    template <class Message, class = std::enable_if_t<std::is_invocable_v<Message>>>
    void error(const Origin& origin, Message&& message)
    {
        if (problems_.size() < kept_most)
            error(origin, std::string(std::forward<Message>(message)()));
        else
            ++not_kept_;
    }

    bool empty() const { return problems_.empty(); }
    std::size_t not_kept() const { return not_kept_; }
    std::size_t count() const { return problems_.size() + not_kept_; }

    // The problems that were kept, each once, by place: those of the file by line and column, then
    // those of arguments.
    std::vector<Problem> sorted() const;

    // Adds all problems of `other`.
    void add(const Diagnostics& other);

    // The problems of all variants, each once; one that only some of `variants` have says which.
    static Diagnostics merge(const std::vector<std::pair<std::string, Diagnostics>>& variants);

private:
    std::vector<Problem> problems_;
    std::size_t not_kept_ = 0;
};

// The text in quotes, with control characters made visible: 'nic0'.
std::string quoted(std::string_view text);

// The member of `known` of which `word` is most likely a misspelling; null: none is near enough.
// Very long words and all but the first thousands of candidates are not compared.
const std::string* nearest(const std::string& word, const std::vector<std::string>& known);

// The same as text: "; did you mean 'x'?"; empty: none is near enough.
std::string did_you_mean(const std::string& word, const std::vector<std::string>& known);

// "a, b or c"
std::string join_or(const std::vector<std::string>& words);

} // namespace itstorm
