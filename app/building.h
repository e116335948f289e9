// SPDX-License-Identifier: Apache-2.0
// What load.cpp and load_*.cpp share while they turn the tree of one variant into a Scenario,
// section by section.
#pragma once
#include "decode.h"
#include "known_stats.h"
#include "language.h"
#include "name_index.h"
#include "trace_file.h"
#include <map>
#include <set>

namespace itstorm {

struct Building {
    const ObjectTables& tables;
    const Language& language;
    TraceLibrary& traces;
    const std::string& variant; // empty: the scenario has none
    const NameIndex& variants;  // all of them
    Diagnostics& errors;
    Profiles profile;
    Entries root{};
    Scenario scenario{};
    NameIndex its{}, functions{}, domains{}; // in the order of scenario.soc
    std::vector<unsigned>
        timeline_places{}; // by index in scenario.timeline: place in the list of the file
    std::optional<KnownStats> listed_stats{};

    // The statistics of the machine, which must be built; listed at the first call.
    const KnownStats& stats();

    // The elements of the list at `path` ("platform.pci"), each decoded by its rows.
    std::vector<Entries> elements(const std::string& path);

    // Whether this variant has the element whose `only` this is; null: every variant has it.
    // Complains about unknown names.
    bool is_included(const Entry* only);
};

// Values of `count` knobs, or arguments of an order, whose rows stand below `prefix`, by row.
std::vector<std::uint64_t> knob_values(const Entries& entries, const std::string& prefix,
                                       const hv_knob* knobs, std::size_t count);

// What timeline entries with do: guest.order say; load_order.cpp.
class Orders {
public:
    explicit Orders(Building& b) : b_(b) {}

    // The rows of an entry: an order brings those of its arguments, as a program those of its
    // knobs.
    const FieldTable& rows_for(const Node& element) const;

    // Fills in who gets the order, the order and its arguments. The entry names an order, and a
    // domain or `all`.
    void build(const Entries& entries, TimelineEntry& entry);

private:
    // A domain, and the row of the order in its program; null: the program does not know it.
    struct Receiver {
        unsigned domain;
        const guest_program* program;
        const guest_order* row;
    };

    std::vector<Receiver> receivers(const std::string& domain, const std::string& order) const;
    void check_meaning(const Entries& entries, const std::vector<Receiver>& receivers);
    Receiver receiver(unsigned domain, const std::string& order) const;
    unsigned vcpu_of(const Entries& entries, const DomainConfig& domain);
    void check_numbers_of(const Entries& entries, const guest_order& row);
    std::vector<std::uint64_t> args_of(const Entries& entries, const guest_order& row);

    Building& b_;
};

// What timeline entries with do: storm.start, msi.send and trace.replay say; load_traffic.cpp.
class Traffic {
public:
    explicit Traffic(Building& b) : b_(b), soc_(b.scenario.soc) {}

    // `entry` has its device already, if that is known.
    void build_storm(const Entries& entries, TimelineEntry& entry);
    void build_vectors(const Entries& entries, TimelineEntry& entry);
    void build_replay(const Entries& entries, TimelineEntry& entry);

private:
    const FunctionConfig* function_of(const TimelineEntry& entry) const;
    void check_keys(const Entries& entries, const std::string& pattern);
    void check_rate(const Entries& entries, const PatternConfig& pattern);
    void check_link(const Entry& key, const TimelineEntry& entry);
    void check_pattern(const Entry& key, const TimelineEntry& entry);
    const TraceSummary& trace_of(const Entry& key);
    std::shared_ptr<const Recording> part_of(const TraceSummary& trace, const std::string& name,
                                             unsigned device);
    void build_trace(const Entry& key, TimelineEntry& entry);

    Building& b_;
    SocConfig& soc_;
};

// What timeline entries with do: fault.* say; load_faults.cpp.
void build_fault(Building& b, const Entries& entries, TimelineEntry& entry);

// What trace.vcd says; load_waveform.cpp. `labels`: those of the timeline.
void build_waveform(Building& b, const NameIndex& labels);

// What timeline entries with do: set say; load_settings.cpp.
void build_settings(Building& b, const Entries& entries, TimelineEntry& entry);

// The entry of the key that this action needs; null, and a complaint, if it is missing.
const Entry* needed(Building& b, const Entries& entries, const std::string& key);

// The place of `name` among `known`. Nothing, and a complaint, if it is not there; nothing if
// `name` is null.
std::optional<unsigned> index_of(Building& b, const Entry* name, const NameIndex& known,
                                 const char* what);

void build_machine(Building& b);                 // platform, hypervisor, domains
void check_needs(Building& b, Node& tree);       // once the machine is built without an error
void build_timeline(Building& b);                // timeline, measure, trace
void check_order_needs(Building& b, Node& tree); // once all of that is built without an error
void build_expect(Building& b);                  // expect, table

// The comparison that the entry holds: of a live level or counter, or, where `rate_over_ps` is not
// 0, of the rate of a counter over stretches of that length. Complains if it is none.
constexpr std::uint64_t no_rates = 0;
Condition live_condition(Building& b, const Entry& entry, std::uint64_t rate_over_ps = no_rates);

// Removes from the tree what this variant does not have: elements of timeline and expect, and what
// compares it with other variants.
void prune(Node& root, const std::string& variant);

} // namespace itstorm
