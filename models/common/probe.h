// SPDX-License-Identifier: Apache-2.0
// A place where a model states a fact. Models never know who listens; a probe without listeners
// costs one comparison, and a listener a call by pointer: a hundred are called for each interrupt.
#pragma once
#include <memory>
#include <utility>
#include <vector>

namespace itstorm {

template <class Fact>
class Probe {
public:
    // Calls `listener(fact)` from now on, behind those that listen already.
    template <class Listener>
    void attach(Listener listener)
    {
        auto kept = std::make_shared<Listener>(std::move(listener));
        const auto call = [](void* self, const Fact& fact) {
            (*static_cast<Listener*>(self))(fact);
        };
        listeners_.push_back({ call, kept.get() });
        kept_.push_back(std::move(kept));
    }

    // Calls `observer.on(fact)`. The observer outlives the probe's block.
    template <class Observer>
    void tell(Observer& observer)
    {
        const auto call = [](void* self, const Fact& fact) {
            static_cast<Observer*>(self)->on(fact);
        };
        listeners_.push_back({ call, &observer });
    }

    void operator()(const Fact& fact) const
    {
        for (const Entry& listener : listeners_)
            listener.call(listener.self, fact);
    }

    bool watched() const { return !listeners_.empty(); }

private:
    struct Entry {
        void (*call)(void* self, const Fact& fact);
        void* self;
    };

    std::vector<Entry> listeners_;
    std::vector<std::shared_ptr<void>> kept_; // those that nobody else has
};

} // namespace itstorm
