// Where a value comes from, and every complaint about a scenario with its place. All of them are
// collected; the command prints them at once and ends with status 2.
#pragma once
#include <string>
#include <vector>

namespace itstorm {

struct Origin {
    enum class Kind { File, Argument, Default };
    Kind kind = Kind::File;
    std::string name; // the file as the user named it; the argument, "-C a.b=v"; the profile or
                      // object of a default
    unsigned line = 0, column = 0; // from 1; 0: the file as a whole
    std::string variant;           // set if a variant of the file gave the value

    std::string place() const;   // "file:line:column", "-C a.b=v"
    std::string comment() const; // for effective.yaml: without folders, without column
};

struct Problem {
    Origin origin;
    std::string message;

    std::string text() const { return origin.place() + ": error: " + message; }
};

class Diagnostics {
public:
    void error(const Origin& origin, std::string message);
    bool empty() const { return problems_.empty(); }

    // Each once, by place: the file's by line and column, then arguments.
    std::vector<Problem> sorted() const;

    // Problems of one variant join; one that not all `variants` share says which it belongs to.
    static Diagnostics merge(const std::vector<std::pair<std::string, Diagnostics>>& variants);

private:
    std::vector<Problem> problems_;
};

// The member of `known` that `word` is most likely a misspelling of, as "; did you mean 'x'?", or
// nothing.
std::string did_you_mean(const std::string& word, const std::vector<std::string>& known);

// "a, b or c"
std::string join_or(const std::vector<std::string>& words);

} // namespace itstorm
