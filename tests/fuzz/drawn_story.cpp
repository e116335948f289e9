// SPDX-License-Identifier: Apache-2.0
#include "drawn_story.h"
#include "drawn_statistic.h"
#include "drawn_timeline.h"

namespace itstorm {

namespace {

using Words = std::vector<std::string>;

// Whether the scenario may have a window from `a` to `b`: the loader refuses a window that is known
// to end before it begins.
bool is_before(const Label& a, const Label& b)
{
    return a.root != b.root || a.offset_ps < b.offset_ps;
}

// Draws windows, expectations, the table and the waveform.
class QuestionDrawer {
public:
    QuestionDrawer(Drawing& drawing, const DrawnMachine& machine, const Words& variants,
                   const DrawnTimeline& timeline)
        : d_(drawing), dice_(drawing.dice), variants_(variants), timeline_(timeline),
          statistics_(drawing.dice, machine)
    {
    }

    void draw(Document& scenario)
    {
        draw_windows(scenario);
        draw_expectations(scenario);
        draw_table(scenario);
        draw_waveforms(scenario);
    }

private:
    void draw_windows(Document& scenario)
    {
        Document list = Document::list();
        for (std::uint64_t n = dice_.between(0, 3); n > 0 && !timeline_.labels.empty(); --n) {
            Document window = Document::map();
            const Label a = dice_.one_of(timeline_.labels), z = dice_.one_of(timeline_.labels);
            const bool has_from = dice_.chance(0.8), has_to = dice_.chance(0.7);
            const Label start{ "", "", 0 };
            const std::string name = "window" + std::to_string(n);
            window.set("name", name);
            if (has_from)
                window.set("from", a.name);
            if (has_to && a.name != z.name && is_before(has_from ? a : start, z))
                window.set("to", z.name);
            windows_.push_back(name);
            list.add(std::move(window));
        }
        if (!windows_.empty())
            scenario.set("measure", list);
    }

    void draw_expectations(Document& scenario)
    {
        Document list = Document::list();
        for (std::uint64_t n = dice_.between(0, 4); n > 0; --n) {
            Document expect = Document::map();
            expect.set("id", "expect" + std::to_string(n));
            if (!timeline_.labels.empty() && dice_.chance(0.3)) {
                draw_key_of(expect, "expect[].within");
                expect.set("of", dice_.one_of(timeline_.labels).name);
                expect.set("until", statistics_.live_condition());
            } else
                draw_at_end(expect);
            if (!variants_.empty() && dice_.chance(0.2))
                expect.set("only", Document::list()).add(Document::scalar(dice_.one_of(variants_)));
            list.add(std::move(expect));
        }
        if (!list.children.empty())
            scenario.set("expect", list);
    }

    void draw_key_of(Document& into, const std::string& path)
    {
        for (const Parameter& p : d_.parameters.all())
            if (p.path == path)
                into.set(path.substr(path.rfind('.') + 1), itstorm::draw(p, dice_, d_.longest_ps));
    }

    void draw_at_end(Document& expect)
    {
        if (!windows_.empty() && dice_.chance(0.3)) {
            expect.set("at_end", statistics_.counter() + " >= 50%");
            expect.set("in", dice_.one_of(windows_));
            expect.set("relative_to", reference());
            return;
        }
        const bool in_window = !windows_.empty() && dice_.chance(0.5);
        expect.set("at_end", statistics_.comparison(in_window));
        if (in_window)
            expect.set("in", dice_.one_of(windows_));
    }

    std::string reference()
    {
        const std::string window = dice_.one_of(windows_);
        return variants_.empty() || dice_.chance(0.5) ? window
                                                      : dice_.one_of(variants_) + "/" + window;
    }

    void draw_table(Document& scenario)
    {
        Document list = Document::list();
        for (std::uint64_t n = dice_.between(0, 3); n > 0; --n) {
            Document row = Document::map();
            const bool in_window = !windows_.empty() && dice_.chance(0.5);
            const bool is_relative = in_window && dice_.chance(0.3);
            row.set("stat", is_relative ? statistics_.counter() : statistics_.name());
            if (in_window)
                row.set("in", dice_.one_of(windows_));
            if (is_relative)
                row.set("relative_to", reference());
            list.add(std::move(row));
        }
        if (!list.children.empty())
            scenario.set("table", list);
    }

    void draw_waveforms(Document& scenario)
    {
        if (dice_.chance(0.75))
            return;
        scenario.set_path("trace.vcd.enabled", "true");
        if (dice_.chance(0.5))
            scenario.set_path("trace.vcd.signals", dice_.chance(0.5) ? "queue" : "all");
        if (dice_.chance(0.3))
            scenario.set_path("trace.vcd.numbers", "true");
        if (dice_.chance(0.3))
            scenario.set_path("trace.vcd.limit", "1MiB");
        if (dice_.chance(0.2))
            scenario.set_path("trace.vcd.fst", "true");
        if (dice_.chance(0.2)) {
            scenario.set_path("trace.vcd.when", statistics_.counter() + " > 100");
            scenario.set_path("trace.vcd.lasts", "20us");
            return;
        }
        if (timeline_.labels.empty() || dice_.chance(0.5))
            return;
        const Label a = dice_.one_of(timeline_.labels), z = dice_.one_of(timeline_.labels);
        scenario.set_path("trace.vcd.from", a.name);
        if (a.name != z.name && is_before(a, z))
            scenario.set_path("trace.vcd.to", z.name);
        else if (dice_.chance(0.5))
            scenario.set_path("trace.vcd.lasts", "20us");
        if (dice_.chance(0.5))
            scenario.set_path("trace.vcd.before", "50us");
    }

    Drawing& d_;
    Dice& dice_;
    const Words& variants_;
    const DrawnTimeline& timeline_;
    StatisticDrawer statistics_;
    Words windows_; // names of those that are drawn
};

} // namespace

std::string draw_story(Drawing& drawing, const DrawnMachine& machine, const Words& variants,
                       Document& scenario)
{
    const DrawnTimeline timeline = draw_timeline(drawing, machine, variants);
    scenario.set("timeline", timeline.entries);
    QuestionDrawer(drawing, machine, variants, timeline).draw(scenario);
    return timeline.trace;
}

} // namespace itstorm
