// SPDX-License-Identifier: Apache-2.0
// The common base of the kinds of statistic: name, unit, text, listeners, windows. A kind
// accumulates a State that only grows; a window keeps the states at its two ends and reports their
// difference, so that an update costs the same with and without windows (a maximum has no
// difference: one comparison per open window).
#pragma once
#include "stats.h"
#include <algorithm>

namespace itstorm {

// Times are absolute, in ps, and never go back.
class Statistic {
public:
    Statistic(std::string name, std::string unit, std::string text)
        : name_(std::move(name)), unit_(std::move(unit)), text_(std::move(text))
    {
    }
    virtual ~Statistic() = default;

    virtual void open(unsigned window, std::uint64_t now) = 0;
    virtual void close(unsigned window, std::uint64_t now) = 0;
    virtual void finish(std::uint64_t now) = 0; // counts a stretch that has begun and not ended
    virtual void report_run(std::vector<Scalar>& out, std::uint64_t now) = 0;
    virtual void report_window(std::vector<Scalar>& out, unsigned window, std::uint64_t now) = 0;
    virtual std::optional<std::uint64_t> live() const { return std::nullopt; }

    bool occurred() const { return occurred_; }
    void on_change(std::function<void()> callback) { callbacks_.push_back(std::move(callback)); }

protected:
    void put(std::vector<Scalar>& out, const char* suffix, double value, const std::string& unit,
             const char* what) const
    {
        out.push_back({ name_ + suffix, value, unit, text_ + what });
    }

    void changed() const
    {
        for (const auto& callback : callbacks_)
            callback();
    }

    const std::string name_, unit_, text_;
    bool occurred_ = false;

private:
    std::vector<std::function<void()>> callbacks_;
};

// What a kind of statistic reports: the run, or a window.
template <class State>
struct Extent {
    State state;           // accumulated over it
    std::uint64_t span_ps; // its length
    std::uint64_t max;     // largest value passed to note_value() in the run or window
    std::uint64_t last;    // current_value() at its end
    bool is_window;
};

// State: copyable, with since(earlier). A kind implements advance() (the state up to now) and
// report().
template <class State>
class Windowed : public Statistic {
public:
    Windowed(std::string name, std::string unit, std::string text, std::uint64_t start)
        : Statistic(std::move(name), std::move(unit), std::move(text)), start_(start)
    {
    }

    void open(unsigned window, std::uint64_t now) final
    {
        advance(now);
        Window opened{};
        opened.id = window;
        opened.from_ps = now;
        opened.from = state_;
        opened.max = current_value();
        windows_.push_back(opened);
        ++open_;
    }

    void close(unsigned window, std::uint64_t now) final
    {
        advance(now);
        Window& w = find(window);
        std::uint64_t running = 0;
        w.to = state_with_running(now, running);
        w.to_ps = now;
        w.last = current_value();
        w.closed = true;
        w.max = std::max(w.max, running);
        --open_;
    }

    void finish(std::uint64_t now) override { advance(now); }

    void report_run(std::vector<Scalar>& out, std::uint64_t now) final
    {
        advance(now);
        report(out, { state_, now - start_, max_, current_value(), false });
    }

    void report_window(std::vector<Scalar>& out, unsigned window, std::uint64_t now) final
    {
        advance(now);
        const Window& w = find(window);
        const State& end = w.closed ? w.to : state_;
        report(out, { end.since(w.from), (w.closed ? w.to_ps : now) - w.from_ps, w.max,
                      w.closed ? w.last : current_value(), true });
    }

protected:
    virtual void advance(std::uint64_t now) = 0;
    virtual void report(std::vector<Scalar>& out, const Extent<State>& extent) const = 0;
    virtual std::uint64_t current_value() const { return 0; } // of a level
    // The state with a stretch that has begun and not ended, up to now; the second argument becomes
    // its length so far.
    virtual State state_with_running(std::uint64_t, std::uint64_t&) const { return state_; }

    void note_value(std::uint64_t value)
    {
        max_ = std::max(max_, value);
        if (open_ == 0)
            return;
        for (Window& w : windows_)
            if (!w.closed)
                w.max = std::max(w.max, value);
    }

    State state_{};
    const std::uint64_t start_;

private:
    struct Window {
        unsigned id;
        std::uint64_t from_ps, to_ps;
        bool closed;
        State from, to;
        std::uint64_t max, last;
    };

    Window& find(unsigned id)
    {
        return *std::find_if(windows_.begin(), windows_.end(),
                             [id](const Window& w) { return w.id == id; });
    }

    std::vector<Window> windows_;
    unsigned open_ = 0;
    std::uint64_t max_ = 0;
};

} // namespace itstorm
