// SPDX-License-Identifier: Apache-2.0
// The one table of everything a scenario may say: validation, `itstorm params`, effective.yaml and
// overrides all read these rows. A hypervisor object and the guest programs add rows of their own
// (object_rows).
//
// Paths are dotted; `name[]` stands for the elements of a list: "platform.its[].command_queue".
#pragma once
#include "paths.h"
#include "quantity.h"
#include "scenario.h"
#include <array>
#include <itstorm/guest.h>
#include <string>
#include <vector>

namespace itstorm {

enum class Profile : std::uint8_t { Server, Embedded, Ideal };
const char* profile_name(Profile profile);

// What software costs is no property of the hardware that it runs on.
enum class SoftwareProfile : std::uint8_t { KvmAltra, KvmPhytium, XenXgene, Ideal };
constexpr std::size_t software_profiles = 4;
constexpr const char* software_profile_names = "kvm-altra|kvm-phytium|xen-xgene|ideal";
std::string software_profile_name(SoftwareProfile profile);

struct Profiles {
    Profiles(Profile hardware_profile = Profile::Server) : hardware(hardware_profile) {}
    Profile hardware;
    SoftwareProfile software = SoftwareProfile::KvmAltra;
};

enum class Kind : std::uint8_t {
    Count,      // whole number
    Real,       // number
    Cycles,     // whole number, of the clock that `unit` names
    Duration,   // ps
    DurationNs, // ns
    Bytes,
    Rate,
    Frequency,
    Bool,
    Choice,  // one of `choices`; the number is its index
    Set,     // any of `choices` together: none, one word, or [a, b]; the number has a bit for each
    Text,    // anything
    Name,    // letters, digits, '_' and '-'; begins with a letter
    Slug,    // the same, may begin with a digit
    Names,   // list of Name
    Counts,  // list of Count
    Vectors, // N, [first, last] or all
    Link,    // gen3x4 or off
    Bdf,     // "0000:01:00.0"
    List,    // of maps, with rows of their own
    Map,     // read by its own code
};

Dimension dimension_of(Kind kind); // Count for what is no number

enum class Tag : std::uint8_t { None, Documented, Derived, Assumed };
const char* tag_name(Tag tag);

// One value that passed the checks of its row.
struct Value {
    std::uint64_t number =
        0;           // Link: bytes per second; Bdf: bus<<8 | device<<3 | function; Vectors: first
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

// The default of a row in one profile of software, and why.
struct SoftwareDefault {
    std::string text;
    Tag tag = Tag::None;
};

using Setter = void (*)(Target&, const Value&);

struct Field {
    std::string path;
    Kind kind = Kind::Count;
    std::string unit;                    // what a Count counts
    std::array<std::string, 3> defaults; // by profile; empty: none
    std::uint64_t min = 0, max = 0;      // inclusive; max 0: none
    std::string choices;                 // "a|b|c"
    bool required = false;
    Tag tag = Tag::None;
    std::string source; // of the default
    std::string text;
    Setter set = nullptr; // null: read by the code of its section
    std::string only;     // timeline: the actions it belongs to, "storm.start|msi.send"; empty: all
    bool hidden = false;  // not listed by params
    std::array<SoftwareDefault, software_profiles>
        by_software{};       // instead of `defaults` and `tag`; empty: as these say
    std::string declared_by; // of an object's knob; empty: the language
    bool run_time = false;   // of an object's knob: may be set while the machine runs
};

// Rows of the scenario language itself.
const std::vector<Field>& scenario_rows();

// Knobs that an object or a guest program declares, as rows below `prefix`; `run_time`: names of
// those that may be set while the machine runs.
std::vector<Field> object_rows(const std::string& prefix, const hv_knob* knobs, std::size_t count,
                               const std::vector<std::string>& run_time = {});

const std::string& default_of(const Field& field, const Profiles& profiles);

} // namespace itstorm
