// SPDX-License-Identifier: Apache-2.0
// The rows of `timing`: every cost and every slot of the hardware, by profile. Costs are cycles of
// the clock that the unit names; no public document gives cycle counts of an ITS, hence the tags.
// Software costs follow published trap costs of Xen/Arm on X-Gene (60 ns each way at 2.4 GHz).
#include "fields_parts.h"

namespace itstorm {

namespace {

constexpr std::uint64_t cycles_max = 1'000'000;
constexpr auto doc = Tag::Documented;
constexpr auto der = Tag::Derived;
constexpr auto asm_ = Tag::Assumed;
const char* const gic = "GIC cycles";
const char* const pe_clk = "PE cycles";

template <auto Member>
void its(Target& t, const Value& v)
{
    t.scenario->soc.its.front().config.*Member = static_cast<std::uint32_t>(v.number);
}

template <auto Member>
void rd(Target& t, const Value& v)
{
    t.scenario->soc.redistributor.*Member = static_cast<std::uint32_t>(v.number);
}

template <auto Member>
void pe(Target& t, const Value& v)
{
    t.scenario->soc.pe.*Member = static_cast<std::uint32_t>(v.number);
}

Field cost(const char* name, const char* unit, std::array<std::string, 3> defaults, Tag tag,
           const char* source, const char* text, Setter set)
{
    return { std::string("timing.") + name,
             Kind::Cycles,
             unit,
             std::move(defaults),
             0,
             cycles_max,
             "",
             false,
             tag,
             source,
             text,
             set };
}

Field slots(const char* name, const char* unit, std::array<std::string, 3> defaults,
            std::uint64_t min, std::uint64_t max, Tag tag, const char* source, const char* text,
            Setter set)
{
    return { std::string("timing.") + name,
             Kind::Count,
             unit,
             std::move(defaults),
             min,
             max,
             "",
             false,
             tag,
             source,
             text,
             set };
}

// A power of two, named by its own text; the value is the index of the choice.
constexpr const char* set_choices = "0|2|4|8|16|32|64|128|256|512|1024|2048";

template <auto Member>
void sets(Target& t, const Value& v)
{
    t.scenario->soc.its.front().config.*Member = v.number == 0 ? 0 : 1u << v.number;
}

Field cache(const char* name, std::array<std::string, 3> defaults, const char* what, Setter set)
{
    return { std::string("timing.") + name,
             Kind::Choice,
             "sets",
             std::move(defaults),
             0,
             0,
             set_choices,
             false,
             Tag::Documented,
             "GIC-600 TRM: range; embedded as Agilex 5",
             std::string("sets of two ways: ") + what + "; 0: none",
             set };
}

std::vector<Field> clock_rows()
{
    return {
        { "timing.gic_clock",
          Kind::Frequency,
          "",
          { "1GHz", "500MHz", "1GHz" },
          1'000'000,
          10'000'000'000,
          "",
          false,
          asm_,
          "a Xen comment: \"usual multi-hundred MHz\"",
          "clock of ITS, redistributors and their links",
          [](Target& t, const Value& v) { t.scenario->soc.gic_hz = v.number; } },
        { "timing.pe_clock",
          Kind::Frequency,
          "",
          { "2500MHz", "1200MHz", "2500MHz" },
          1'000'000,
          10'000'000'000,
          "",
          false,
          asm_,
          "",
          "clock of the processing elements",
          [](Target& t, const Value& v) { t.scenario->soc.pe_hz = v.number; } },
    };
}

std::vector<Field> its_rows()
{
    using C = ItsConfig;
    return {
        cost("msi_accept_interval", gic, { "1", "2", "0" }, asm_, "GIC-500 shares its slave port",
             "between two accepted MSI writes", its<&C::msi_accept_interval>),
        slots("msi_inbox", "MSIs", { "8", "4", "0" }, 0, 4096, asm_,
              "GIC-600: 1 to 16 credits, encapsulator 128",
              "MSIs that wait for translation; 0: unlimited", its<&C::msi_inbox>),
        slots("walkers", "MSIs", { "4", "2", "64" }, 1, 256, der,
              "GIC-600 TRM: one outstanding read of each kind", "MSIs in translation at once",
              its<&C::walkers>),
        cache("device_cache_sets", { "64", "16", "64" }, "DeviceID -> ITT",
              sets<&C::device_cache_sets>),
        cache("event_cache_sets", { "512", "128", "512" },
              "DeviceID and EventID -> INTID and collection", sets<&C::event_cache_sets>),
        cache("collection_cache_sets", { "64", "8", "64" }, "collection -> target",
              sets<&C::collection_cache_sets>),
        cost("xlate_latency", gic, { "10", "12", "0" }, asm_, "",
             "look-ups and hand-over, without table reads", its<&C::xlate_latency>),
        cost("xlate_interval", gic, { "2", "4", "0" }, asm_, "", "between two hand-overs",
             its<&C::xlate_interval>),
        cost("table_read", gic, { "100", "75", "0" }, der,
             "DRAM 81 to 83 ns on Graviton2, and the way there",
             "one dependent read of 32 bytes or less", its<&C::table_read>),
        cost("table_write", gic, { "60", "50", "0" }, asm_, "", "a write, acknowledged",
             its<&C::table_write>),
        cost("command_fetch", gic, { "100", "75", "0" }, der,
             "GIC-600 TRM: 256-bit reads, one outstanding", "one command from the ring",
             its<&C::command_fetch>),
        slots("command_prefetch", "commands", { "1", "0", "0" }, 0, 3, der,
              "GIC-600 TRM: one read outstanding; that it overlaps is assumed",
              "commands fetched while one is in execution", its<&C::command_prefetch>),
        cost("command_decode", gic, { "8", "12", "0" }, asm_, "", "decode and issue",
             its<&C::command_decode>),
        cost("redistributor_message", gic, { "40", "40", "0" }, asm_, "",
             "one message of a command to a redistributor", its<&C::redistributor_message>),
        cost("invalidate_other", gic, { "40", "40", "0" }, asm_, "as `redistributor_message`",
             "INV, INVALL: for each redistributor that they reach besides their target",
             its<&C::invalidate_other>),
        cost("sync_round_trip", gic, { "60", "60", "0" }, asm_, "",
             "SYNC to a redistributor and back, without the drain", its<&C::sync_round_trip>),
    };
}

std::vector<Field> redistributor_rows()
{
    using C = RedistributorConfig;
    return {
        slots("lpi_credits", "LPIs", { "4", "1", "1024" }, 1, 1024, doc,
              "GIC-600 TRM: 1 to 16; Agilex 5: 1",
              "LPIs accepted and not yet stored, per redistributor", rd<&C::lpi_credits>),
        cost("property_read", gic, { "100", "75", "0" }, der, "as table_read",
             "configuration byte from memory", rd<&C::property_read>),
        slots("property_reads", "reads", { "4", "1", "1024" }, 1, 1024, doc,
              "GIC-600 TRM: 4 property reads", "configuration bytes read at once",
              rd<&C::property_reads>),
        { "timing.invall",
          Kind::Choice,
          "",
          { "flush", "scan", "flush" },
          0,
          0,
          "flush|scan",
          false,
          asm_,
          "GIC-600 has a cache to flush; a scan is the other extreme",
          "what INVALL does: drop cached bytes, or read the whole configuration table",
          [](Target& t, const Value& v) {
              t.scenario->soc.redistributor.invall = static_cast<InvallMode>(v.number);
          } },
        { "timing.lpi_cache_sets",
          Kind::Choice,
          "sets",
          { "256", "32", "0" },
          0,
          0,
          set_choices,
          false,
          doc,
          "GIC-600 TRM: 2 x 8 to 2 x 512 lines, for a chip; a cycle a line in a flush is assumed",
          "LPI cache of each redistributor, sets of two lines; 0: no limit, and a flush takes no "
          "time",
          [](Target& t, const Value& v) {
              t.scenario->soc.redistributor.lpi_cache_sets = v.number == 0 ? 0 : 1u << v.number;
          } },
        cost("lpi_spill", gic, { "160", "125", "0" }, der, "table_read and table_write",
             "read-modify-write of the pending table: spill, reload, write-back",
             rd<&C::lpi_spill>),
        slots("lpi_spills", "accesses", { "3", "1", "1024" }, 1, 1024, doc,
              "GIC-600 TRM: 3 pending-table accesses", "accesses of the pending table at once",
              rd<&C::lpi_spills>),
        cost("move_all_lpi", gic, { "4", "4", "0" }, asm_, "",
             "MOVALL, for each pending LPI that moves", rd<&C::move_all_lpi>),
        cost("arbitration", gic, { "4", "6", "0" }, asm_, "", "highest priority pending",
             rd<&C::arbitration>),
        cost("stream", gic, { "14", "19", "0" }, asm_, "16-bit stream: 4 beats, and transit",
             "an interrupt to its CPU interface", rd<&C::stream>),
    };
}

std::vector<Field> pe_rows()
{
    using C = PeConfig;
    return {
        slots("block_cycles_milli", "PE cycles / 1000", { "4000", "5000", "0" }, 0, cycles_max,
              asm_, "4 instructions a block; CPI 1.0, in-order 1.25", "one basic block of software",
              pe<&C::block_cycles_milli>),
        slots("settle_cycles", pe_clk, { "64", "64", "64" }, 1, cycles_max, asm_, "",
              "software time that may run ahead while interrupts are unmasked",
              pe<&C::settle_cycles>),
        slots("settle_masked_cycles", pe_clk, { "512", "512", "512" }, 1, cycles_max, asm_, "",
              "the same while masked", pe<&C::settle_masked_cycles>),
        cost("exit", pe_clk, { "150", "150", "0" }, der, "Xen/Arm on X-Gene: hypercall 157 ns",
             "guest to EL2, with the context", pe<&C::exit>),
        cost("entry", pe_clk, { "150", "150", "0" }, der, "as exit",
             "EL2 to guest, with the context", pe<&C::entry>),
        cost("virq_entry", pe_clk, { "500", "500", "0" }, asm_, "",
             "virtual interrupt to the guest's handler", pe<&C::virq_entry>),
        cost("iar_read", pe_clk, { "100", "96", "0" }, asm_, "", "acknowledge, physical or virtual",
             pe<&C::iar_read>),
        cost("eoir_write", pe_clk, { "35", "30", "0" }, doc,
             "micro-bench eoi: Ampere Altra 14 ns, S2500 25 ns", "end of interrupt, deactivate",
             pe<&C::eoir_write>),
        cost("ich_access", pe_clk, { "25", "30", "0" }, asm_, "", "one ICH register",
             pe<&C::ich_access>),
        cost("sysreg", pe_clk, { "10", "10", "0" }, asm_, "", "any other system register",
             pe<&C::sysreg>),
        cost("ram_access", pe_clk, { "25", "24", "0" }, asm_, "a mix of cache hits and misses",
             "one explicit access to RAM; copies: one for 64 bytes", pe<&C::ram_access>),
        cost("mmio_write", pe_clk, { "25", "24", "0" }, asm_, "", "posting a write",
             pe<&C::mmio_write>),
        cost("lock_access", pe_clk, { "20", "20", "0" }, asm_, "", "one attempt on a lock",
             pe<&C::lock_access>),
        cost("irq_entry", gic, { "25", "30", "0" }, asm_, "",
             "IRQ pin to the first instruction of the vector", pe<&C::irq_entry>),
        cost("mmio_read", gic, { "180", "150", "0" }, asm_,
             "a mesh crossing and back, strongly ordered", "a register read from a PE",
             pe<&C::mmio_read>),
        cost("mmio_arrive", gic, { "100", "90", "0" }, asm_, "half of mmio_read",
             "a posted write reaches its register", pe<&C::mmio_arrive>),
    };
}

} // namespace

std::vector<Field> timing_rows()
{
    std::vector<Field> rows;
    for (const auto& part : { clock_rows(), its_rows(), redistributor_rows(), pe_rows() })
        rows.insert(rows.end(), part.begin(), part.end());
    return rows;
}

} // namespace itstorm
