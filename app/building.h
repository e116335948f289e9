// SPDX-License-Identifier: Apache-2.0
// The work in progress of load.cpp: one variant's tree becomes a Scenario, section by section.
// Shared by the load_*.cpp only.
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
    std::vector<unsigned> timeline_places{}; // beside scenario.timeline: place in the file's list
    std::optional<KnownStats> listed_stats{};

    // Those of the machine, which is built; listed when the first one is asked for.
    const KnownStats& stats();

    // Elements of the list at `path` ("platform.pci"), each against its rows.
    std::vector<Entries> elements(const std::string& path);

    // Whether an element with this entry `only` exists in this variant; complains about unknown
    // names.
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

    // Which domains and vCPU, which order, with which arguments. The entry names a domain, or all,
    // and an order.
    void build(const Entries& entries, TimelineEntry& entry);

private:
    // A domain, and the order as its program has it; null: it does not.
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

    // The entry names its device, if that is known.
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

// What trace.vcd says; labels: of the timeline. load_waveform.cpp.
void build_waveform(Building& b, const NameIndex& labels);

// What timeline entries with do: set say; load_settings.cpp.
void build_settings(Building& b, const Entries& entries, TimelineEntry& entry);

// The entry of `key` that this action needs; null, and a complaint if it is missing.
const Entry* needed(Building& b, const Entries& entries, const std::string& key);

// Its place in a list of names; nothing: it is not there, which is complained about. Null: nothing.
std::optional<unsigned> index_of(Building& b, const Entry* name, const NameIndex& known, const char* what);

void build_machine(Building& b);                 // platform, hypervisor, domains
void check_needs(Building& b, Node& tree);       // once the machine is built without an error
void build_timeline(Building& b);                // timeline, measure, trace
void check_order_needs(Building& b, Node& tree); // once all of that is built without an error
void build_expect(Building& b);                  // expect, table

// The comparison of a live level or counter that the entry holds, or, where that is allowed, of a
// counter's rate over a stretch of this length; complains if it is none.
constexpr std::uint64_t no_rates = 0;
Condition live_condition(Building& b, const Entry& entry, std::uint64_t rate_over_ps = no_rates);

// Elements of timeline and expect that this variant does not have leave the tree, and what needs
// other variants as well.
void prune(Node& root, const std::string& variant);

} // namespace itstorm
