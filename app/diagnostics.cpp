#include "diagnostics.h"
#include <algorithm>
#include <tuple>

namespace itstorm {

namespace {

std::string without_folders(const std::string& path)
{
    return path.substr(path.find_last_of('/') + 1);
}

auto sort_key(const Problem& p)
{
    const bool argument = p.origin.kind == Origin::Kind::Argument;
    return std::make_tuple(argument, p.origin.line, p.origin.column, p.origin.name, p.message);
}

// Insertions, deletions, replacements and swaps of neighbours.
std::size_t edit_distance(const std::string& a, const std::string& b)
{
    std::vector<std::vector<std::size_t>> d(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
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

} // namespace

std::string Origin::place() const
{
    if (kind == Kind::Default)
        return "default(" + name + ")";
    if (kind == Kind::Argument || line == 0)
        return name;
    return name + ":" + std::to_string(line) + ":" + std::to_string(column);
}

std::string Origin::comment() const
{
    if (kind == Kind::Default)
        return place();
    if (kind == Kind::Argument)
        return "-C";
    const std::string where = without_folders(name) + ":" + std::to_string(line);
    return variant.empty() ? where : "variant " + variant + ", " + where;
}

void Diagnostics::error(const Origin& origin, std::string message)
{
    problems_.push_back({ origin, std::move(message) });
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

Diagnostics Diagnostics::merge(const std::vector<std::pair<std::string, Diagnostics>>& variants)
{
    Diagnostics all;
    for (const auto& [name, found] : variants)
        for (const Problem& p : found.sorted()) {
            const auto has = [&](const auto& other) {
                const auto list = other.second.sorted();
                return std::any_of(list.begin(), list.end(),
                                   [&](const Problem& q) { return sort_key(p) == sort_key(q); });
            };
            const bool shared = std::all_of(variants.begin(), variants.end(), has);
            all.error(p.origin, shared ? p.message : p.message + " (in variant " + name + ")");
        }
    return all;
}

std::string did_you_mean(const std::string& word, const std::vector<std::string>& known)
{
    const std::size_t allowed = std::max<std::size_t>(1, word.size() / 3);
    std::size_t best = allowed + 1;
    const std::string* found = nullptr;
    for (const std::string& candidate : known) {
        const std::size_t distance = edit_distance(word, candidate);
        if (distance < best) {
            best = distance;
            found = &candidate;
        }
    }
    return found ? "; did you mean '" + *found + "'?" : "";
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
