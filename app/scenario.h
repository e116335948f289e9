// SPDX-License-Identifier: Apache-2.0
// One variant of a scenario as plain data: what to build, what to do, what to measure, what to
// expect. Made by the loader (load.h) from YAML, which has checked every name, label and unit; read
// by simulate(). No text is parsed after this point.
#pragma once
#include "device_traffic/pattern_config.h"
#include "platform/soc_config.h"
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace itstorm {

enum class Compare : std::uint8_t { Less, LessEqual, Equal, NotEqual, GreaterEqual, Greater };

// One comparison of a live level or counter (Stats::live) with a plain number. `all_guests.ready`
// is a level that is 1 once every vCPU of every domain has called sim_guest_ready. A statistic that
// is not there yet: the condition does not hold.
struct Condition {
    std::string stat;
    Compare op = Compare::Equal;
    std::uint64_t value = 0;
    std::uint64_t rate_over_ps = 0; // 0: the value itself; else a counter's rate per second, after
                                    // each stretch of this length
};

// When a timeline entry happens.
struct Trigger {
    enum class Kind : std::uint8_t {
        At,    // simulated time delay_ps
        When,  // delay_ps after the condition first holds; it is looked at from time zero on
        After, // delay_ps after the entry with this label happened
    };
    Kind kind = Kind::At;
    std::string label;   // After
    Condition condition; // When
    std::uint64_t delay_ps = 0;
};

enum class Action : std::uint8_t {
    Mark,       // nothing but its label
    StormStart, // function `device` starts `pattern`; replaces the one that runs
    StormStop,  // function `device` stops
    MsiSend,    // `count` messages of pattern.first_vector.., each `every_ps` after the one before;
                // chosen as pattern.choice says
    TraceReplay,  // every function of a trace starts its pattern in `replay`
    GuestOrder,   // `orders` to a vCPU of each domain, `count` times, each `every_ps` after the one
                  // before
    Stop,         // the run ends here, Finished
    FaultCommand, // the next `amount` commands that an ITS reads are none
    FaultDoorbell, // the next `amount` writes of CWRITER do not arrive
    FaultMemory,   // memory refuses an ITS for `amount` ps
    FaultTable,    // the entry of `device` in its ITS's device table is overwritten
    FaultStall,    // an ITS takes no new command for `amount` ps
    Set,           // `settings` hold from now on
};

// One function's part of a trace.
struct FunctionReplay {
    unsigned device; // index into SocConfig::functions
    PatternConfig pattern;
};

// `what` is a row of the orders of the domain's program.
struct Order {
    unsigned domain = 0; // index into SocConfig::domains
    unsigned vcpu = 0;
    std::uint32_t what = 0;
    std::vector<std::uint64_t> args; // as many as the order has
};

// A new value of a knob.
struct Setting {
    static constexpr unsigned hypervisor = ~0u;
    unsigned domain = hypervisor; // index into SocConfig::domains, for a knob of its program
    unsigned row = 0;             // of the object's, or the program's, knobs
    std::uint64_t value = 0;
};

// Which entry FaultTable overwrites: that of a device, of one of its events, or of a collection.
enum class FaultedTable : std::uint8_t { Devices, Events, Collections };

struct TimelineEntry {
    unsigned number = 1; // in the file's list, from 1; all that a for_each stands for have the same
    Trigger trigger;
    Action action = Action::Mark;
    std::string action_name; // as the file has it: "fault.doorbell"
    std::string label; // empty: none. Happens when the entry does (with a count: at its first time)
    unsigned device = 0;                // index into SocConfig::functions
    PatternConfig pattern;              // StormStart; MsiSend: only the vectors and their choice
    std::vector<FunctionReplay> replay; // TraceReplay
    std::vector<Order> orders;          // GuestOrder
    std::vector<Setting> settings;      // Set
    unsigned its = 0;                   // Fault...: index into SocConfig::its
    std::uint64_t amount = 0;           // Fault...: see there
    FaultedTable table = FaultedTable::Devices; // FaultTable
    std::uint32_t table_index = 0;              // FaultTable: EventID, or ICID
    std::uint64_t count = 1;                    // times that it happens
    std::uint64_t every_ps = 0;
};

// What messages call it.
inline std::string name_of(const TimelineEntry& entry)
{
    return "timeline entry " + std::to_string(entry.number);
}

// A window of time between two labels. An empty `from` is time zero, an empty `to` the end of the
// run.
struct Measure {
    std::string name, from, to;
};

// What a number is compared with instead of an absolute value.
struct Reference {
    std::string variant; // empty: this one
    std::string window;  // empty: the whole run
};

struct Expect {
    enum class Kind : std::uint8_t { AtEnd, Within };
    std::string id;
    std::string text; // the comparison as the scenario writes it
    Kind kind = Kind::AtEnd;

    // AtEnd: evaluated on RunOutput by verdict.h, simulate() need not look at it
    std::string stat; // with suffix
    Compare op = Compare::Equal;
    double value = 0; // in the statistic's own unit; relative: a factor
    std::string window;
    bool relative = false;
    bool is_share = false; // the statistic is 0..1 or a ratio: shown in percent
    Reference relative_to;

    // Within: simulate() sets RunOutput::within[index]. It is met if `until` holds at some moment
    // of [of, of + within_ps]
    Condition until;
    std::string of;
    std::uint64_t within_ps = 0;
};

// One row of the table that compares variants.
struct TableRow {
    std::string stat, window;
    bool relative = false;
    bool is_share = false;
    Reference relative_to;
    std::string unit; // of the number: "commands", "MSIs/s", "s"; "1": it has none
};

struct VcdRequest {
    bool enabled = false, numbers = false;
    bool fst = false;                // as FST: see fst_file.h
    std::string signals = "usual";   // see signal_choice.h
    std::optional<Trigger> from, to; // nothing: start, end of the run
    std::uint64_t before_ps = 0;     // so much history before `from`
    std::uint64_t lasts_ps = 0;      // from then on; 0: no such end
    std::uint64_t limit_bytes = 0;   // 0: none
};

struct Scenario {
    std::string name, summary, variant; // variant empty: the scenario has none
    std::string profile = "server";
    std::string hypervisor; // path of the objects to load
    std::vector<std::string> guests;
    std::vector<std::string> named_guests; // those that the scenario itself names
    std::vector<std::string> traces;       // paths of those that were read
    std::string preset;                    // path of the preset's file; empty: none
    SocConfig soc;
    std::uint64_t sim_limit_ps = 0; // reached: Ending::LimitReached
    double wall_limit_s = 0;        // 0: none

    // In the order of the file. The run ends at a Stop, or else once every entry has happened (all
    // its times), every window that opened has closed (unless it lasts to the end) and every Within
    // is decided.
    std::vector<TimelineEntry> timeline;
    std::vector<Measure> measures;
    std::vector<Expect> expects; // only those of this variant
    std::vector<TableRow> table;
    VcdRequest vcd;
};

} // namespace itstorm
