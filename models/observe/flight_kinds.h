// SPDX-License-Identifier: Apache-2.0
// What a flight recording can hold: one row for each kind of fact, with the names and meanings of
// its arguments. Recorder, `itstorm trace` and its converters all read these rows.
#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace itstorm {

enum class FlightBlock : std::uint8_t {
    Run,
    Function,
    Its,
    Redistributor,
    Pe,
    Domain,
    Lock,
    Label,
    Count
};

// The names of the things that records refer to, by block and index.
using FlightNames =
    std::array<std::vector<std::string>, static_cast<std::size_t>(FlightBlock::Count)>;

// How an argument is shown.
enum class FlightArg : std::uint8_t {
    None,
    Number,
    Hex,
    Ps,
    Opcode,
    State,
    Domain,
    Drop,
    Exit,
    Lock,
    Label
};

// clang-format off
//    kind           block          event            arguments by kind: their names
#define FLIGHT_KINDS(X)                                                                           \
    X(Labelled,      Run,           "label",          label("label"))                             \
    X(StormBegins,   Function,      "storm.begin",    none())                                     \
    X(StormEnds,     Function,      "storm.end",      none())                                     \
    X(MsiSent,       Function,      "msi.sent",       num("event"), hex("device"), num("serial")) \
    X(MsiReceived,   Its,           "msi.received",   num("event"), hex("device"), num("serial")) \
    X(MsiDropped,    Its,           "msi.dropped",    num("event"), hex("device"), drop("cause")) \
    X(MsiMapped,     Its,           "msi.translated", num("event"), num("target"), num("intid"))  \
    X(CmdBegun,      Its,           "cmd.begun",      op("opcode"))                               \
    X(CmdExecuted,   Its,           "cmd.executed",   op("opcode"), ps("service"))                \
    X(CmdRefused,    Its,           "cmd.refused",    op("opcode"), hex("error"), hex("device"))  \
    X(RingChanged,   Its,           "ring.changed",   num("used"), hex("creadr"), hex("cwriter")) \
    X(RingOverrun,   Its,           "ring.overrun",   num("lost"))                                \
    X(LpiStored,     Redistributor, "lpi.stored",     num("intid"), num("merged"))                \
    X(LpiCleared,    Redistributor, "lpi.cleared",    num("intid"))                               \
    X(Irq,           Redistributor, "irq",            num("level"))                               \
    X(Virq,          Redistributor, "virq",           num("level"))                               \
    X(Acknowledged,  Redistributor, "ack",            num("intid"))                               \
    X(Ended,         Redistributor, "eoi",            num("intid"))                               \
    X(VAcknowledged, Redistributor, "virtual.ack",    num("vintid"))                              \
    X(VEnded,        Redistributor, "virtual.eoi",    num("vintid"))                              \
    X(StateChanged,  Pe,            "state",          state("state"), domain("domain"))           \
    X(Exit,          Pe,            "exit",           exit("kind"), domain("domain"))             \
    X(LockDropped,   Pe,            "lock.dropped",   lock("lock"), ps("waited"), ps("held"))     \
    X(Received,      Domain,        "vlpi.received",  num("pe"), num("vlpi"), num("plpi"))        \
    X(Injected,      Domain,        "vlpi.injected",  num("pe"), num("vlpi"), num("plpi"))        \
    X(Retired,       Domain,        "vlpi.retired",   num("pe"), num("vlpi"), num("plpi"))        \
    X(Ready,         Domain,        "vcpu.ready",     num("vcpu"))                                \
    X(Verdict,       Domain,        "verdict",        num("passed"))
// clang-format on

enum class FlightKind : std::uint16_t {
#define X(kind, ...) kind,
    FLIGHT_KINDS(X)
#undef X
        Count
};

struct FlightRow {
    FlightBlock block;
    const char* event; // "cmd.executed"; as a path "its0.cmd.executed"
    struct Arg {
        const char* name = "";
        FlightArg kind = FlightArg::None;
    } args[3];
};

const std::vector<FlightRow>& flight_rows();    // by kind
const char* flight_block(FlightBlock block);    // "its"
std::string flight_event(const FlightRow& row); // "its_cmd_executed"

struct FlightRecord {
    std::uint64_t ps;
    FlightKind kind;
    std::uint16_t instance; // by index
    std::uint32_t a;
    std::uint64_t b, c;
};
static_assert(sizeof(FlightRecord) == 32);

} // namespace itstorm
