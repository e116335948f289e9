// SPDX-License-Identifier: Apache-2.0
// The signals that a waveform can show: one row for each kind of signal, which has an instance for
// each block ("its0.occupancy"), and the sets by which users choose signals.
#pragma once
#include "gtkw.h"
#include <set>
#include <string>
#include <vector>

namespace itstorm {

// clang-format off
// In the order in which they are shown. bits: 0 is a text. sets: besides `all`, and `lines` for
// signals of one bit. `usual` leaves out signals that change with every message.
//    signal           block          name               bits  show     sets
#define VCD_SIGNALS(X)                                                                    \
    X(Label,           Run,           "label",             0,  Text,    "usual queue cpu traffic") \
    X(Storm,           Function,      "storm",             1,  Bit,     "usual queue cpu traffic") \
    X(Credits,         Function,      "credits_used",     16,  Decimal, "traffic")            \
    X(Occupancy,       Its,           "occupancy",        16,  Curve,   "usual queue")        \
    X(Capacity,        Its,           "capacity",         16,  Decimal, "usual queue")        \
    X(Full,            Its,           "full",              1,  Bit,     "usual queue")        \
    X(Creadr,          Its,           "creadr",           20,  Hex,     "usual queue")        \
    X(Cwriter,         Its,           "cwriter",          20,  Hex,     "usual queue")        \
    X(Stalled,         Its,           "stalled",           1,  Bit,     "usual queue")        \
    X(Command,         Its,           "command",           0,  Text,    "usual queue")        \
    X(Inbox,           Its,           "msi_inbox",        16,  Decimal, "usual traffic")      \
    X(Lanes,           Its,           "msi_lanes",        16,  Decimal, "traffic")            \
    X(CacheHits,       Its,           "cache_hits",       32,  Decimal, "cache")              \
    X(CacheMisses,     Its,           "cache_misses",     32,  Decimal, "cache")              \
    X(Pending,         Redistributor, "lpi_pending",      24,  Curve,   "usual traffic")      \
    X(PropertyHits,    Redistributor, "cache_hits",       32,  Decimal, "cache")              \
    X(PropertyMisses,  Redistributor, "cache_misses",     32,  Decimal, "cache")              \
    X(Irq,             Redistributor, "irq",               1,  Bit,     "usual cpu")          \
    X(Virq,            Redistributor, "virq",              1,  Bit,     "usual cpu")          \
    X(ListRegisters,   Redistributor, "list_registers",    5,  Decimal, "usual cpu")          \
    X(State,           Pe,            "state",             0,  Text,    "usual cpu")          \
    X(RunsDomain,      Pe,            "domain",            0,  Text,    "usual cpu")          \
    X(Lock,            Pe,            "lock",              0,  Text,    "cpu")                \
    X(Ready,           Domain,        "vcpus_ready",       8,  Decimal, "usual")              \
    X(Received,        Domain,        "vlpis_received",   32,  Decimal, "usual traffic")      \
    X(Injected,        Domain,        "vlpis_injected",   32,  Decimal, "usual traffic")      \
    X(Retired,         Domain,        "vlpis_retired",    32,  Decimal, "usual traffic")
// clang-format on

enum class VcdSignal : unsigned {
#define X(signal, block, name, bits, show, sets) signal,
    VCD_SIGNALS(X)
#undef X
        Count
};

enum class VcdBlock { Run, Function, Its, Redistributor, Pe, Domain, Count };

struct VcdRow {
    VcdBlock block;
    std::string name;
    unsigned bits;
    Show show;
    std::string sets;
};

// A level that the hypervisor's object declares, such as the commands in a guest's ring.
struct VcdLevel {
    unsigned row; // of the object's probes
    std::string name;
    bool per_domain;
};

struct VcdShape {
    std::vector<std::string> its{ "its0" }; // names by index
    unsigned pes = 1;
    std::vector<std::string> functions, domains; // names by index
    std::vector<VcdLevel> levels;
};

// By VcdSignal; then those of the shape's levels.
std::vector<VcdRow> vcd_rows(const VcdShape& shape);
std::vector<std::string> vcd_instances(const VcdShape& shape, VcdBlock block); // names by index

const std::vector<std::string>& vcd_sets();
std::set<std::string> vcd_signals(const VcdShape& shape, const std::string& set); // full names

} // namespace itstorm
