// SPDX-License-Identifier: Apache-2.0
#include "diagnostics.h"
#include "common/printable.h"
#include <algorithm>
#include <array>
#include <map>
#include <tuple>

namespace itstorm {

namespace {

constexpr std::size_t message_most = 400, quoted_most = 60, place_most = 200;

std::string without_folders(const std::string& path)
{
    return path.substr(path.find_last_of('/') + 1);
}

auto sort_key(const Problem& p)
{
    const bool argument = p.origin.kind == Origin::Kind::Argument;
    return std::make_tuple(argument, p.origin.line, p.origin.column, p.origin.name.text(),
                           p.message);
}

// Longer words are not compared, nor more candidates than this.
constexpr std::size_t word_most = 64, candidates_most = 20'000;

// How many insertions, deletions, replacements and swaps of neighbours lead from one word to the
// other. Both are at most word_most long.
std::size_t edit_distance(const std::string& a, const std::string& b)
{
    std::array<std::array<std::size_t, word_most + 1>, word_most + 1> d;
    for (std::size_t i = 0; i <= a.size(); ++i)
        d[i][0] = i;
    for (std::size_t j = 0; j <= b.size(); ++j)
        d[0][j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i)
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t replace = d[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            d[i][j] = std::min({ d[i - 1][j] + 1, d[i][j - 1] + 1, replace });
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
        }
    return d[a.size()][b.size()];
}

// Whether words of these lengths can have a distance of less than `best`.
bool is_near(std::size_t a, std::size_t b, std::size_t best)
{
    return std::max(a, b) <= word_most && std::max(a, b) - std::min(a, b) < best;
}

} // namespace

std::string Origin::place() const
{
    if (kind == Kind::Default)
        return "default(" + name.text() + ")";
    const std::string shown = printable(name.text(), place_most);
    if (kind == Kind::Argument || line == 0)
        return shown;
    return shown + ":" + std::to_string(line) + ":" + std::to_string(column);
}

std::string Origin::comment() const
{
    if (kind == Kind::Default)
        return place();
    if (kind == Kind::Argument)
        return "-C";
    const std::string where =
        printable(without_folders(name.text()), place_most) + ":" + std::to_string(line);
    return variant.empty() ? where : "variant " + variant.text() + ", " + where;
}

void Diagnostics::error(const Origin& origin, std::string message)
{
    if (problems_.size() == kept_most)
        ++not_kept_;
    else
        problems_.push_back({ origin, printable(message, message_most) });
}

std::vector<Problem> Diagnostics::sorted() const
{
    std::vector<Problem> all = problems_;
    const auto less = [](const Problem& a, const Problem& b) { return sort_key(a) < sort_key(b); };
    const auto same = [](const Problem& a, const Problem& b) { return sort_key(a) == sort_key(b); };
    std::stable_sort(all.begin(), all.end(), less);
    all.erase(std::unique(all.begin(), all.end(), same), all.end());
    return all;
}

void Diagnostics::add(const Diagnostics& other)
{
    for (const Problem& problem : other.problems_)
        error(problem.origin, problem.message);
    not_kept_ += other.not_kept_;
}

Diagnostics Diagnostics::merge(const std::vector<std::pair<std::string, Diagnostics>>& variants)
{
    std::map<decltype(sort_key(std::declval<Problem>())), std::size_t> sharing;
    for (const auto& [name, found] : variants)
        for (const Problem& p : found.sorted())
            ++sharing[sort_key(p)];
    Diagnostics all;
    std::size_t not_kept = 0; // the most of any variant: those of the others may be the same
    for (const auto& [name, found] : variants) {
        for (const Problem& p : found.sorted()) {
            std::size_t& sharers = sharing[sort_key(p)];
            if (sharers == variants.size())
                all.error(p.origin, p.message);
            else if (sharers != 0)
                all.error(p.origin, p.message + " (in variant " + name + ")");
            if (sharers == variants.size())
                sharers = 0; // all variants have it: it names none
        }
        not_kept = std::max(not_kept, found.not_kept_);
    }
    all.not_kept_ += not_kept;
    return all;
}

std::string quoted(std::string_view text)
{
    return "'" + printable(text, quoted_most) + "'";
}

const std::string* nearest(const std::string& word, const std::vector<std::string>& known)
{
    std::size_t best = std::max<std::size_t>(1, word.size() / 3) + 1;
    const std::string* found = nullptr;
    for (std::size_t n = 0; n < known.size() && n < candidates_most; ++n) {
        if (!is_near(word.size(), known[n].size(), best))
            continue;
        const std::size_t distance = edit_distance(word, known[n]);
        if (distance < best) {
            best = distance;
            found = &known[n];
        }
    }
    return found;
}

std::string did_you_mean(const std::string& word, const std::vector<std::string>& known)
{
    const std::string* found = nearest(word, known);
    return found ? "; did you mean " + quoted(*found) + "?" : "";
}

std::string join_or(const std::vector<std::string>& words)
{
    std::string all;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (i > 0)
            all += i + 1 == words.size() ? " or " : ", ";
        all += words[i];
    }
    return all;
}

} // namespace itstorm
