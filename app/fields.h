// SPDX-License-Identifier: Apache-2.0
// The one table of everything a scenario may say: validation, `itstorm params`, effective.yaml and
// overrides all read these rows. How they are written: field_row.h. A hypervisor object and the
// guest programs add rows of their own (object_rows.h).
//
// Paths are dotted; `name[]` stands for the elements of a list: "platform.its[].command_queue".
#pragma once
#include "paths.h"
#include "quantity.h"
#include "scenario.h"
#include <array>
#include <string>
#include <vector>

namespace itstorm {

// The columns of defaults for what hardware costs.
enum class Profile : std::uint8_t { Server, Embedded, Ideal };
const char* profile_name(Profile profile);

// The columns of defaults for what software costs, which the hardware does not decide.
enum class SoftwareProfile : std::uint8_t { KvmAltra, KvmPhytium, XenXgene, Ideal };
constexpr std::size_t software_profiles = 4;
constexpr const char* software_profile_names = "kvm-altra|kvm-phytium|xen-xgene|ideal";
std::string software_profile_name(SoftwareProfile profile);

struct Profiles {
    Profiles(Profile hardware_profile = Profile::Server) : hardware(hardware_profile) {}
    Profile hardware;
    SoftwareProfile software = SoftwareProfile::KvmAltra;
};

// What a scenario may write as a value.
enum class Kind : std::uint8_t {
    Count,      // a whole number
    Real,       // a number
    Cycles,     // a whole number, of the clock that `unit` names
    Duration,   // with a unit; in ps
    DurationNs, // with a unit; in ns
    Bytes,      // with a unit
    Rate,       // with a unit; per second
    Frequency,  // with a unit; in Hz
    Bool,       // true or false
    Choice,     // one of `choices`
    Set,        // any of `choices` together: none, one word, or [a, b]
    Text,       // anything
    Name,       // letters, digits, '_' and '-'; begins with a letter
    Slug,       // the same, may begin with a digit
    Names,      // a list of Name
    Counts,     // a list of Count
    Vectors,    // N, [first, last] or all
    Link,       // gen3x4 or off
    Bdf,        // "0000:01:00.0": domain, bus, device, function
    List,       // of maps, with rows of their own
    Map,        // read by the code of its section
};

Dimension dimension_of(Kind kind); // Count for what is no number

// The origin of a row's default: a document states it, it is derived from published figures, or it
// is assumed. None: the value is not a property of real hardware or software.
enum class Tag : std::uint8_t { None, Documented, Derived, Assumed };
const char* tag_name(Tag tag);

// One value that passed the checks of its row.
struct Value {
    // Numbers: in the unit of the kind. Choice: the index of the word. Set: a bit for each word.
    // Link: bytes per second. Bdf: bus<<8 | device<<3 | function. Vectors: the first.
    std::uint64_t number = 0;
    double real = 0; // Rate, Real
    std::string text;
    std::vector<std::string> names;
    std::vector<std::uint64_t> numbers; // Counts; Vectors: first and last, empty: all
};

// Where values land: the scenario, and the element of a list that is being read.
struct Target {
    Scenario* scenario = nullptr;
    FunctionConfig* function = nullptr;
    DomainConfig* domain = nullptr;
    ItsInstance* its = nullptr;
    MsiMapEntry* msi_map = nullptr;
};

// The default of a row in one profile of software, and how it is known.
struct SoftwareDefault {
    std::string text;
    Tag tag = Tag::None;
};

using Setter = void (*)(Target&, const Value&);

// One row of the table.
struct Field {
    std::string path;
    Kind kind = Kind::Count;
    std::string unit;                    // what a Count counts
    std::array<std::string, 3> defaults; // by Profile; empty: none
    std::uint64_t min = 0, max = 0;      // inclusive; max 0: no upper bound
    std::string choices;                 // "a|b|c"
    bool required = false;
    Tag tag = Tag::None;
    std::string source;   // of the default
    std::string text;     // what the value means, in a sentence
    Setter set = nullptr; // stores the value; null: the code of its section reads it
    std::string only;     // kinds of device, or actions of the timeline, that have the key:
                          // "storm.start|msi.send"; empty: all
    bool hidden = false;  // not listed by params
    // By SoftwareProfile, instead of `defaults` and `tag`; with empty texts these hold.
    std::array<SoftwareDefault, software_profiles> by_software{};
    std::string declared_by; // "object": a knob of an object; empty: the language
    bool run_time = false;   // a knob that may be set while the machine runs
};

// Rows of the scenario language itself.
const std::vector<Field>& scenario_rows();

// As a scenario would write it; empty: the row has none.
const std::string& default_of(const Field& field, const Profiles& profiles);

} // namespace itstorm
