// SPDX-License-Identifier: Apache-2.0
// Refuses machines that cannot work: compares what the hypervisor and the guests' programs say that
// they need of this machine with what it has. Only they know what they need: another hypervisor
// makes other tables.
#include "building.h"
#include "platform/machine_description.h"
#include "presets.h"
#include "text_layout.h"

namespace itstorm {

namespace {

// The list and the key in "platform.its[].icid_bits"; "platform.ram" has only a key.
struct KeyPath {
    std::string list, key;
};

KeyPath split_key(const std::string& path)
{
    const std::size_t list_end = path.find("[].");
    if (list_end == std::string::npos)
        return { "", path };
    return { path.substr(0, list_end), path.substr(list_end + 3) };
}

class NeedsCheck {
public:
    NeedsCheck(Building& b, Node& tree) : b_(b), tree_(tree), soc_(complete(b.scenario.soc)) {}

    void run()
    {
        const MachineDescription description(soc_);
        const sim_machine& machine = description.get();
        if (b_.tables.needs)
            for (const hv_need& need : b_.tables.needs(machine, soc_.hypervisor_knobs))
                check_of_hypervisor(need);
        if (b_.tables.guest_needs)
            for (std::uint16_t n = 0; n < machine.domain_count; ++n)
                for (const hv_need& need :
                     b_.tables.guest_needs(machine.domains[n], soc_.domains[n].knobs))
                    check(need, n, "program " + soc_.domains[n].program);
    }

    // Checks what each order needs of each domain that gets it.
    void run_orders()
    {
        const MachineDescription description(soc_);
        for (std::size_t n = 0; n < b_.scenario.timeline.size(); ++n)
            for (const Order& order : b_.scenario.timeline[n].orders)
                check_order(order, b_.timeline_places[n], description.get().domains[order.domain]);
    }

private:
    void check_order(const Order& order, unsigned place, const sim_domain_info& domain)
    {
        sim_order given{ order.what, {} };
        std::copy(order.args.begin(), order.args.end(), given.arg);
        for (const hv_need& need :
             b_.tables.order_needs(domain, soc_.domains[order.domain].knobs, given))
            if (const auto value = argument(order, domain.program, need.key))
                check(need, place, name_of_order(order), *value);
            else
                check(need, order.domain, name_of_order(order));
    }

    std::string name_of_order(const Order& order) const
    {
        return "program " + soc_.domains[order.domain].program;
    }

    // The value of the argument with this key, given or by default; nothing: the order has no such
    // argument.
    std::optional<std::uint64_t> argument(const Order& order, const std::string& program,
                                          const std::string& key) const
    {
        for (const guest_program& p : b_.tables.programs)
            for (std::size_t n = 0; program == p.name && n < order.args.size(); ++n)
                if (key == std::string("timeline[].args.") + p.orders[order.what].args[n].name)
                    return order.args[n];
        return std::nullopt;
    }

    // Refuses a need whose key the language does not have: it would never be compared with a value.
    void check_of_hypervisor(const hv_need& need)
    {
        if (b_.language.rows().find(need.key))
            check(need, need.index, "the hypervisor");
        else
            b_.errors.error(tree_.origin, "the hypervisor says what it needs of " +
                                              quoted(need.key) +
                                              ", but no scenario has such a key");
    }

    void check(const hv_need& need, unsigned index, const std::string& who)
    {
        const std::string path = need.key;
        const Node* value = find(path, index);
        if (has_words(path))
            refuse_words(need, index, who, value ? words_of(*value) : "");
        else
            check(need, index, who, value ? amount(*value, path) : 0);
    }

    void check(const hv_need& need, unsigned index, const std::string& who, std::uint64_t has)
    {
        const std::string path = need.key;
        if (need.at_most ? has <= need.limit : has >= need.limit)
            return;
        const std::string shown = split(path, '.').back();
        const std::string limit = (need.at_most ? "at most " : "at least ") +
                                  format_exact(need.limit, dimension_at(path));
        b_.errors.error(place(path, index), "'" + shown + "' is " +
                                                format_exact(has, dimension_at(path)) + ", but " +
                                                who + " needs " + limit + " here: " + need.what);
    }

