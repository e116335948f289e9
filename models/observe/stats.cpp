// SPDX-License-Identifier: Apache-2.0
// Stats: the statistics by name and the windows over all of them; see stats.h. The arithmetic is in
// statistic_kinds.cpp.
#include "stats.h"
#include "common/simulated_time.h"
#include "statistic_kinds.h"
#include <stdexcept>

namespace itstorm {

struct Stats::Impl {
    // The beginning or end of a window. Kept, so that a statistic which is created later has every
    // window.
    struct WindowEnd {
        unsigned window;
        bool opens;
        std::uint64_t at;
    };

    std::uint64_t start = now();
    std::optional<std::uint64_t> finished;
    std::map<std::string, std::unique_ptr<Statistic>>
        statistics; // by name: results come out sorted
    std::map<std::string, std::vector<std::function<void()>>>
        waiting; // listeners of statistics that have not been created yet
    std::map<std::string, unsigned> windows;
    std::vector<bool> is_open;
    std::vector<WindowEnd> history;

    static std::uint64_t now() { return sim::now_ps(); }
    std::uint64_t end() const { return finished.value_or(now()); }

    template <class Kind, class... Args>
    Kind& get(const std::string& name, Args&&... args)
    {
        std::unique_ptr<Statistic>& place = statistics[name];
        if (!place)
            place = born(name, std::make_unique<Kind>(name, std::forward<Args>(args)...));
        if (auto* statistic = dynamic_cast<Kind*>(place.get()))
            return *statistic;
        throw std::logic_error("statistic " + name + " is asked for as two kinds");
    }

    std::unique_ptr<Statistic> born(const std::string& name, std::unique_ptr<Statistic> statistic)
    {
        for (const WindowEnd& end : history)
            apply(*statistic, end);
        for (auto& callback : waiting[name])
            statistic->on_change(std::move(callback));
        waiting.erase(name);
        return statistic;
    }

    static void apply(Statistic& statistic, const WindowEnd& end)
    {
        if (end.opens)
            statistic.open(end.window, end.at);
        else
            statistic.close(end.window, end.at);
    }

    void window_ends(unsigned window, bool opens)
    {
        is_open[window] = opens;
        history.push_back({ window, opens, now() });
        for (auto& [name, statistic] : statistics)
            apply(*statistic, history.back());
    }

    template <class Report>
    std::vector<Scalar> collect(Report report) const
    {
        std::vector<Scalar> out;
        for (const auto& [name, statistic] : statistics)
            if (statistic->occurred())
                report(*statistic, out);
        std::sort(out.begin(), out.end(),
                  [](const Scalar& a, const Scalar& b) { return a.name < b.name; });
        return out;
    }
};

Stats::Stats() : impl_(std::make_unique<Impl>()) {}
Stats::~Stats() = default;

Counter& Stats::counter(const std::string& name, const std::string& unit, const std::string& text)
{
    return impl_->get<Counter>(name, unit, text, impl_->start);
}

Level& Stats::level(const std::string& name, const std::string& unit, const std::string& text,
                    std::uint64_t capacity)
{
    return impl_->get<Level>(name, unit, text, impl_->start, capacity);
}

Duration& Stats::duration(const std::string& name, const std::string& text)
{
    return impl_->get<Duration>(name, "s", text, impl_->start);
}

Share& Stats::share(const std::string& name, const std::string& text)
{
    return impl_->get<Share>(name, text, impl_->start);
}

Ratio& Stats::ratio(const std::string& name, const std::string& text)
{
    return impl_->get<Ratio>(name, "1", text, impl_->start);
}

void Stats::open(const std::string& window)
{
    const auto [at, is_new] =
        impl_->windows.emplace(window, static_cast<unsigned>(impl_->windows.size()));
    if (!is_new)
        return; // a window opens only once
    impl_->is_open.push_back(true);
    impl_->window_ends(at->second, true);
}

void Stats::close(const std::string& window)
{
    const auto at = impl_->windows.find(window);
    if (at != impl_->windows.end() && impl_->is_open[at->second])
        impl_->window_ends(at->second, false);
}

void Stats::finish()
{
    if (impl_->finished)
        return;
    for (const auto& [name, window] : impl_->windows)
        if (impl_->is_open[window])
            impl_->window_ends(window, false);
    impl_->finished = Impl::now();
    for (auto& [name, statistic] : impl_->statistics)
        statistic->finish(*impl_->finished);
}

std::vector<Scalar> Stats::run() const
{
    return impl_->collect([this](Statistic& statistic, std::vector<Scalar>& out) {
        statistic.report_run(out, impl_->end());
    });
}

std::vector<Scalar> Stats::window(const std::string& window) const
{
    const auto at = impl_->windows.find(window);
    if (at == impl_->windows.end())
        return {};
    return impl_->collect([this, at](Statistic& statistic, std::vector<Scalar>& out) {
        statistic.report_window(out, at->second, impl_->end());
    });
}

std::optional<std::uint64_t> Stats::live(const std::string& name) const
{
    const auto at = impl_->statistics.find(name);
    if (at == impl_->statistics.end() || !at->second->occurred())
        return std::nullopt;
    return at->second->live();
}

void Stats::on_change(const std::string& name, std::function<void()> callback)
{
    const auto at = impl_->statistics.find(name);
    if (at == impl_->statistics.end())
        impl_->waiting[name].push_back(std::move(callback));
    else
        at->second->on_change(std::move(callback));
}

} // namespace itstorm
