// SPDX-License-Identifier: Apache-2.0
// Differences: see difference.h.
#include "difference.h"
#include "glob.h"
#include <algorithm>
#include <cmath>
#include <set>

namespace itstorm {

namespace {

constexpr double not_there = 1;

template <class Map>
std::set<std::string> keys_of(const Map& a, const Map& b)
{
    std::set<std::string> keys;
    for (const Map* map : { &a, &b })
        for (const auto& entry : *map)
            keys.insert(entry.first);
    return keys;
}

template <class Map>
const typename Map::mapped_type* at(const Map& map, const std::string& key)
{
    const auto found = map.find(key);
    return found == map.end() ? nullptr : &found->second;
}

class VariantDifference {
public:
    VariantDifference(const std::string& variant, const Tolerance& tolerance)
        : variant_(variant), tolerance_(tolerance)
    {
    }

    std::vector<Change> find(const ReadResult& before, const ReadResult& after)
    {
        compare("ending", ending_name(before.ending), ending_name(after.ending));
        compare_verdicts(before.judgement, after.judgement);
        compare_measured("", before.numbers.run, after.numbers.run);
        const auto& a = before.numbers.windows;
        const auto& b = after.numbers.windows;
        static const Measured none;
        for (const std::string& window : keys_of(a, b))
            compare_measured(window, at(a, window) ? *at(a, window) : none,
                             at(b, window) ? *at(b, window) : none);
        std::stable_sort(numbers_.begin(), numbers_.end(),
                         [](const Change& x, const Change& y) { return x.factor > y.factor; });
        changes_.insert(changes_.end(), numbers_.begin(), numbers_.end());
        return std::move(changes_);
    }

private:
    void compare(const std::string& what, const std::string& before, const std::string& after)
    {
        if (before != after)
            changes_.push_back({ variant_, "", what, before, after, not_there });
    }

    void compare_verdicts(const Judgement& before, const Judgement& after)
    {
        const auto outcomes = [](const Judgement& judgement) {
            std::map<std::string, std::string> by_id;
            for (const Verdict& v : judgement.verdicts)
                by_id[v.id] = outcome_name(v.outcome);
            for (const std::string& id : judgement.skipped)
                by_id[id] = "skipped";
            return by_id;
        };
        const auto a = outcomes(before), b = outcomes(after);
        for (const std::string& id : keys_of(a, b))
            compare("verdict " + id, at(a, id) ? *at(a, id) : "-", at(b, id) ? *at(b, id) : "-");
    }

    void compare_measured(const std::string& window, const Measured& before, const Measured& after)
    {
        for (const std::string& name : keys_of(before.numbers, after.numbers)) {
            if (!tolerance_.glob.empty() && !matches_glob(tolerance_.glob, name))
                continue;
            const Number* a = at(before.numbers, name);
            const Number* b = at(after.numbers, name);
            const double factor = a && b ? distance(a->value, b->value) : not_there;
            if (factor > tolerance_.relative)
                numbers_.push_back({ variant_, window, name, a ? number_text(*a) : "-",
                                     b ? number_text(*b) : "-", factor });
        }
    }

    static double distance(double a, double b)
    {
        const double larger = std::max(std::fabs(a), std::fabs(b));
        return larger == 0 ? 0 : std::fabs(a - b) / larger;
    }

    const std::string variant_;
    const Tolerance& tolerance_;
    std::vector<Change> changes_, numbers_;
};

} // namespace

std::vector<Change> differences(const SavedResults& before, const SavedResults& after,
                                const Tolerance& tolerance)
{
    std::vector<Change> all;
    for (const std::string& variant : keys_of(before, after)) {
        const ReadResult* a = at(before, variant);
        const ReadResult* b = at(after, variant);
        if (!a || !b) {
            all.push_back(
                { variant, "", "variant", a ? "there" : "-", b ? "there" : "-", not_there });
            continue;
        }
        const auto own = VariantDifference(variant, tolerance).find(*a, *b);
        all.insert(all.end(), own.begin(), own.end());
    }
    return all;
}

} // namespace itstorm
