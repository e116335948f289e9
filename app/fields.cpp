// SPDX-License-Identifier: Apache-2.0
#include "fields.h"
#include "fields_parts.h"
#include <algorithm>

namespace itstorm {

namespace {

SocConfig& soc(Target& t)
{
    return t.scenario->soc;
}

void set_pes(Target& t, const Value& v)
{
    soc(t).pes = static_cast<unsigned>(v.number);
    soc(t).redistributor.targets = soc(t).pes;
}

void set_lpi_id_bits(Target& t, const Value& v)
{
    soc(t).lpi_id_bits = static_cast<unsigned>(v.number);
    soc(t).redistributor.lpi_id_bits = soc(t).lpi_id_bits;
}

void set_bdf(Target& t, const Value& v)
{
    t.function->bdf = static_cast<std::uint16_t>(v.number);
}

std::vector<Field> make_run_rows()
{
    const auto none = all("");
    return {
        required({ "scenario", Kind::Count, "", none, 1, 1, "", false, Tag::None, "",
                   "version of the language" }),
        required({ "name", Kind::Slug, "", none, 0, 0, "", false, Tag::None, "",
                   "names the folder of the results",
                   [](Target& t, const Value& v) { t.scenario->name = v.text; } }),
        { "summary", Kind::Text, "", none, 0, 0, "", false, Tag::None, "",
          "what the scenario shows",
          [](Target& t, const Value& v) { t.scenario->summary = v.text; } },
        { "what_ifs", Kind::Names, "", none, 0, 0, "", false, Tag::None, "",
          "which of the what-ifs S1 to S66 it tries; `itstorm list` shows them" },
        { "takes", Kind::Duration, "", none, 0, 0, "", false, Tag::None, "",
          "about how much processor time it needs; `itstorm list` shows it" },
        { "preset", Kind::Slug, "", none, 0, 0, "", false, Tag::None, "",
          "values of presets/<name>.yaml, wherever the scenario has none of its own" },
        { "seed", Kind::Count, "", all("1"), 0, 0, "", false, Tag::None, "",
          "of every random stream", [](Target& t, const Value& v) { soc(t).seed = v.number; } },
        { "guests", Kind::Names, "", none, 0, 0, "", false, Tag::None, "",
          "objects of guest programs beside ours: `mine` is mine.so beside the file, or the "
          "mine.so "
          "of --guests",
          [](Target& t, const Value& v) { t.scenario->named_guests = v.names; } },
        { "limits.sim_time", Kind::Duration, "", all("1s"), 1, 0, "", false, Tag::None, "",
          "simulated time after which the run is given up (status 4)",
          [](Target& t, const Value& v) { t.scenario->sim_limit_ps = v.number; } },
        { "limits.wall_time", Kind::Duration, "", all("300s"), 1, 0, "", false, Tag::None, "",
          "real time after which the run is given up (status 4)",
          [](Target& t, const Value& v) { t.scenario->wall_limit_s = v.real / 1e12; } },
    };
}

std::vector<Field> make_platform_rows()
{
    const auto none = all("");
    return {
        { "platform.profile", Kind::Choice, "", all("server"), 0, 0, "server|embedded|ideal", false,
          Tag::None, "", "which column of defaults: GIC-600 class, GIC-500 class, all costs zero",
          [](Target& t, const Value& v) { t.scenario->profile = v.text; } },
        { "platform.pes", Kind::Count, "PEs", all("1"), 1, 512, "", false, Tag::None, "",
          "processing elements", set_pes },
        { "platform.list_registers",
          Kind::Count,
          "list registers",
          { "4", "4", "16" },
          1,
          16,
          "",
          false,
          Tag::Assumed,
          "usual builds",
          "list registers of each CPU interface",
          [](Target& t, const Value& v) {
              soc(t).redistributor.list_registers = static_cast<unsigned>(v.number);
          } },
        { "platform.lpi_id_bits", Kind::Count, "bits", all("16"), 14, 24, "", false,
          Tag::Documented, "GICD_TYPER.IDbits", "width of physical INTIDs", set_lpi_id_bits },
        { "platform.direct_lpi", Kind::Bool, "", all("false"), 0, 0, "", false, Tag::Documented,
          "GICR_TYPER.DirectLPI; GIC-600: 0 with an ITS", "build GICR_SETLPIR and GICR_CLRLPIR",
          [](Target& t, const Value& v) { soc(t).redistributor.direct_lpi = v.number != 0; } },
        { "platform.lpis_can_be_disabled", Kind::Bool, "", all("true"), 0, 0, "", false,
          Tag::Assumed, "GICR_CTLR.CES; implementation defined",
          "GICR_CTLR.EnableLPIs can be cleared; false: it stays set, CES reads 0",
          [](Target& t, const Value& v) {
              soc(t).redistributor.lpis_can_be_disabled = v.number != 0;
          } },
        { "platform.spis", Kind::Count, "SPIs", all("96"), 0, 988, "", false, Tag::Documented,
          "GICD_TYPER.ITLinesNumber", "shared peripheral interrupts; a multiple of 32, or 988",
          [](Target& t, const Value& v) {
              soc(t).redistributor.spis = static_cast<unsigned>(v.number);
          } },
        { "platform.security_states", Kind::Count, "Security states", all("1"), 1, 2, "", false,
          Tag::None, "", "1: GICD_CTLR.DS; 2: hypervisor and guests are the Non-secure side",
          [](Target& t, const Value& v) {
              soc(t).redistributor.security_states = static_cast<unsigned>(v.number);
          } },
        { "platform.ram", Kind::Bytes, "", all("4GiB"), 64ull << 20, 1ull << 40, "", false,
          Tag::None, "", "memory for hypervisor and guests",
          [](Target& t, const Value& v) { soc(t).ram_bytes = v.number; } },

        { "platform.its", Kind::List, "", none, 0, 0, "", false, Tag::None, "", "list of ITSs" },
        required({ "platform.its[].name", Kind::Name, "", none, 0, 0, "", false, Tag::None, "",
                   "its name in statistics",
                   [](Target& t, const Value& v) { t.its->name = v.text; } }),
        { "platform.its[].command_queue", Kind::Bytes, "", all("64KiB"), 4096, 1 << 20, "", false,
          Tag::Documented, "Linux: 64 KiB; Xen: 1 MiB",
          "command ring that the hypervisor sets up; a multiple of 4KiB",
          [](Target& t, const Value& v) {
              t.its->cmdq_bytes = static_cast<std::uint32_t>(v.number);
          } },
        { "platform.its[].device_bits", Kind::Count, "bits", all("16"), 1, 20, "", false,
          Tag::Documented, "GIC-600 TRM: up to 20", "width of DeviceIDs",
          [](Target& t, const Value& v) {
              t.its->config.device_bits = static_cast<unsigned>(v.number);
          } },
        { "platform.its[].event_bits", Kind::Count, "bits", all("16"), 1, 16, "", false,
          Tag::Documented, "GIC-600 TRM: up to 16", "width of EventIDs",
          [](Target& t, const Value& v) {
              t.its->config.event_bits = static_cast<unsigned>(v.number);
          } },
        { "platform.its[].icid_bits", Kind::Count, "bits", all("16"), 1, 16, "", false,
          Tag::Documented, "GIC-600 TRM: 14", "width of collection numbers",
          [](Target& t, const Value& v) {
              t.its->config.icid_bits = static_cast<unsigned>(v.number);
          } },

        { "platform.its[].error_mode", Kind::Choice, "", all("stall"), 0, 0, "stall|skip", false,
          Tag::None, "", "what a bad command does: the ring stops on it, or goes on behind it",
          [](Target& t, const Value& v) {
              t.its->config.error_mode = static_cast<ErrorMode>(v.number);
          } },
        { "platform.its[].creadr", Kind::Choice, "", all("completion"), 0, 0, "completion|fetch",
          false, Tag::Assumed, "",
          "CREADR passes a command that is complete, or one that has been fetched",
          [](Target& t, const Value& v) {
              t.its->config.creadr = static_cast<CreadrMoves>(v.number);
          } },
        { "platform.its[].indirect", Kind::Bool, "", all("true"), 0, 0, "", false, Tag::Documented,
          "GIC-600 TRM", "whether its device table may have two levels",
          [](Target& t, const Value& v) { t.its->config.indirect = v.number != 0; } },
        { "platform.its[].umsi", Kind::Bool, "", all("false"), 0, 0, "", false, Tag::None, "",
          "whether GITS_STATUSR and GITS_UMSIR report messages without a mapping",
          [](Target& t, const Value& v) { t.its->config.umsi = v.number != 0; } },
        { "platform.its[].inv", Kind::Bool, "", all("false"), 0, 0, "", false, Tag::None, "",
          "whether clearing GITS_CTLR.Enabled invalidates its caches",
          [](Target& t, const Value& v) { t.its->config.inv = v.number != 0; } },

        { "platform.msi_map", Kind::List, "", none, 0, 0, "", false, Tag::None, "",
          "ranges of Requester IDs and the DeviceIDs they get; a Requester ID outside of them is "
          "its "
          "own DeviceID" },
        required({ "platform.msi_map[].bdf", Kind::Bdf, "", none, 0, 0, "", false, Tag::None, "",
                   "the first Requester ID",
                   [](Target& t, const Value& v) {
                       t.msi_map->requester = static_cast<std::uint16_t>(v.number);
                   } }),
        required({ "platform.msi_map[].device_id", Kind::Count, "", none, 0, 0xffffffff, "", false,
                   Tag::None, "", "the first DeviceID",
                   [](Target& t, const Value& v) {
                       t.msi_map->device_id = static_cast<std::uint32_t>(v.number);
                   } }),
        { "platform.msi_map[].length", Kind::Count, "functions", all("1"), 1, 65536, "", false,
          Tag::None, "", "how many of them",
          [](Target& t, const Value& v) {
              t.msi_map->length = static_cast<std::uint32_t>(v.number);
          } },

        { "platform.pci", Kind::List, "", none, 0, 0, "", false, Tag::None, "", "PCI functions" },
        required({ "platform.pci[].name", Kind::Name, "", none, 0, 0, "", false, Tag::None, "",
                   "its name", [](Target& t, const Value& v) { t.function->name = v.text; } }),
        required({ "platform.pci[].bdf", Kind::Bdf, "", none, 0, 0, "", false, Tag::None, "",
                   "bus, device, function: \"0000:01:00.0\"; its number is the Requester ID",
                   set_bdf }),
        { "platform.pci[].device_id", Kind::Count, "", none, 0, 0xffffffff, "", false, Tag::None,
          "", "what its MSIs carry to the ITS; without it as platform.msi_map says",
          [](Target& t, const Value& v) {
              t.function->device_id = static_cast<std::uint32_t>(v.number);
          } },
        { "platform.pci[].intx", Kind::Bool, "", all("false"), 0, 0, "", false, Tag::None, "",
          "whether it has an interrupt pin, wired to an SPI of its own",
          [](Target& t, const Value& v) { t.function->intx = v.number != 0; } },
        { "platform.pci[].vectors", Kind::Count, "vectors", all("32"), 1, 2048, "", false,
          Tag::None, "", "MSI-X vectors",
          [](Target& t, const Value& v) {
              t.function->vectors = static_cast<unsigned>(v.number);
          } },
        { "platform.pci[].its", Kind::Name, "", none, 0, 0, "", false, Tag::None, "",
          "the ITS its MSIs go to; the first" },
        { "platform.pci[].link",
          Kind::Link,
          "",
          { "gen3x4", "gen2x1", "off" },
          0,
          0,
          "",
          false,
          Tag::Derived,
          "lane rate and coding of PCIe",
          "generation and lanes, gen1..gen5 x 1, 2, 4, 8, 16; off: no serialisation",
          [](Target& t, const Value& v) { t.function->link.bytes_per_second = v.number; } },
        { "platform.pci[].when_full", Kind::Choice, "", all("hold"), 0, 0, "hold|drop", false,
          Tag::None, "",
          "what becomes of a message while another one waits for the link: it waits in its pending "
          "bit, or is lost",
          [](Target& t, const Value& v) {
              t.function->when_full = static_cast<WhenFull>(v.number);
          } },
        { "platform.pci[].msi_bytes", Kind::Bytes, "", none, 20, 64, "", false, Tag::Documented,
          "Intel AN 708: framing of a posted write",
          "one MSI on the wire; without it 24B, or 28B to an address beyond 4GiB",
          [](Target& t, const Value& v) {
              t.function->link.msi_bytes = static_cast<std::uint32_t>(v.number);
          } },
        { "platform.pci[].posted_credits",
          Kind::Count,
          "writes",
          { "32", "8", "0" },
          0,
          4096,
          "",
          false,
          Tag::Assumed,
          "",
          "posted writes on the way and not accepted; 0: unlimited",
          [](Target& t, const Value& v) {
              t.function->link.posted_credits = static_cast<std::uint32_t>(v.number);
          } },
        { "platform.pci[].oneway",
          Kind::Duration,
          "",
          { "300ns", "500ns", "0ns" },
          0,
          1'000'000'000,
          "",
          false,
          Tag::Derived,
          "half of published PCIe round trips",
          "last bit on the link to arrival in the memory system",
          [](Target& t, const Value& v) { t.function->link.oneway_ps = v.number; } },
    };
}

std::vector<Field> make_domain_rows()
{
    const auto none = all("");
    return {
        { "domains", Kind::List, "", none, 0, 0, "", true, Tag::None, "", "the guests" },
        required({ "domains[].name", Kind::Name, "", none, 0, 0, "", false, Tag::None, "",
                   "its name", [](Target& t, const Value& v) { t.domain->name = v.text; } }),
        required({ "domains[].program", Kind::Name, "", none, 0, 0, "", false, Tag::None, "",
                   "what runs in it; its own knobs stand beside",
                   [](Target& t, const Value& v) { t.domain->program = v.text; } }),
        { "domains[].privileged", Kind::Bool, "", all("false"), 0, 0, "", false, Tag::None, "",
          "may manage others",
          [](Target& t, const Value& v) { t.domain->privileged = v.number != 0; } },
        { "domains[].vcpus", Kind::Count, "vCPUs", all("1"), 1, 128, "", false, Tag::None, "",
          "virtual CPUs",
          [](Target& t, const Value& v) { t.domain->vcpus = static_cast<unsigned>(v.number); } },
        { "domains[].ram", Kind::Bytes, "", all("64MiB"), 4ull << 20, 1ull << 36, "", false,
          Tag::None, "", "its memory",
          [](Target& t, const Value& v) { t.domain->ram_bytes = v.number; } },
        { "domains[].devices", Kind::Names, "", none, 0, 0, "", false, Tag::None, "",
          "functions assigned to it" },
        { "domains[].pin", Kind::Counts, "PE", none, 0, 0, "", false, Tag::None, "",
          "one PE for each vCPU; without it they float" },
    };
}

// As a scenario writes it.
std::string format_set(std::uint64_t bits, const std::vector<std::string>& words)
{
    std::string all;
    for (std::size_t n = 0; n < words.size(); ++n)
        if (bits >> n & 1)
            all += (all.empty() ? "" : ", ") + words[n];
    if (bits == 0)
        return "none";
    return (bits & (bits - 1)) == 0 ? all : "[" + all + "]";
}

struct KnobKind {
    Kind kind;
    Dimension dimension;
};

KnobKind knob_kind(hv_value value)
{
    switch (value) {
    case HV_BOOL: return { Kind::Bool, Dimension::Count };
    case HV_UINT: return { Kind::Count, Dimension::Count };
    case HV_DURATION_NS: return { Kind::DurationNs, Dimension::DurationNs };
    case HV_RATE_PER_S: return { Kind::Rate, Dimension::Rate };
    case HV_BYTES: return { Kind::Bytes, Dimension::Bytes };
    case HV_CHOICE: return { Kind::Choice, Dimension::Count };
    case HV_SET: return { Kind::Set, Dimension::Count };
    }
    return { Kind::Count, Dimension::Count };
}

std::string knob_default(const hv_knob& knob)
{
    if (knob.kind == HV_BOOL)
        return knob.initial ? "true" : "false";
    if (knob.kind != HV_CHOICE && knob.kind != HV_SET)
        return format_exact(knob.initial, knob_kind(knob.kind).dimension);
    const auto words = split(knob.choices, '|');
    if (knob.kind == HV_SET)
        return format_set(knob.initial, words);
    return knob.initial < words.size() ? words[knob.initial] : "";
}

} // namespace

std::string software_profile_name(SoftwareProfile profile)
{
    return split(software_profile_names, '|')[static_cast<std::size_t>(profile)];
}

const std::string& default_of(const Field& field, const Profiles& profiles)
{
    const SoftwareDefault& own = field.by_software[static_cast<std::size_t>(profiles.software)];
    return own.text.empty() ? field.defaults[static_cast<std::size_t>(profiles.hardware)]
                            : own.text;
}

const char* profile_name(Profile profile)
{
    constexpr const char* names[] = { "server", "embedded", "ideal" };
    return names[static_cast<std::size_t>(profile)];
}

Dimension dimension_of(Kind kind)
{
    switch (kind) {
    case Kind::Real: return Dimension::Real;
    case Kind::Duration: return Dimension::Duration;
    case Kind::DurationNs: return Dimension::DurationNs;
    case Kind::Bytes: return Dimension::Bytes;
    case Kind::Rate: return Dimension::Rate;
    case Kind::Frequency: return Dimension::Frequency;
    default: return Dimension::Count;
    }
}

const char* tag_name(Tag tag)
{
    constexpr const char* names[] = { "", "documented", "derived", "assumed" };
    return names[static_cast<std::size_t>(tag)];
}

const std::vector<Field>& scenario_rows()
{
    static const std::vector<Field> rows = [] {
        std::vector<Field> all_rows;
        for (const auto& part :
             { make_run_rows(), make_platform_rows(), software_rows(), timing_rows(),
               make_domain_rows(), kind_rows(), fault_rows(), traffic_rows(), story_rows() })
            all_rows.insert(all_rows.end(), part.begin(), part.end());
        return all_rows;
    }();
    return rows;
}

std::vector<Field> object_rows(const std::string& prefix, const hv_knob* knobs, std::size_t count,
                               const std::vector<std::string>& run_time)
{
    std::vector<Field> rows;
    for (std::size_t i = 0; i < count; ++i) {
        const hv_knob& knob = knobs[i];
        Field f;
        f.path = prefix + knob.name;
        f.kind = knob_kind(knob.kind).kind;
        f.unit = knob.unit ? knob.unit : "";
        f.defaults = all(knob_default(knob));
        f.min = knob.min;
        f.max = knob.max;
        f.choices = knob.choices ? knob.choices : "";
        f.text = knob.text ? knob.text : "";
        f.declared_by = "object";
        f.run_time = std::find(run_time.begin(), run_time.end(), knob.name) != run_time.end();
        rows.push_back(std::move(f));
    }
    return rows;
}

} // namespace itstorm
