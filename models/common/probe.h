// SPDX-License-Identifier: Apache-2.0
// A place where a model states a fact. Models never know who listens; a probe without listeners
// costs one comparison.
#pragma once
#include <functional>
#include <vector>

namespace itstorm {

template <class Fact>
class Probe {
public:
    using Listener = std::function<void(const Fact&)>;

    void attach(Listener listener) { listeners_.push_back(std::move(listener)); }

    void operator()(const Fact& fact) const
    {
        for (const Listener& listener : listeners_)
            listener(fact);
    }

    bool watched() const { return !listeners_.empty(); }

private:
    std::vector<Listener> listeners_;
};

} // namespace itstorm
