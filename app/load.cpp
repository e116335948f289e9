// SPDX-License-Identifier: Apache-2.0
#include "load.h"
#include "building.h"
#include "common/printable.h"
#include "for_each.h"
#include "guest_files.h"
#include "overlay.h"
#include "overrides.h"
#include "presets.h"
#include "what_ifs.h"
#include <algorithm>

namespace itstorm {

namespace {

// Limits of a file, so that one of a megabyte is checked within a second.
constexpr std::size_t variants_most = 1000, changes_most = 1000, values_most = 1'000'000;

struct VariantChanges {
    std::string name;
    std::vector<Override> changes;
};

bool is_of_sweep(const std::string& path)
{
    return split(path, '.')[0] == "sweep";
}

// The changes of each variant, in the order of the file.
std::vector<VariantChanges> read_variants(const Node& root, Diagnostics& errors)
{
    std::vector<VariantChanges> all;
    const Node* variants = root.child("variants");
    if (!variants || variants->kind != Node::Kind::Map)
        return all;
    for (const Node& variant : variants->children) {
        const Field name{ "variants.name", Kind::Name };
        decode_value(make_scalar(variant.key, variant.key_origin), name, errors);
        if (variant.kind != Node::Kind::Map) {
            errors.error(variant.origin, "variant " + quoted(variant.key) +
                                             " is a map { path: value }; {} changes nothing");
            continue;
        }
        all.push_back({ variant.key, {} });
        for (const Node& change : variant.children) {
            if (is_of_sweep(change.key)) {
                errors.error(change.key_origin, "a variant cannot change the sweep");
                continue;
            }
            Override o{ change.key, change };
            set_variant(o.value, variant.key);
            all.back().changes.push_back(std::move(o));
        }
    }
    return all;
}

// Removes `variants` once they are read. If it is no map it stays, and decoding complains.
void take_variants(Node& root)
{
    auto& all = root.children;
    all.erase(std::remove_if(
                  all.begin(), all.end(),
                  [](const Node& n) { return n.key == "variants" && n.kind == Node::Kind::Map; }),
              all.end());
}

Node preset_argument(const std::string& name)
{
    return make_scalar(name, { Origin::Kind::Argument, "-p " + name, 0, 0, "" });
}

// Takes the section `sweep` out of the tree, with the changes that -C makes in it. If it is no map
// it stays, and decoding complains.
Node take_sweep(Node& root, std::vector<Override>& arguments, Diagnostics& errors)
{
    const auto own = std::stable_partition(arguments.begin(), arguments.end(),
                                           [](const Override& o) { return !is_of_sweep(o.path); });
    std::for_each(own, arguments.end(),
                  [&](const Override& change) { apply_override(root, change, errors); });
    arguments.erase(own, arguments.end());
    const auto at = std::find_if(root.children.begin(), root.children.end(), [](const Node& n) {
        return n.key == "sweep" && n.kind == Node::Kind::Map;
    });
    if (at == root.children.end())
        return {};
    Node sweep = std::move(*at);
    root.children.erase(at);
    return sweep;
}

// Gives a platform without `its` one ITS, its0.
void complete_platform(Node& root)
{
    const Origin origin{ Origin::Kind::Default, "one ITS", 0, 0, "" };
    Node* platform = root.child("platform");
    if (!platform)
        platform = &root.set_child("platform", make_map(origin));
    if (platform->kind != Node::Kind::Map || platform->child("its"))
        return;
    Node its = make_map(origin);
    its.set_child("name", make_scalar("its0", origin));
    Node list = its;
    list.kind = Node::Kind::List;
    list.children = { its };
    platform->set_child("its", list);
}

std::string profile_in(const Node& root, const char* section)
{
    const Node* map = root.child(section);
    const Node* profile = map ? map->child("profile") : nullptr;
    return profile ? profile->text : "";
}

// An unknown profile counts as the first; decoding complains about it.
Profiles read_profiles(const Node& root)
{
    Profiles profiles;
    for (const Profile p : { Profile::Embedded, Profile::Ideal })
        if (profile_in(root, "platform") == profile_name(p))
            profiles.hardware = p;
    for (std::size_t n = 0; n < software_profiles; n++)
        if (profile_in(root, "software") == software_profile_name(SoftwareProfile(n)))
            profiles.software = SoftwareProfile(n);
    return profiles;
}

// What all variants of a file share.
struct Shared {
    explicit Shared(const ObjectTables& objects) : tables(objects), language(objects)
    {
        for (const Field& row : language.rows().all())
            if (!row.hidden)
                paths.push_back(row.path);
    }