    bool has_words(const std::string& path) const
    {
        const Field* row = b_.language.rows().find(path);
        return row &&
               (row->kind == Kind::Choice || row->kind == Kind::Set || row->kind == Kind::Bool);
    }

    static std::string words_of(const Node& value)
    {
        std::vector<std::string> words;
        for (const Node& word : value.children)
            words.push_back(word.text);
        return value.kind == Node::Kind::List ? joined(words, ", ") : value.text;
    }

    // Refuses words. Words have no size to compare, so a need of other words is only stated when it
    // is not met.
    void refuse_words(const hv_need& need, unsigned index, const std::string& who,
                      const std::string& words)
    {
        const std::string path = need.key;
        b_.errors.error(place(path, index), "'" + split(path, '.').back() + "' is " + words +
                                                ", but " + who + " needs " + need.what +
                                                brought_by_preset(need));
    }

    // Names the values that do not go together and that a preset has brought, since the user did
    // not write them.
    std::string brought_by_preset(const hv_need& need)
    {
        static const std::string hypervisor = "hypervisor.";
        const Node* preset = tree_.child("preset");
        const std::string file = preset ? preset_file(b_.tables.presets, preset->text) : "";
        std::vector<std::string> brought;
        for (const Field& row : b_.language.rows().all()) {
            if (row.path.compare(0, hypervisor.size(), hypervisor) != 0)
                continue;
            const std::string knob = row.path.substr(hypervisor.size());
            const bool is_named =
                row.path == need.key || std::string(need.what).find(knob) != std::string::npos;
            const Node* value = is_named ? find(row.path, 0) : nullptr;
            if (value && value->origin.name.text() == file)
                brought.push_back(quoted(knob));
        }
        return brought.empty() ? ""
                               : "; preset " + quoted(preset->text) + " brings " +
                                     joined(brought, ", ") + ": what the scenario says itself wins";
    }

    Node* find(const std::string& path, unsigned index)
    {
        const KeyPath at = split_key(path);
        Node* map = at.list.empty() ? &tree_ : element(at.list, index);
        return map ? find_path(*map, at.key) : nullptr;
    }

    Node* element(const std::string& list, unsigned index)
    {
        Node* node = list.empty() ? nullptr : find_path(tree_, list);
        return node && index < node->children.size() ? &node->children[index] : nullptr;
    }

    // The number that a need is compared with: that of the value, or how many elements a list has.
    std::uint64_t amount(const Node& value, const std::string& path) const
    {
        if (value.kind == Node::Kind::List)
            return value.children.size();
        return parse_quantity(value.text, dimension_at(path)).number;
    }

    Dimension dimension_at(const std::string& path) const
    {
        const Field* row = b_.language.rows().find(path);
        if (!row) // a knob of a program
            row = b_.language.domain_rows(nullptr).find(path);
        return row ? dimension_of(row->kind) : Dimension::Count;
    }

    // The place to complain at: that of the value; if it is a default, that of its list element or
    // section.
    Origin place(const std::string& path, unsigned index)
    {
        const KeyPath at = split_key(path);
        Node* const nearest[] = { find(path, index), element(at.list, index),
                                  tree_.child(split(path, '.')[0]) };
        for (const Node* node : nearest)
            if (node && node->origin.kind != Origin::Kind::Default)
                return node->origin;
        return tree_.origin;
    }

    Building& b_;
    Node& tree_;
    const SocConfig soc_;
};

} // namespace

void check_needs(Building& b, Node& tree)
{
    NeedsCheck(b, tree).run();
}

void check_order_needs(Building& b, Node& tree)
{
    if (b.tables.order_needs)
        NeedsCheck(b, tree).run_orders();
}

} // namespace itstorm
