// SPDX-License-Identifier: Apache-2.0
// Orders to guests: by name, with arguments that are decoded like knobs. An unknown program is
// complained about at its domain, not here.
#include "building.h"
#include "common/printable.h"

namespace itstorm {

namespace {

const std::string p = "timeline[].";
const std::string every_domain = "all";

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

// All domains whose programs know the order; or one domain, whether its program knows it or not.
std::vector<Orders::Receiver> Orders::receivers(const std::string& domain,
                                                const std::string& order) const
{
    std::vector<Receiver> found;
    for (unsigned n = 0; n < b_.scenario.soc.domains.size(); ++n)
        if (domain == b_.scenario.soc.domains[n].name ||
            (domain == every_domain && receiver(n, order).row))
            found.push_back(receiver(n, order));
    return found;
}

Orders::Receiver Orders::receiver(unsigned domain, const std::string& order) const
{
    for (const guest_program& program : b_.tables.programs)
        if (b_.scenario.soc.domains[domain].program == program.name)
            return { domain, &program, order_of(program, order) };
    return { domain, nullptr, nullptr };
}

const FieldTable& Orders::rows_for(const Node& element) const
{
    const Node* action = element.child("do");
    const Node* domain = element.child("domain");
    const Node* order = element.child("order");
    if (!action || action->text != "guest.order" || !domain || !order)
        return b_.language.timeline_rows(nullptr);
    const auto found = receivers(domain->text, order->text);
    return b_.language.timeline_rows(found.empty() ? nullptr : found[0].row);
}

void Orders::build(const Entries& entries, TimelineEntry& entry)
{
    const std::string& domain = entries.value(p + "domain")->text;
    const Entry* name = entries.find(p + "order");
    const auto found = receivers(domain, name->value->text);
    if (found.empty() && domain == every_domain)
        b_.errors.error(name->node->origin,
                        "no domain's program knows an order " + quoted(name->value->text));
    check_meaning(entries, found);
    for (const Receiver& to : found) {
        Order order;
        order.domain = to.domain;
        order.vcpu = vcpu_of(entries, b_.scenario.soc.domains[to.domain]);
        if (to.program && !to.row)
            b_.errors.error(name->node->origin,
                            [&] { return unknown_order(*to.program, name->value->text); });
        if (!to.row)
            continue;
        order.what = static_cast<std::uint32_t>(to.row - to.program->orders);
        order.args = args_of(entries, *to.row);
        entry.orders.push_back(order);
    }
}

// Complains if the order means something else to another receiver: the arguments are decoded by the
// rows of the first one.
void Orders::check_meaning(const Entries& entries, const std::vector<Receiver>& receivers)
{
    for (const Receiver& to : receivers)
        if (to.row && (to.row->args != receivers[0].row->args ||
                       to.row->arg_count != receivers[0].row->arg_count))
            return b_.errors.error(entries.find(p + "domain")->node->origin,
                                   "order " + quoted(to.row->name) + " of program " +
                                       to.program->name + " has other arguments than that of " +
                                       receivers[0].program->name + ": give it to each domain");
}

unsigned Orders::vcpu_of(const Entries& entries, const DomainConfig& domain)
{
    const Entry* vcpu = entries.find(p + "vcpu");
    if (!vcpu || !vcpu->value)
        return 0;
    if (vcpu->value->number >= domain.vcpus)
        b_.errors.error(vcpu->node->origin, "there is no vCPU " + vcpu->node->text + " in " +
                                                domain.name + ", only 0 to " +
                                                std::to_string(domain.vcpus - 1));
    return static_cast<unsigned>(vcpu->value->number);
}

// Complains about an argument that counts PEs or domains and names one that the machine does not
// have.
void Orders::check_numbers_of(const Entries& entries, const guest_order& row)
{
    const SocConfig& soc = b_.scenario.soc;
    const std::pair<std::string, std::size_t> numbered[] = { { "PE", soc.pes },
                                                             { "domain", soc.domains.size() } };
    for (unsigned n = 0; n < row.arg_count; ++n)
        for (const auto& [unit, count] : numbered) {
            const Entry* which = entries.find(p + "args." + row.args[n].name);
            const bool is_number = row.args[n].unit != nullptr && unit == row.args[n].unit;
            if (is_number && which && which->value && which->value->number >= count)
                b_.errors.error(which->node->origin,
                                "there is no " + unit + " " + printable(which->node->text) +
                                    ", only 0 to " + std::to_string(count - 1));
        }
}

std::vector<std::uint64_t> Orders::args_of(const Entries& entries, const guest_order& row)
{
    const Entry* args =
        entries.find(p + "args"); // the key `args` is a row only where the order has no arguments
    if (args && !args->node->children.empty())
        b_.errors.error(args->node->key_origin,
                        std::string("order '") + row.name + "' takes no args");
    check_numbers_of(entries, row);
    return knob_values(entries, p + "args.", row.args, row.arg_count);
}

} // namespace itstorm
