// SPDX-License-Identifier: Apache-2.0
// platform, hypervisor and domains. The setters of the table store the values; here are the checks
// that look at more than one value.
#include "building.h"
#include "text_layout.h"
#include <algorithm>
#include <map>
#include <unordered_map>

namespace itstorm {

namespace {

unsigned bits_of(std::uint32_t value)
{
    unsigned bits = 0;
    for (; value != 0; value >>= 1)
        ++bits;
    return bits;
}

constexpr std::size_t its_max = 16;

class MachineBuilder {
public:
    explicit MachineBuilder(Building& b) : b_(b), soc_(b.scenario.soc) {}

    void build()
    {
        build_its();
        build_msi_map();
        build_functions();
        build_domains();
        soc_.hypervisor_knobs =
            knob_values(b_.root, "hypervisor.", b_.tables.knobs.data(), b_.tables.knobs.size());
        check_ram();
        check_spis();
    }

private:
    // Every ITS begins as a copy of the first one, which holds the costs that all of them have.
    void build_its()
    {
        const ItsInstance common = soc_.its.front();
        const auto list = b_.elements("platform.its");
        const Entry* entry = b_.root.find("platform.its");
        if (entry && entry->node->kind == Node::Kind::List && entry->node->children.empty())
            b_.errors.error(entry->node->origin, "there is no ITS");
        if (list.size() > its_max)
            b_.errors.error(entry->node->origin, "at most " + std::to_string(its_max) + " ITSs");
        if (!list.empty())
            soc_.its.clear();
        for (const Entries& entries : list)
            build_one_its(entries, common);
    }

    void build_one_its(const Entries& entries, const ItsInstance& common)
    {
        ItsInstance its = common;
        Target target{ &b_.scenario };
        target.its = &its;
        entries.apply(target);
        claim_name(entries, "platform.its[].name");
        const Entry* queue = entries.find("platform.its[].command_queue");
        if (queue && queue->value && queue->value->number % 4096 != 0)
            b_.errors.error(queue->node->origin, "'command_queue' is " + queue->node->text +
                                                     ", but must be a multiple of 4KiB");
        b_.its.add(its.name);
        soc_.its.push_back(its);
    }

    void check_spis()
    {
        const Entry* spis = b_.root.find("platform.spis");
        if (spis && spis->value && spis->value->number % 32 != 0 && spis->value->number != 988)
            b_.errors.error(spis->node->origin, "'spis' is " + spis->node->text +
                                                    ", but must be a multiple of 32, or 988");
    }

    void build_msi_map()
    {
        for (const Entries& entries : b_.elements("platform.msi_map")) {
            MsiMapEntry row;
            Target target{ &b_.scenario };
            target.msi_map = &row;
            entries.apply(target);
            msi_map_.push_back(row);
        }
    }

    void build_functions()
    {
        for (const Entries& entries : b_.elements("platform.pci")) {
            FunctionConfig function;
            Target target{ &b_.scenario, &function };
            entries.apply(target);
            claim_name(entries, "platform.pci[].name");
            if (const Entry* own = entries.find("platform.pci[].device_id"); !own || !own->value)
                function.device_id = device_id_of(msi_map_, function.bdf);
            find_its(entries, function);
            check_kind(entries);
            check_function(entries, function);
            b_.functions.add(function.name);
            soc_.functions.push_back(function);
        }
    }

    // Complains about keys that only other kinds of device have.
    void check_kind(const Entries& entries)
    {
        const Value* kind = entries.value("platform.pci[].kind");
        for (const Entry& entry : entries.all) {
            const auto kinds = split(entry.field->only, '|');
            if (kind && !entry.field->only.empty() &&
                std::find(kinds.begin(), kinds.end(), kind->text) == kinds.end())
                b_.errors.error(entry.node->key_origin, "'" + entry.node->key +
                                                            "' belongs to kind: " + join_or(kinds) +
                                                            ", not to " + kind->text);
        }
    }

