// Orders to guests: by name, with arguments that are decoded like knobs. A program that does not
// exist has been complained about at its domain.
#include "building.h"

namespace itstorm {

namespace {

const std::string p = "timeline[].";

const guest_order* order_of(const guest_program& program, const std::string& name)
{
    for (unsigned n = 0; n < program.order_count; ++n)
        if (name == program.orders[n].name)
            return &program.orders[n];
    return nullptr;
}

std::string unknown_order(const guest_program& program, const std::string& name)
{
    std::vector<std::string> known;
    for (unsigned n = 0; n < program.order_count; ++n)
        known.push_back(program.orders[n].name);
    const std::string who = std::string("program ") + program.name;
    if (known.empty())
        return who + " takes no orders";
    return who + " knows no order " + quoted(name) + "; known: " + join_or(known) +
           did_you_mean(name, known);
}

} // namespace

const FieldTable& Orders::rows_for(const Node& element) const
{
    return b_.language.timeline_rows(find_order(element));
}

void Orders::build(const Entries& entries, TimelineEntry& entry)
{
    const DomainConfig* domain = find_domain(entries.value(p + "domain")->text);
    if (!domain)
        return;
    build_vcpu(entries, *domain, entry);
    const guest_program* program = find_program(*domain);
    if (!program)
        return;
    const Entry* name = entries.find(p + "order");
    const guest_order* row = order_of(*program, name->value->text);
    if (!row) {
        b_.errors.error(name->node->origin,
                        [&] { return unknown_order(*program, name->value->text); });
        return;
    }
    entry.order.what = static_cast<std::uint32_t>(row - program->orders);
    build_args(entries, *row, entry.order);
}

void Orders::build_vcpu(const Entries& entries, const DomainConfig& domain, TimelineEntry& entry)
{
    const Entry* vcpu = entries.find(p + "vcpu");
    if (!vcpu || !vcpu->value)
        return;
    entry.vcpu = static_cast<unsigned>(vcpu->value->number);
    if (vcpu->value->number >= domain.vcpus)
        b_.errors.error(vcpu->node->origin, "there is no vCPU " + vcpu->node->text + " in " +
                                                domain.name + ", only 0 to " +
                                                std::to_string(domain.vcpus - 1));
}

void Orders::build_args(const Entries& entries, const guest_order& row, Order& order)
{
    order.args = knob_values(entries, p + "args.", row.args, row.arg_count);
    const Entry* args = entries.find(p + "args"); // a row only of what has no arguments
    if (args && !args->node->children.empty())
        b_.errors.error(args->node->key_origin,
                        std::string("order '") + row.name + "' takes no args");
}

const DomainConfig* Orders::find_domain(const std::string& name) const
{
    const auto index = b_.domains.find(name);
    return index ? &b_.scenario.soc.domains[*index] : nullptr;
}

const guest_program* Orders::find_program(const DomainConfig& domain) const
{
    for (const guest_program& program : b_.tables.programs)
        if (domain.program == program.name)
            return &program;
    return nullptr;
}

// What the raw entry means, if it is right as far as that.
const guest_order* Orders::find_order(const Node& element) const
{
    const Node* action = element.child("do");
    const Node* domain = element.child("domain");
    const Node* order = element.child("order");
    if (!action || action->text != "guest.order" || !domain || !order)
        return nullptr;
    const DomainConfig* config = find_domain(domain->text);
    const guest_program* program = config ? find_program(*config) : nullptr;
    return program ? order_of(*program, order->text) : nullptr;
}

} // namespace itstorm
