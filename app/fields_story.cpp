// SPDX-License-Identifier: Apache-2.0
// The rows of what happens, what is measured and what must be true. Most are read by the code of
// their section.
#include "common/lost_booking.h"
#include "fields_parts.h"

namespace itstorm {

namespace {

// Order of enum BookLine.
const char* const book_lines = "none|sent|set_by_int|merged_in_device|merged_in_redistributor|"
                               "acknowledged|cleared|dropped|written|executed|skipped|abandoned";
static_assert(static_cast<int>(BookLine::Count) == 12, "book_lines has a word for each line");

} // namespace

std::vector<Field> story_rows()
{
    const auto none = all("");
    return {
        { "timeline", Kind::List, "", none, 0, 0, "", false, Tag::None, "",
          "what happens when; the run ends at `stop`, or when nothing is left to do" },
        { "timeline[].at", Kind::Duration, "", none, 0, 0, "", false, Tag::None, "",
          "at this simulated time" },
        { "timeline[].when", Kind::Text, "", none, 0, 0, "", false, Tag::None, "",
          "once this comparison holds: \"all_guests.ready == 1\"" },
        { "timeline[].after", Kind::Name, "", none, 0, 0, "", false, Tag::None, "",
          "after the entry with this label" },
        { "timeline[].delay", Kind::Duration, "", none, 0, 0, "", false, Tag::None, "",
          "so much later; with when or after" },
        { "timeline[].do", Kind::Choice, "", none, 0, 0,
          "mark|storm.start|storm.stop|msi.send|trace.replay|guest.order|stop|fault.command|"
          "fault.doorbell|fault.memory|fault.table|fault.stall|set",
          true, Tag::None, "", "what happens" },
        { "timeline[].rate_over", Kind::Duration, "", none, 1'000'000, 0, "", false, Tag::None, "",
          "when compares a rate, \"nic0.msi.sent > 1M/s\": the counter is looked at after each "
          "stretch of this length; without it 100us" },
        { "timeline[].for_each", Kind::Names, "", none, 0, 0, "", false, Tag::None, "",
          "names that take the place of device or domain, or [all]: the entry is there once for "
          "each",
          nullptr, "storm.start|storm.stop|msi.send|guest.order" },
        { "timeline[].repeat", Kind::Count, "times", none, 1, 1'000'000'000, "", false, Tag::None,
          "", "how often it happens; 1", nullptr,
          "storm.start|storm.stop|trace.replay|fault.command|fault.doorbell|fault.memory|"
          "fault.table|fault.stall" },
        { "timeline[].label", Kind::Name, "", none, 0, 0, "", false, Tag::None, "",
          "names the moment" },
        { "timeline[].only", Kind::Names, "", none, 0, 0, "", false, Tag::None, "",
          "variants in which the entry exists" },
        { "timeline[].domain", Kind::Name, "", none, 0, 0, "", false, Tag::None, "",
          "whom the order is for; all: every domain whose program knows it", nullptr,
          "guest.order" },
        { "timeline[].vcpu", Kind::Count, "", none, 0, 0, "", false, Tag::None, "",
          "which of its vCPUs; 0", nullptr, "guest.order" },
        { "timeline[].order", Kind::Name, "", none, 0, 0, "", false, Tag::None, "",
          "one of its program's orders", nullptr, "guest.order" },
        { "timeline[].args", Kind::Map, "", none, 0, 0, "", false, Tag::None, "",
          "{ name: value, ... }: arguments of the order", nullptr, "guest.order" },
        { "timeline[].count", Kind::Count, "times", none, 1, 0, "", false, Tag::None, "",
          "how many; 1", nullptr, "storm.start|msi.send|guest.order|fault.command|fault.doorbell" },
        { "timeline[].its", Kind::Name, "", none, 0, 0, "", false, Tag::None, "",
          "which ITS it happens to; the first", nullptr,
          "fault.command|fault.doorbell|fault.memory|fault.stall|fault.table" },
        { "timeline[].event", Kind::Count, "", none, 0, 0xffff, "", false, Tag::None, "",
          "overwrites the entry of this EventID in the device's ITT; without it the device's own",
          nullptr, "fault.table" },
        { "timeline[].collection", Kind::Count, "", none, 0, 0xffff, "", false, Tag::None, "",
          "overwrites the entry of this ICID in the collection table, instead of a device's",
          nullptr, "fault.table" },
        { "timeline[].lasts", Kind::Duration, "", none, 1, 0, "", false, Tag::None, "",
          "for how long", nullptr, "fault.memory|fault.stall" },
        { "timeline[].values", Kind::Map, "", none, 0, 0, "", false, Tag::None, "",
          "{ path: value, ... }: knobs that may be set while the machine runs, as -C names them: "
          "hypervisor.scheduler.slice, dom1.handler",
          nullptr, "set" },
        { "timeline[].every", Kind::Duration, "", none, 0, 0, "", false, Tag::None, "",
          "time between them", nullptr,
          "msi.send|guest.order|storm.start|storm.stop|trace.replay|fault.command|fault.doorbell|"
          "fault.memory|fault.table|fault.stall" },

        { "measure", Kind::List, "", none, 0, 0, "", false, Tag::None, "", "windows of time" },
        required(
            { "measure[].name", Kind::Name, "", none, 0, 0, "", false, Tag::None, "", "its name" }),
        { "measure[].from", Kind::Name, "", none, 0, 0, "", false, Tag::None, "",
          "label; without it time zero" },
        { "measure[].to", Kind::Name, "", none, 0, 0, "", false, Tag::None, "",
          "label; without it the end of the run" },

        { "expect", Kind::List, "", none, 0, 0, "", false, Tag::None, "", "what must be true" },
        required({ "expect[].id", Kind::Slug, "", none, 0, 0, "", false, Tag::None, "",
                   "its name in results" }),
        { "expect[].at_end", Kind::Text, "", none, 0, 0, "", false, Tag::None, "",
          "\"statistic op quantity\", op one of < <= == != >= >" },
        { "expect[].in", Kind::Name, "", none, 0, 0, "", false, Tag::None, "",
          "window of the statistic; with at_end" },
        { "expect[].relative_to", Kind::Text, "", none, 0, 0, "", false, Tag::None, "",
          "window or variant/window; `run` is the whole run: compare with the same statistic "
          "there" },
        { "expect[].only", Kind::Names, "", none, 0, 0, "", false, Tag::None, "",
          "variants in which it is expected" },
        { "expect[].within", Kind::Duration, "", none, 1, 0, "", false, Tag::None, "",
          "how long it may take" },
        { "expect[].of", Kind::Name, "", none, 0, 0, "", false, Tag::None, "",
          "label from which `within` counts" },
        { "expect[].until", Kind::Text, "", none, 0, 0, "", false, Tag::None, "",
          "comparison of a level or counter that must come true within that time" },

        { "table", Kind::List, "", none, 0, 0, "", false, Tag::None, "",
          "rows of the table printed at the end" },
        required(
            { "table[].stat", Kind::Text, "", none, 0, 0, "", false, Tag::None, "", "statistic" }),
        { "table[].in", Kind::Name, "", none, 0, 0, "", false, Tag::None, "", "its window" },
        { "table[].relative_to", Kind::Text, "", none, 0, 0, "", false, Tag::None, "",
          "as in expect" },

        { "trace.vcd.enabled", Kind::Bool, "", all("false"), 0, 0, "", false, Tag::None, "",
          "write trace.vcd",
          [](Target& t, const Value& v) { t.scenario->vcd.enabled = v.number != 0; } },
        { "trace.vcd.signals", Kind::Text, "", all("usual"), 0, 0, "", false, Tag::None, "",
          "signals, globs and sets (usual, queue, cpu, traffic, cache, lines, all), with commas "
          "between",
          [](Target& t, const Value& v) { t.scenario->vcd.signals = v.text; } },
        { "trace.vcd.numbers", Kind::Bool, "", all("false"), 0, 0, "", false, Tag::None, "",
          "beside each text its number, for viewers without texts",
          [](Target& t, const Value& v) { t.scenario->vcd.numbers = v.number != 0; } },
        { "trace.vcd.limit", Kind::Bytes, "", all("256MiB"), 1 << 20, 1ull << 40, "", false,
          Tag::None, "", "size of what is kept: the newest, as trace.vcd and trace.before.vcd",
          [](Target& t, const Value& v) { t.scenario->vcd.limit_bytes = v.number; } },
        { "trace.vcd.fst", Kind::Bool, "", all("false"), 0, 0, "", false, Tag::None, "",
          "trace.fst in place of trace.vcd, much smaller; vcd2fst of GTKWave makes it",
          [](Target& t, const Value& v) { t.scenario->vcd.fst = v.number != 0; } },
        { "trace.vcd.from", Kind::Text, "", none, 0, 0, "", false, Tag::None, "",
          "label or time; without it the start" },
        { "trace.vcd.when", Kind::Text, "", none, 0, 0, "", false, Tag::None, "",
          "instead of from: once this comparison holds, as timeline[].when" },
        { "trace.vcd.before", Kind::Duration, "", none, 0, 0, "", false, Tag::None, "",
          "so much of what was before from or when is shown, too",
          [](Target& t, const Value& v) { t.scenario->vcd.before_ps = v.number; } },
        { "trace.vcd.to", Kind::Text, "", none, 0, 0, "", false, Tag::None, "",
          "label or time; without it the end" },
        { "trace.vcd.lasts", Kind::Duration, "", none, 1, 0, "", false, Tag::None, "",
          "instead of to: for how long from from or when on",
          [](Target& t, const Value& v) { t.scenario->vcd.lasts_ps = v.number; } },

        { "variants", Kind::Map, "", none, 0, 0, "", false, Tag::None, "",
          "name: {path: value, ...}: runs that differ" },

        { "sweep.axes", Kind::List, "", none, 0, 0, "", false, Tag::None, "",
          "- { path: values }: what differs from point to point; knobs of one element move in "
          "step" },
        { "sweep.axes[].from", Kind::Text, "", none, 0, 0, "", false, Tag::None, "",
          "values as a range, { from: 10k/s, to: 1M/s, points: 5 }: the first" },
        { "sweep.axes[].to", Kind::Text, "", none, 0, 0, "", false, Tag::None, "",
          "of a range: the last" },
        { "sweep.axes[].points", Kind::Count, "values", none, 2, 100000, "", false, Tag::None, "",
          "of a range: how many values, both ends included" },
        { "sweep.axes[].scale", Kind::Choice, "", none, 0, 0, "linear|log", false, Tag::None, "",
          "with points: the same distance between them, or the same factor; without it linear" },
        { "sweep.axes[].step", Kind::Text, "", none, 0, 0, "", false, Tag::None, "",
          "of a range, instead of points: exactly so far apart" },
        { "sweep.axes[].factor", Kind::Count, "", none, 2, 1000, "", false, Tag::None, "",
          "of a range, instead of points: each so many times the one before" },
        { "sweep.exclude", Kind::List, "", none, 0, 0, "", false, Tag::None, "",
          "- { path: value or list of values }: points that are left out" },
        { "sweep.repetitions", Kind::Count, "times", none, 1, 1000000, "", false, Tag::None, "",
          "runs of each point, each with a seed of its own; without it 1" },

        hidden({ "self_test.lost_booking", Kind::Choice, "", none, 0, 0, book_lines, false,
                 Tag::None, "", "the ledger loses a booking on this line",
                 [](Target& t, const Value& v) {
                     t.scenario->soc.lost_booking.line = static_cast<BookLine>(v.number);
                 } }),
        hidden({ "self_test.nth", Kind::Count, "", none, 1, 0, "", false, Tag::None, "",
                 "which of them",
                 [](Target& t, const Value& v) { t.scenario->soc.lost_booking.nth = v.number; } }),
        hidden({ "self_test.build", Kind::Choice, "", none, 0, 0, "forwards|backwards", false,
                 Tag::None, "", "the order in which the machine's modules come into being",
                 [](Target& t, const Value& v) {
                     t.scenario->soc.is_built_backwards = v.number != 0;
                 } }),
    };
}

} // namespace itstorm
