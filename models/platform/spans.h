// SPDX-License-Identifier: Apache-2.0
// The spans of software that one EL2 stack, or one guest, has open (sim_span), and how long each
// has had the PE: without interrupts, and without the time for which others ran.
#pragma once
#include <array>
#include <cstdint>

namespace itstorm {

class OpenSpans {
public:
    static constexpr unsigned most = 16;

    bool is_full() const { return depth_ == most; }
    bool has_any() const { return depth_ != floor_; }
    unsigned innermost() const { return open_[depth_ - 1].kind; } // requires has_any()

    void begin(unsigned kind, std::uint64_t now_ps)
    {
        open_[depth_++] = { kind, now_ps, away_ps_ };
    }
    std::uint64_t end(std::uint64_t now_ps) // ends the innermost span; returns its length in ps
    {
        const Span& span = open_[--depth_];
        return now_ps - span.begun_ps - (away_ps_ - span.away_ps);
    }

    // The stack or guest that opened these spans does not run from leave() to resume(): the time
    // between counts for none of them.
    void leave(std::uint64_t now_ps) { left_ps_ = now_ps; }
    void resume(std::uint64_t now_ps)
    {
        if (depth_ != 0)
            away_ps_ += now_ps - left_ps_;
    }

    // Hides the open spans while an interrupt handler runs on the same stack, from the constructor
    // to show(): the time between counts for none of them. show() returns false if the handler has
    // left a span of its own open.
    class Hidden {
    public:
        Hidden(OpenSpans& spans, std::uint64_t now_ps)
            : spans_(spans), floor_(spans.floor_), since_ps_(now_ps), away_ps_(spans.away_ps_)
        {
            spans.floor_ = spans.depth_;
        }
        bool show(std::uint64_t now_ps)
        {
            const bool has_ended_all = !spans_.has_any();
            spans_.depth_ = spans_.floor_;
            spans_.floor_ = floor_;
            spans_.away_ps_ = away_ps_ + (now_ps - since_ps_);
            return has_ended_all;
        }

    private:
        OpenSpans& spans_;
        const unsigned floor_;
        const std::uint64_t since_ps_, away_ps_;
    };

private:
    struct Span {
        unsigned kind;
        std::uint64_t begun_ps, away_ps;
    };

    std::array<Span, most> open_;
    unsigned depth_ = 0, floor_ = 0; // open_[0] to open_[floor_ - 1] are hidden
    std::uint64_t away_ps_ = 0, left_ps_ = 0;
};

} // namespace itstorm
