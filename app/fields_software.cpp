// SPDX-License-Identifier: Apache-2.0
// The rows of `software`: how the time of software is found, and, for `fixed`, what each span takes
// by profile. Only the published sums of a column are evidence: how they are split is a fit
// (docs/timing.md, "Software by published sums").
#include "fields_parts.h"
#include "platform/span_names.h"

namespace itstorm {

namespace {

constexpr auto der = Tag::Derived;
constexpr auto asm_ = Tag::Assumed;

// In ns. The last column, `ideal`, is 0 and needs no reason.
struct Constant {
    sim_span_kind span;
    std::array<unsigned, software_profiles - 1> ns;
    std::array<Tag, software_profiles - 1> tags;
    const char* source;
    const char* text;
};

constexpr const char* split_of_hvc = "split of the published hypercall";
constexpr const char* in_ipi = "a part of the published ipi";

const Constant constants[] = {
    { SIM_SPAN_EXIT,
      { 130, 650, 60 },
      { der, der, der },
      split_of_hvc,
      "guest to EL2: exception, context, list registers read" },
    { SIM_SPAN_TRAP,
      { 46, 218, 37 },
      { der, der, der },
      split_of_hvc,
      "the dispatch of a trap; of a hypercall that is refused, all of it" },
    { SIM_SPAN_ENTRY,
      { 130, 650, 60 },
      { der, der, der },
      split_of_hvc,
      "EL2 to guest: what is looked at before, context, exception return" },
    { SIM_SPAN_DECODE,
      { 145, 625, 408 },
      { der, der, der },
      "published access to the interrupt controller, less the hypercall",
      "a trapped access: which device, which register" },
    { SIM_SPAN_VITS_COMMAND,
      { 253, 491, 300 },
      { der, der, asm_ },
      "published lpi less ipi; Xen: none is published",
      "one command of the virtual ITS; what INVALL, MAPD, MAPC and MOVALL do for each vLPI comes "
      "on top, by blocks" },
    { SIM_SPAN_FIND_AND_QUEUE,
      { 200, 350, 200 },
      { asm_, asm_, asm_ },
      in_ipi,
      "find a virtual interrupt by its number, queue it" },
    { SIM_SPAN_KICK,
      { 247, 262, 500 },
      { der, der, asm_ },
      "rest of the published ipi on hardware `server`; Xen: as KVM",
      "make another PE look: its SGI, what is not marked on the way" },
    { SIM_SPAN_HOST_IRQ,
      { 250, 500, 300 },
      { asm_, asm_, asm_ },
      in_ipi,
      "one physical interrupt, from behind its acknowledge" },
    { SIM_SPAN_FLUSH,
      { 100, 200, 100 },
      { asm_, asm_, asm_ },
      in_ipi,
      "what waits is written to the list registers" },
    { SIM_SPAN_GUEST_IRQ_ENTRY,
      { 200, 350, 200 },
      { asm_, asm_, asm_ },
      in_ipi,
      "virtual interrupt to the guest's handler; instead of timing.virq_entry" },
    { SIM_SPAN_GUEST_ACKNOWLEDGE,
      { 50, 80, 15 },
      { asm_, asm_, der },
      "a part of the published ipi; X-Gene: acknowledge and EOI 71 cycles",
      "a guest's read of IAR; instead of timing.iar_read" },
    { SIM_SPAN_GUEST_EOI,
      { 14, 25, 15 },
      { Tag::Documented, Tag::Documented, der },
      "published eoi; X-Gene: acknowledge and EOI 71 cycles",
      "a guest's write of EOIR or DIR; instead of timing.eoir_write" },
    { SIM_SPAN_GUEST_VISIBLE,
      { 100, 181, 100 },
      { asm_, asm_, asm_ },
      in_ipi,
      "a guest's store that another vCPU polls for, until that sees it (program microbench)" },
};

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

Field row_of(const Constant& constant)
{
    Field f;
    f.path = std::string("software.") + span_name(constant.span);
    f.kind = Kind::Duration;
    f.max = 1'000'000'000'000; // 1 s
    f.source = constant.source;
    f.text = std::string("cost: fixed: ") + constant.text;
    f.set = setters[constant.span];
    for (std::size_t n = 0; n + 1 < software_profiles; n++)
        f.by_software[n] = { std::to_string(constant.ns[n]) + "ns", constant.tags[n] };
    f.by_software.back() = { "0ns" };
    f.tag = constant.tags[0];
    f.defaults = all(f.by_software[0].text);
    return f;
}

} // namespace

std::vector<Field> software_rows()
{
    std::vector<Field> rows = {
        { "software.cost", Kind::Choice, "", all("blocks"), 0, 0, "blocks|fixed", false, Tag::None,
          "",
          "how the time of software is found: by its basic blocks, or, inside the spans that it "
          "marks (sim_span), by the constants below",
          [](Target& t, const Value& v) { t.scenario->soc.software.is_fixed = v.number != 0; } },
        { "software.profile", Kind::Choice, "", all("kvm-altra"), 0, 0, software_profile_names,
          false, Tag::None, "",
          "cost: fixed: whose published sums the constants return: KVM on Ampere Altra or on "
          "Phytium S2500, Xen on X-Gene, or 0" },
        { "software.weights", Kind::Choice, "", all("constant"), 0, 0, "constant|calibrated", false,
          Tag::None, "",
          "what a basic block stands for: the same everywhere (timing.block_cycles_milli), or, by "
          "the "
          "table that an object carries, what blocks of its function do on average",
          [](Target& t, const Value& v) { t.scenario->soc.software.is_weighted = v.number != 0; } },
    };
    for (const Constant& constant : constants)
        rows.push_back(row_of(constant));
    return rows;
}

} // namespace itstorm
