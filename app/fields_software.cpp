// SPDX-License-Identifier: Apache-2.0
// The rows of `software`: how the time of software is found, and, for `fixed`, what each span takes
// by profile. Only the published sums of a profile are evidence: how they are split is a fit
// (docs/timing.md, "Software by published sums").
#include "field_row.h"
#include "fields_parts.h"
#include "platform/span_names.h"

namespace itstorm {

using namespace rows;

namespace {

constexpr auto documented = Tag::Documented;
constexpr auto derived = Tag::Derived;
constexpr auto assumed = Tag::Assumed;

template <sim_span_kind Span>
void set_span(Target& t, const Value& v)
{
    t.scenario->soc.software.span_ps[Span] = v.number;
}

template <std::size_t... Kind>
constexpr std::array<Setter, SIM_SPANS> make_setters(std::index_sequence<Kind...>)
{
    return { set_span<static_cast<sim_span_kind>(Kind)>... };
}

constexpr auto setters = make_setters(std::make_index_sequence<SIM_SPANS>());

// The row of one span: its meaning from the table of spans, what it takes with each software
// profile, and how that is known. In the profile `ideal` it takes 0, which needs no reason.
class SpanRow {
public:
    explicit SpanRow(sim_span_kind span)
        : field_(duration(std::string("software.") + span_name(span), meaning(span_table[span]))
                     .range(0, 1'000'000'000'000) // 1 s
                     .with(setters[span]))
    {
        set(SoftwareProfile::Ideal, 0, Tag::None);
    }

    SpanRow& kvm_altra(unsigned ns, Tag tag)
    {
        field_.tag = tag;
        set(SoftwareProfile::KvmAltra, ns, tag);
        field_.defaults.fill(of(SoftwareProfile::KvmAltra).text);
        return *this;
    }
    SpanRow& kvm_phytium(unsigned ns, Tag tag)
    {
        set(SoftwareProfile::KvmPhytium, ns, tag);
        return *this;
    }
    SpanRow& xen_xgene(unsigned ns, Tag tag)
    {
        set(SoftwareProfile::XenXgene, ns, tag);
        return *this;
    }
    SpanRow& source(const char* text)
    {
        field_.source = text;
        return *this;
    }

    operator Field() const { return field_; }

private:
    static std::string meaning(const SpanInfo& span)
    {
        const std::string replaces =
            span.replaces == nullptr ? "" : std::string("; instead of ") + span.replaces;
        return std::string("cost: fixed: ") + span.measures + replaces;
    }

    SoftwareDefault& of(SoftwareProfile profile)
    {
        return field_.by_software[static_cast<std::size_t>(profile)];
    }

    void set(SoftwareProfile profile, unsigned ns, Tag tag)
    {
        of(profile) = { std::to_string(ns) + "ns", tag };
    }

    Field field_;
};

constexpr const char* split_of_hvc = "split of the published hypercall";
constexpr const char* in_ipi = "a part of the published ipi";

std::vector<Field> method_rows()
{
    return {
        choice("software.cost", "blocks|fixed",
               "how the time of software is found: by its basic blocks, or, inside the spans that "
               "it marks (sim_span), by the constants below")
            .by_default("blocks")
            .into<&SoftwareConfig::is_fixed>(),
        choice("software.profile", software_profile_names,
               "cost: fixed: whose published sums the constants return: KVM on Ampere Altra or on "
               "Phytium S2500, Xen on X-Gene, or 0")
            .by_default("kvm-altra"),
        choice("software.weights", "constant|calibrated",
               "what a basic block stands for: the same everywhere (timing.block_cycles_milli), "
               "or, by the table that an object carries, what blocks of its function do on average")
            .by_default("constant")
            .into<&SoftwareConfig::is_weighted>(),
    };
}

std::vector<Field> hypervisor_rows()
{
    return {
        SpanRow(SIM_SPAN_EXIT)
            .kvm_altra(130, derived)
            .kvm_phytium(650, derived)
            .xen_xgene(60, derived)
            .source(split_of_hvc),
        SpanRow(SIM_SPAN_TRAP)
            .kvm_altra(46, derived)
            .kvm_phytium(218, derived)
            .xen_xgene(37, derived)
            .source(split_of_hvc),
        SpanRow(SIM_SPAN_ENTRY)
            .kvm_altra(130, derived)
            .kvm_phytium(650, derived)
            .xen_xgene(60, derived)
            .source(split_of_hvc),
        SpanRow(SIM_SPAN_DECODE)
            .kvm_altra(145, derived)
            .kvm_phytium(625, derived)
            .xen_xgene(408, derived)
            .source("published access to the interrupt controller, less the hypercall"),
        SpanRow(SIM_SPAN_VITS_COMMAND)
            .kvm_altra(253, derived)
            .kvm_phytium(491, derived)
            .xen_xgene(300, assumed)
            .source("published lpi less ipi; Xen: none is published"),
        SpanRow(SIM_SPAN_FIND_AND_QUEUE)
            .kvm_altra(200, assumed)
            .kvm_phytium(350, assumed)
            .xen_xgene(200, assumed)
            .source(in_ipi),
        SpanRow(SIM_SPAN_KICK)
            .kvm_altra(247, derived)
            .kvm_phytium(262, derived)
            .xen_xgene(500, assumed)
            .source("rest of the published ipi on hardware `server`; Xen: as KVM"),
        SpanRow(SIM_SPAN_HOST_IRQ)
            .kvm_altra(250, assumed)
            .kvm_phytium(500, assumed)
            .xen_xgene(300, assumed)
            .source(in_ipi),
        SpanRow(SIM_SPAN_FLUSH)
            .kvm_altra(100, assumed)
            .kvm_phytium(200, assumed)
            .xen_xgene(100, assumed)
            .source(in_ipi),
    };
}

std::vector<Field> guest_rows()
{
    return {
        SpanRow(SIM_SPAN_GUEST_IRQ_ENTRY)
            .kvm_altra(200, assumed)
            .kvm_phytium(350, assumed)
            .xen_xgene(200, assumed)
            .source(in_ipi),
        SpanRow(SIM_SPAN_GUEST_ACKNOWLEDGE)
            .kvm_altra(50, assumed)
            .kvm_phytium(80, assumed)
            .xen_xgene(15, derived)
            .source("a part of the published ipi; X-Gene: acknowledge and EOI 71 cycles"),
        SpanRow(SIM_SPAN_GUEST_EOI)
            .kvm_altra(14, documented)
            .kvm_phytium(25, documented)
            .xen_xgene(15, derived)
            .source("published eoi; X-Gene: acknowledge and EOI 71 cycles"),
        SpanRow(SIM_SPAN_GUEST_VISIBLE)
            .kvm_altra(100, assumed)
            .kvm_phytium(181, assumed)
            .xen_xgene(100, assumed)
            .source(in_ipi),
    };
}

} // namespace

std::vector<Field> software_rows()
{
    return joined_rows({ method_rows(), hypervisor_rows(), guest_rows() });
}

} // namespace itstorm
