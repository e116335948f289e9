// SPDX-License-Identifier: Apache-2.0
// Timeline entries with do: set: new values of knobs whose rows say that they may be set while the
// machine runs, by the paths that -C takes.
#include "building.h"
#include <algorithm>

namespace itstorm {

namespace {

const std::string of_hypervisor = "hypervisor.", of_domains = "domains[].";

bool begins_with(const std::string& path, const std::string& part)
{
    return path.compare(0, part.size(), part) == 0;
}

// Which knob a path names, as far as the path can be followed.
struct Place {
    unsigned domain = Setting::hypervisor;
    const Field* field = nullptr; // null: no knob has this path
    unsigned row = 0;
};

template <class Knobs>
unsigned row_of(const Knobs& first, std::size_t count, const std::string& name)
{
    const auto found =
        std::find_if(first, first + count, [&](const hv_knob& knob) { return name == knob.name; });
    return static_cast<unsigned>(found - first);
}

class SettingsBuilder {
public:
    SettingsBuilder(Building& b, TimelineEntry& entry) : b_(b), entry_(entry) {}

    void build(const Node& values)
    {
        if (values.children.empty())
            b_.errors.error(values.origin, "'values' names nothing");
        for (const Node& value : values.children)
            set(value);
    }

private:
    void set(const Node& value)
    {
        const Place place = find(value.key);
        if (!place.field)
            return b_.errors.error(value.key_origin, [&] {
                return "no knob is called " + quoted(value.key) +
                       did_you_mean(value.key, settable());
            });
        if (!place.field->run_time)
            return b_.errors.error(value.key_origin, [&] {
                return quoted(value.key) +
                       " cannot be set while the machine runs; known: " + join_or(settable());
            });
        if (const auto decoded = decode_value(value, *place.field, b_.errors))
            entry_.settings.push_back({ place.domain, place.row, decoded->number });
    }

    Place find(const std::string& path) const
    {
        const auto& knobs = b_.tables.knobs;
        if (begins_with(path, of_hypervisor))
            return { Setting::hypervisor, b_.language.rows().find(path),
                     row_of(knobs.data(), knobs.size(), path.substr(of_hypervisor.size())) };
        return of_program(without_list(path, { "domains" }));
    }

    Place of_program(const std::string& path) const // dom1.handler
    {
        const std::size_t dot = path.find('.');
        const auto domain = b_.domains.find(path.substr(0, dot));
        if (!domain || dot == std::string::npos)
            return {};
        const std::string name = path.substr(dot + 1);
        const guest_program* program = program_of(static_cast<unsigned>(*domain));
        if (!program)
            return {};
        return { static_cast<unsigned>(*domain),
                 b_.language.domain_rows(program).find(of_domains + name),
                 row_of(program->knobs, program->knob_count, name) };
    }

    const guest_program* program_of(unsigned domain) const
    {
        for (const guest_program& program : b_.tables.programs)
            if (b_.scenario.soc.domains[domain].program == program.name)
                return &program;
        return nullptr;
    }

    // The paths of all knobs that can be set in this scenario.
    std::vector<std::string> settable() const
    {
        std::vector<std::string> all;
        for (const std::string& name : b_.tables.run_time)
            all.push_back(of_hypervisor + name);
        for (unsigned n = 0; n < b_.scenario.soc.domains.size(); ++n)
            if (const guest_program* program = program_of(n))
                for (const std::string& name : run_time_of(b_.tables, *program))
                    if (b_.language.domain_rows(program).find(of_domains + name))
                        all.push_back(b_.scenario.soc.domains[n].name + "." + name);
        return all;
    }

    Building& b_;
    TimelineEntry& entry_;
};

} // namespace

void build_settings(Building& b, const Entries& entries, TimelineEntry& entry)
{
    needed(b, entries, "values"); // complains if the key is missing; it is a map and has no Value
    const Entry* values = entries.find("timeline[].values");
    if (values && values->node->kind == Node::Kind::Map) // else decode_map() has complained
        SettingsBuilder(b, entry).build(*values->node);
}

} // namespace itstorm