    void check_function(const Entries& entries, const FunctionConfig& function)
    {
        const std::string p = "platform.pci[].";
        const Entry* bdf = entries.find(p + "bdf");
        if (bdf && bdf->value) {
            check_device_id(*bdf, function);
            claim_device_id(bdf->node->origin, function);
            const auto [first, is_new] = bdfs_.emplace(function.bdf, bdf->node->origin);
            if (!is_new)
                b_.errors.error(bdf->node->origin, "duplicate BDF " + bdf->node->text +
                                                       ", first given in line " +
                                                       std::to_string(first->second.line));
        }
        const std::size_t index = soc_.functions.size();
        if (function.intx && !has_intx_spi(soc_, index))
            b_.errors.error(entries.origin, "there is no SPI for the interrupt pin of function " +
                                                std::to_string(index));
        const ItsInstance& its = soc_.its[function.its];
        if (bits_of(function.vectors - 1) > its.config.event_bits)
            b_.errors.error(entries.origin, std::to_string(function.vectors) +
                                                " vectors do not fit the event_bits " +
                                                std::to_string(its.config.event_bits) + " of " +
                                                its.name);
    }

    // Two functions with one DeviceID would be one to the ITS. If they have one BDF too,
    // check_function() complains about that.
    void claim_device_id(const Origin& origin, const FunctionConfig& function)
    {
        const auto [first, is_new] = device_ids_.emplace(function.device_id, function);
        if (!is_new && first->second.bdf != function.bdf)
            b_.errors.error(origin, "DeviceID " + hex_text(function.device_id) + " of " +
                                        function.name + " is that of " + first->second.name +
                                        " already");
    }

    // Finds the ITS that the function names; without a name it is the first.
    void find_its(const Entries& entries, FunctionConfig& function)
    {
        const Entry* entry = entries.find("platform.pci[].its");
        if (!entry || !entry->value)
            return;
        const std::string& name = entry->value->text;
        if (const auto index = b_.its.find(name))
            function.its = static_cast<unsigned>(*index);
        else
            b_.errors.error(entry->node->origin, [&] {
                return "unknown ITS " + quoted(name) + did_you_mean(name, b_.its.names());
            });
    }

    void check_device_id(const Entry& bdf, const FunctionConfig& function)
    {
        const unsigned needed = bits_of(function.device_id);
        const ItsInstance& its = soc_.its[function.its];
        if (needed > its.config.device_bits)
            b_.errors.error(bdf.node->origin, "DeviceID " + hex_text(function.device_id) +
                                                  " needs " + std::to_string(needed) +
                                                  " bits, but " + its.name + " has device_bits " +
                                                  std::to_string(its.config.device_bits));
    }

    void build_domains()
    {
        const Entry* list = b_.root.find("domains");
        if (!list || list->node->kind != Node::Kind::List)
            return;
        if (list->node->children.empty())
            b_.errors.error(list->node->origin, "there is no domain");
        for (Node& element : list->node->children) {
            if (element.kind == Node::Kind::Map)
                build_domain(element);
            else
                b_.errors.error(element.origin, "an element of 'domains' is a map { key: value }");
        }
    }

    void build_domain(Node& element)
    {
        const guest_program* program = find_program(element.child("program"));
        const Entries entries = decode_map(element, "domains[].", b_.language.domain_rows(program),
                                           b_.profile, b_.errors);
        DomainConfig domain;
        Target target{ &b_.scenario, nullptr, &domain };
        entries.apply(target);
        claim_name(entries, "domains[].name");
        assign_devices(entries, domain);
        assign_pins(entries, domain);
        if (program)
            domain.knobs = knob_values(entries, "domains[].", program->knobs, program->knob_count);
        b_.domains.add(domain.name);
        soc_.domains.push_back(domain);
    }

    const guest_program* find_program(const Node* name)
    {
        std::vector<std::string> known;
        for (const guest_program& p : b_.tables.programs) {
            if (name && name->text == p.name)
                return &p;
            known.push_back(p.name);
        }
        if (name && name->kind == Node::Kind::Scalar)
            b_.errors.error(name->origin, "unknown program " + quoted(name->text) + "; known: " +
                                              join_or(known) + did_you_mean(name->text, known));
        return nullptr;
    }

    void assign_devices(const Entries& entries, DomainConfig& domain)
    {
        const Entry* devices = entries.find("domains[].devices");
        if (!devices || !devices->value)
            return;
        for (const Node& name : devices->node->children) {
            const auto index = b_.functions.find(name.text);
            if (index)
                assign_device(name, static_cast<unsigned>(*index), domain);
            else
                b_.errors.error(name.origin, [&] {
                    return "unknown device " + quoted(name.text) +
                           did_you_mean(name.text, b_.functions.names());
                });
        }
    }

