// SPDX-License-Identifier: Apache-2.0
// The rows of `timing`: every cost and every slot of the hardware, by profile. Costs are cycles of
// the clock that the unit names; no public document gives cycle counts of an ITS, hence the tags.
// Software costs follow published trap costs of Xen/Arm on X-Gene (60 ns each way at 2.4 GHz).
#include "field_row.h"
#include "fields_parts.h"

namespace itstorm {

using namespace rows;

namespace {

const char* const gic_cycles = "GIC cycles";
const char* const pe_cycles = "PE cycles";
constexpr std::uint64_t cycles_max = 1'000'000;

// How long something takes, in cycles of a clock.
FieldRow cost(const char* name, const char* clock, const char* meaning)
{
    return FieldRow(Kind::Cycles, std::string("timing.") + name, meaning)
        .unit(clock)
        .range(0, cycles_max);
}

// How many of something there are, or fit.
FieldRow slots(const char* name, const char* unit, const char* meaning)
{
    return count(std::string("timing.") + name, unit, meaning);
}

// How many sets a cache has: 0 or a power of two. Its value is the place in this list of words.
FieldRow sets(const char* name, const std::string& meaning)
{
    return choice(std::string("timing.") + name, "0|2|4|8|16|32|64|128|256|512|1024|2048", meaning)
        .unit("sets");
}

// A cache of the ITS.
FieldRow cache(const char* name, const std::string& what)
{
    return sets(name, "sets of two ways: " + what + "; 0: none")
        .documented("GIC-600 TRM: range; embedded as Agilex 5");
}

template <auto Member>
void set_cache_sets(Target& t, const Value& v)
{
    Value count = v;
    count.number = v.number == 0 ? 0 : 1u << v.number;
    store<Member>(t, count);
}

std::vector<Field> clock_rows()
{
    return {
        frequency("timing.gic_clock", "clock of ITS, redistributors and their links")
            .range(1'000'000, 10'000'000'000)
            .by_default("1GHz", "500MHz", "1GHz")
            .assumed("a Xen comment: \"usual multi-hundred MHz\"")
            .into<&SocConfig::gic_hz>(),
        frequency("timing.pe_clock", "clock of the processing elements")
            .range(1'000'000, 10'000'000'000)
            .by_default("2500MHz", "1200MHz", "2500MHz")
            .assumed()
            .into<&SocConfig::pe_hz>(),
    };
}

std::vector<Field> its_rows()
{
    return {
        cost("msi_accept_interval", gic_cycles, "between two accepted MSI writes")
            .by_default("1", "2", "0")
            .assumed("GIC-500 shares its slave port")
            .into<&ItsConfig::msi_accept_interval>(),
        slots("msi_inbox", "MSIs", "MSIs that wait for translation; 0: unlimited")
            .range(0, 4096)
            .by_default("8", "4", "0")
            .assumed("GIC-600: 1 to 16 credits, encapsulator 128")
            .into<&ItsConfig::msi_inbox>(),
        slots("walkers", "MSIs", "MSIs in translation at once")
            .range(1, 256)
            .by_default("4", "2", "64")
            .derived("GIC-600 TRM: one outstanding read of each kind")
            .into<&ItsConfig::walkers>(),
        cache("device_cache_sets", "DeviceID -> ITT")
            .by_default("64", "16", "64")
            .with(set_cache_sets<&ItsConfig::device_cache_sets>),
        cache("event_cache_sets", "DeviceID and EventID -> INTID and collection")
            .by_default("512", "128", "512")
            .with(set_cache_sets<&ItsConfig::event_cache_sets>),
        cache("collection_cache_sets", "collection -> target")
            .by_default("64", "8", "64")
            .with(set_cache_sets<&ItsConfig::collection_cache_sets>),
        cost("xlate_latency", gic_cycles, "look-ups and hand-over, without table reads")
            .by_default("10", "12", "0")
            .assumed()
            .into<&ItsConfig::xlate_latency>(),
        cost("xlate_interval", gic_cycles, "between two hand-overs")
            .by_default("2", "4", "0")
            .assumed()
            .into<&ItsConfig::xlate_interval>(),
        cost("table_read", gic_cycles, "one dependent read of 32 bytes or less")
            .by_default("100", "75", "0")
            .derived("DRAM 81 to 83 ns on Graviton2, and the way there")
            .into<&ItsConfig::table_read>(),
        cost("table_write", gic_cycles, "a write, acknowledged")
            .by_default("60", "50", "0")
            .assumed()
            .into<&ItsConfig::table_write>(),
        cost("command_fetch", gic_cycles, "one command from the ring")
            .by_default("100", "75", "0")
            .derived("GIC-600 TRM: 256-bit reads, one outstanding")
            .into<&ItsConfig::command_fetch>(),
        slots("command_prefetch", "commands", "commands fetched while one is in execution")
            .range(0, 3)
            .by_default("1", "0", "0")
            .derived("GIC-600 TRM: one read outstanding; that it overlaps is assumed")
            .into<&ItsConfig::command_prefetch>(),
        cost("command_decode", gic_cycles, "decode and issue")
            .by_default("8", "12", "0")
            .assumed()
            .into<&ItsConfig::command_decode>(),
        cost("redistributor_message", gic_cycles, "one message of a command to a redistributor")
            .by_default("40", "40", "0")
            .assumed()
            .into<&ItsConfig::redistributor_message>(),
        cost("invalidate_other", gic_cycles,
             "INV, INVALL: for each redistributor that they reach besides their target")
            .by_default("40", "40", "0")
            .assumed("as `redistributor_message`")
            .into<&ItsConfig::invalidate_other>(),
        cost("sync_round_trip", gic_cycles, "SYNC to a redistributor and back, without the drain")
            .by_default("60", "60", "0")
            .assumed()
            .into<&ItsConfig::sync_round_trip>(),
    };
}

std::vector<Field> redistributor_rows()
{
    return {
        slots("lpi_credits", "LPIs", "LPIs accepted and not yet stored, per redistributor")
            .range(1, 1024)
            .by_default("4", "1", "1024")
            .documented("GIC-600 TRM: 1 to 16; Agilex 5: 1")
            .into<&RedistributorConfig::lpi_credits>(),
        cost("property_read", gic_cycles, "configuration byte from memory")
            .by_default("100", "75", "0")
            .derived("as table_read")
            .into<&RedistributorConfig::property_read>(),
        slots("property_reads", "reads", "configuration bytes read at once")
            .range(1, 1024)
            .by_default("4", "1", "1024")
            .documented("GIC-600 TRM: 4 property reads")
            .into<&RedistributorConfig::property_reads>(),
        choice("timing.invall", "flush|scan",
               "what INVALL does: drop cached bytes, or read the whole configuration table")
            .by_default("flush", "scan", "flush")
            .assumed("GIC-600 has a cache to flush; a scan is the other extreme")
            .into<&RedistributorConfig::invall>(),
        sets(
            "lpi_cache_sets",
            "LPI cache of each redistributor, sets of two lines; 0: no limit, and a flush takes no "
            "time")
            .by_default("256", "32", "0")
            .documented("GIC-600 TRM: 2 x 8 to 2 x 512 lines, for a chip; a cycle a line in a "
                        "flush is assumed")
            .with(set_cache_sets<&RedistributorConfig::lpi_cache_sets>),
        cost("lpi_spill", gic_cycles,
             "read-modify-write of the pending table: spill, reload, write-back")
            .by_default("160", "125", "0")
            .derived("table_read and table_write")
            .into<&RedistributorConfig::lpi_spill>(),
        slots("lpi_spills", "accesses", "accesses of the pending table at once")
            .range(1, 1024)
            .by_default("3", "1", "1024")
            .documented("GIC-600 TRM: 3 pending-table accesses")
            .into<&RedistributorConfig::lpi_spills>(),
        cost("move_all_lpi", gic_cycles, "MOVALL, for each pending LPI that moves")
            .by_default("4", "4", "0")
            .assumed()
            .into<&RedistributorConfig::move_all_lpi>(),
        cost("arbitration", gic_cycles, "highest priority pending")
            .by_default("4", "6", "0")
            .assumed()
            .into<&RedistributorConfig::arbitration>(),
        cost("stream", gic_cycles, "an interrupt to its CPU interface")
            .by_default("14", "19", "0")
            .assumed("16-bit stream: 4 beats, and transit")
            .into<&RedistributorConfig::stream>(),
    };
}

std::vector<Field> pe_rows()
{
    return {
        slots("block_cycles_milli", "PE cycles / 1000", "one basic block of software")
            .range(0, cycles_max)
            .by_default("4000", "5000", "0")
            .assumed("4 instructions a block; CPI 1.0, in-order 1.25")
            .into<&PeConfig::block_cycles_milli>(),
        slots("settle_cycles", pe_cycles,
              "software time that may run ahead while interrupts are unmasked")
            .range(1, cycles_max)
            .by_default("64", "64", "64")
            .assumed()
            .into<&PeConfig::settle_cycles>(),
        slots("settle_masked_cycles", pe_cycles, "the same while masked")
            .range(1, cycles_max)
            .by_default("512", "512", "512")
            .assumed()
            .into<&PeConfig::settle_masked_cycles>(),
        cost("exit", pe_cycles, "guest to EL2, with the context")
            .by_default("150", "150", "0")
            .derived("Xen/Arm on X-Gene: hypercall 157 ns")
            .into<&PeConfig::exit>(),
        cost("entry", pe_cycles, "EL2 to guest, with the context")
            .by_default("150", "150", "0")
            .derived("as exit")
            .into<&PeConfig::entry>(),
        cost("virq_entry", pe_cycles, "virtual interrupt to the guest's handler")
            .by_default("500", "500", "0")
            .assumed()
            .into<&PeConfig::virq_entry>(),
        cost("iar_read", pe_cycles, "acknowledge, physical or virtual")
            .by_default("100", "96", "0")
            .assumed()
            .into<&PeConfig::iar_read>(),
        cost("eoir_write", pe_cycles, "end of interrupt, deactivate")
            .by_default("35", "30", "0")
            .documented("micro-bench eoi: Ampere Altra 14 ns, S2500 25 ns")
            .into<&PeConfig::eoir_write>(),
        cost("ich_access", pe_cycles, "one ICH register")
            .by_default("25", "30", "0")
            .assumed()
            .into<&PeConfig::ich_access>(),
        cost("sysreg", pe_cycles, "any other system register")
            .by_default("10", "10", "0")
            .assumed()
            .into<&PeConfig::sysreg>(),
        cost("ram_access", pe_cycles, "one explicit access to RAM; copies: one for 64 bytes")
            .by_default("25", "24", "0")
            .assumed("a mix of cache hits and misses")
            .into<&PeConfig::ram_access>(),
        cost("mmio_write", pe_cycles, "posting a write")
            .by_default("25", "24", "0")
            .assumed()
            .into<&PeConfig::mmio_write>(),
        cost("lock_access", pe_cycles, "one attempt on a lock")
            .by_default("20", "20", "0")
            .assumed()
            .into<&PeConfig::lock_access>(),
        cost("irq_entry", gic_cycles, "IRQ pin to the first instruction of the vector")
            .by_default("25", "30", "0")
            .assumed()
            .into<&PeConfig::irq_entry>(),
        cost("mmio_read", gic_cycles, "a register read from a PE")
            .by_default("180", "150", "0")
            .assumed("a mesh crossing and back, strongly ordered")
            .into<&PeConfig::mmio_read>(),
        cost("mmio_arrive", gic_cycles, "a posted write reaches its register")
            .by_default("100", "90", "0")
            .assumed("half of mmio_read")
            .into<&PeConfig::mmio_arrive>(),
    };
}

} // namespace

std::vector<Field> timing_rows()
{
    return joined_rows({ clock_rows(), its_rows(), redistributor_rows(), pe_rows() });
}

} // namespace itstorm