    const ObjectTables& tables;
    const Language language;
    std::vector<std::string> paths; // of everything that can be set
    TraceLibrary traces;
    NameIndex variants;
};

void check_what_ifs(Building& b)
{
    const Entry* ids = b.root.find("what_ifs");
    if (!ids || !ids->value)
        return;
    for (const Node& id : ids->node->children)
        if (!find_what_if(id.text))
            b.errors.error(id.origin, [&] {
                return "unknown what-if " + quoted(id.text) + did_you_mean(id.text, what_if_ids());
            });
}

// Complains about `guests` for which no object is loaded. Objects are loaded before variants and
// arguments are known.
void check_guests(Building& b)
{
    const Entry* named = b.root.find("guests");
    const auto& loaded = b.tables.guests;
    for (const std::string& name : b.scenario.named_guests)
        if (std::none_of(loaded.begin(), loaded.end(),
                         [&](const std::string& path) { return guests_name(path) == name; }))
            b.errors.error(named->node->origin,
                           "there is no object " + quoted(name + ".so") +
                               " of guest programs: neither beside the file, which is where " +
                               "'guests' of the file itself looks, nor from --guests");
}

LoadedVariant build(Node root, const std::string& variant, Shared& shared, Diagnostics& errors)
{
    expand_for_each(root, errors);
    Building b{ shared.tables, shared.language, shared.traces, variant, shared.variants, errors };
    b.profile = read_profiles(root);
    b.scenario.variant = variant;
    b.scenario.hypervisor = shared.tables.hypervisor;
    b.scenario.guests = shared.tables.guests;
    b.root = decode_map(root, "", shared.language.rows(), b.profile, errors);
    Target target{ &b.scenario };
    b.root.apply(target);
    if (const Value* preset = b.root.value("preset"))
        b.scenario.preset = preset_file(shared.tables.presets, preset->text);
    check_what_ifs(b);
    check_guests(b);
    build_machine(b);
    if (errors.empty())
        check_needs(b, root);
    build_timeline(b);
    if (errors.empty())
        check_order_needs(b, root);
    build_expect(b);
    prune(root, variant);
    const std::string title = "# The whole of " + printable(b.scenario.name) +
                              (variant.empty() ? "" : ", variant " + variant) +
                              ": every value and where it comes from.\n";
    return { std::move(b.scenario), title + dump_yaml(root) };
}

// The variants to be run. None, and an error, if --variant names an unknown one.
std::vector<VariantChanges> wanted(const std::vector<VariantChanges>& all, const NameIndex& names,
                                   const LoadRequest& request, Diagnostics& errors)
{
    if (request.variant.empty())
        return all.empty() ? std::vector<VariantChanges>{ {} } : all;
    for (const VariantChanges& v : all)
        if (v.name == request.variant)
            return { v };
    errors.error({ Origin::Kind::Argument, "--variant " + request.variant, 0, 0, "" }, [&] {
        const std::string known =
            all.empty() ? "the scenario has no variants" : "known: " + join_or(names.names());
        return "no such variant; " + known + did_you_mean(request.variant, names.names());
    });
    return {};
}

// False, and an error: the variants are more, or larger, than a file may have.
bool check_size(const Node& root, const std::vector<VariantChanges>& variants, const Origin& at,
                Diagnostics& errors)
{
    const std::size_t before = errors.count();
    if (variants.size() > variants_most)
        errors.error(at, "there are " + std::to_string(variants.size()) + " variants; at most " +
                             std::to_string(variants_most));
    for (const VariantChanges& variant : variants)
        if (variant.changes.size() > changes_most)
            errors.error(variant.changes.front().value.key_origin,
                         "variant " + quoted(variant.name) + " changes " +
                             std::to_string(variant.changes.size()) + " values; at most " +
                             std::to_string(changes_most));
    const std::size_t values = count_nodes(root) * variants.size();
    if (errors.count() == before && variants.size() > 1 && values > values_most)
        errors.error(at, std::to_string(variants.size()) + " variants of " +
                             std::to_string(count_nodes(root)) +
                             " values each are too much for one file: at most " +
                             std::to_string(values_most) + " values in all");
    return errors.count() == before;
}

Loaded load_tree(Node root, const LoadRequest& request, const ObjectTables& tables,
                 Diagnostics errors)
{
    Loaded loaded;
    Shared shared(tables);
    const auto all = read_variants(root, errors);
    const Node* variants = root.child("variants");
    const Origin variants_at = variants ? variants->key_origin : root.origin;
    for (const VariantChanges& variant : all)
        shared.variants.add(variant.name);
    std::vector<Override> arguments;
    if (!request.preset.empty())
        arguments.push_back({ "preset", preset_argument(request.preset) });
    for (const std::string& argument : request.overrides)
        arguments.push_back(parse_argument(argument, errors));
    loaded.sweep = take_sweep(root, arguments, errors);
    complete_platform(root);
    take_variants(root);
    const bool is_sane = check_size(root, all, variants_at, errors);

    std::vector<std::pair<std::string, Diagnostics>> found;
    const auto chosen = wanted(all, shared.variants, request, errors);
    for (std::size_t n = 0; is_sane && n < chosen.size(); ++n) {
        Diagnostics own;
        Node tree = n + 1 < chosen.size() ? root : std::move(root);
        for (const Override& change : chosen[n].changes)
            apply_override(tree, change, own, shared.paths);
        for (const Override& change : arguments)
            apply_override(tree, change, own, shared.paths);
        for (const Override& change : request.point)
            apply_override(tree, change, own, shared.paths);
        apply_preset(tree, tables.presets, own);
        loaded.variants.push_back(build(std::move(tree), chosen[n].name, shared, own));
        found.emplace_back(chosen[n].name, std::move(own));
    }
    errors.add(Diagnostics::merge(found));
    loaded.errors = std::move(errors);
    return loaded;
}

// Lays one file over the tree. A file that has errors of its own is not laid over.
void lay_file_over(Node& root, const std::string& file, Diagnostics& errors)
{
    Diagnostics own;
    std::string text;
    Node over;
    if (read_input(file, text, own))
        over = parse_yaml(text, file, own);
    if (own.empty() && over.kind != Node::Kind::Map)
        own.error(over.origin, "an overlay is a map of the keys of a scenario");
    if (own.empty())
        lay_over(root, over);
    errors.add(own);
}

} // namespace

Loaded load_text(const std::string& text, const LoadRequest& request, const ObjectTables& tables)
{
    Diagnostics errors;
    Node root = parse_yaml(text, request.file, errors);
    for (const std::string& file : request.overlays)
        lay_file_over(root, file, errors);
    if (root.kind == Node::Kind::Map)
        return load_tree(std::move(root), request, tables, std::move(errors));
    if (errors.empty())
        errors.error(root.origin, "a scenario is a map that begins with 'scenario: 1'");
    Loaded loaded;
    loaded.errors = std::move(errors);
    return loaded;
}

Loaded load_scenario(const LoadRequest& request, const ObjectTables& tables)
{
    Loaded loaded;
    std::string text;
    if (!read_input(request.file, text, loaded.errors))
        return loaded;
    return load_text(text, request, tables);
}

} // namespace itstorm