    void assign_device(const Node& name, unsigned index, DomainConfig& domain)
    {
        const auto [owner, is_new] = owners_.emplace(index, domain.name);
        if (!is_new)
            b_.errors.error(name.origin, "device " + quoted(name.text) +
                                             " already belongs to domain " + quoted(owner->second));
        domain.devices.push_back(index);
        const FunctionConfig& function = soc_.functions[index];
        const FunctionConfig& first = soc_.functions[domain.devices.front()];
        if (function.its != first.its)
            b_.errors.error(name.origin, "device " + quoted(name.text) + " is on " +
                                             soc_.its[function.its].name + ", but " +
                                             quoted(first.name) + " is on " +
                                             soc_.its[first.its].name +
                                             ": the devices of a domain share one ITS");
    }

    void assign_pins(const Entries& entries, DomainConfig& domain)
    {
        constexpr std::uint16_t any_pe = SIM_ANY_PE;
        domain.pins.assign(domain.vcpus, any_pe);
        const Entry* pins = entries.find("domains[].pin");
        if (!pins || !pins->value)
            return;
        const auto& numbers = pins->value->numbers;
        if (numbers.size() != domain.vcpus && entries.value("domains[].vcpus"))
            b_.errors.error(pins->node->origin, "'pin' has length " +
                                                    std::to_string(numbers.size()) +
                                                    ", 'vcpus' is " + std::to_string(domain.vcpus));
        const bool pes_known = b_.root.value("platform.pes") != nullptr;
        for (std::size_t i = 0; i < numbers.size(); ++i) {
            if (numbers[i] >= soc_.pes && pes_known)
                b_.errors.error(pins->node->children[i].origin,
                                "there is no PE " + std::to_string(numbers[i]) + ", only 0 to " +
                                    std::to_string(soc_.pes - 1));
            else if (i < domain.pins.size())
                domain.pins[i] = static_cast<std::uint16_t>(numbers[i]);
        }
    }

    // Complains about a name that is in use: ITSs, functions and domains share one name space,
    // since statistics begin with these names.
    void claim_name(const Entries& entries, const std::string& path)
    {
        const Value* name = entries.value(path);
        if (!name)
            return;
        const Origin& origin = entries.find(path)->node->origin;
        const auto [first, is_new] = names_.emplace(name->text, origin);
        if (!is_new)
            b_.errors.error(origin, "duplicate name " + quoted(name->text) +
                                        ", first given in line " +
                                        std::to_string(first->second.line));
        if (b_.language.is_reserved(name->text))
            b_.errors.error(origin,
                            "the name " + quoted(name->text) + " is taken by the machine itself");
    }

    void check_ram()
    {
        std::uint64_t sum = 0;
        for (const DomainConfig& domain : soc_.domains)
            sum += domain.ram_bytes;
        const Entry* list = b_.root.find("domains");
        if (list && sum >= soc_.ram_bytes)
            b_.errors.error(list->node->origin, "the domains' memory, " +
                                                    format_exact(sum, Dimension::Bytes) +
                                                    ", leaves nothing of the platform's " +
                                                    format_exact(soc_.ram_bytes, Dimension::Bytes));
    }

    Building& b_;
    SocConfig& soc_;
    std::map<std::string, Origin> names_;
    std::map<std::uint16_t, Origin> bdfs_;
    std::map<std::uint32_t, FunctionConfig> device_ids_; // the first function with each
    std::vector<MsiMapEntry> msi_map_;
    std::unordered_map<unsigned, std::string> owners_; // by function: the name of its domain
};

} // namespace

std::vector<std::uint64_t> knob_values(const Entries& entries, const std::string& prefix,
                                       const hv_knob* knobs, std::size_t count)
{
    std::vector<std::uint64_t> values;
    for (std::size_t i = 0; i < count; ++i) {
        const Value* value = entries.value(prefix + knobs[i].name);
        values.push_back(value ? value->number : knobs[i].initial);
    }
    return values;
}

void build_machine(Building& b)
{
    MachineBuilder(b).build();
}

} // namespace itstorm
