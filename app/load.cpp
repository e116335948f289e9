#include "load.h"
#include "building.h"
#include "overrides.h"
#include <algorithm>

namespace itstorm {

namespace {

struct VariantChanges {
    std::string name;
    std::vector<Override> changes;
};

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
            errors.error(variant.origin, "variant '" + variant.key +
                                             "' is a map { path: value }; {} changes nothing");
            continue;
        }
        all.push_back({ variant.key, {} });
        for (const Node& change : variant.children) {
            Override o{ change.key, change };
            set_variant(o.value, variant.key);
            all.back().changes.push_back(std::move(o));
        }
    }
    return all;
}

// A platform without `its` has its0.
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

Profile read_profile(const Node& root)
{
    const Node* platform = root.child("platform");
    const Node* profile = platform ? platform->child("profile") : nullptr;
    for (const Profile p : { Profile::Embedded, Profile::Ideal })
        if (profile && profile->text == profile_name(p))
            return p;
    return Profile::Server;
}

LoadedVariant build(Node root, const std::string& variant, const std::vector<std::string>& variants,
                    const ObjectTables& tables, Diagnostics& errors)
{
    Building b{ tables, variant, variants, errors };
    b.profile = read_profile(root);
    b.rows = scenario_rows();
    for (Field& row : b.rows) // the GIC alone: nobody to run
        row.required = row.required && !(row.path == "domains" && tables.programs.empty());
    const auto knobs = object_rows("hypervisor.", tables.knobs.data(), tables.knobs.size());
    b.rows.insert(b.rows.end(), knobs.begin(), knobs.end());
    b.scenario.variant = variant;
    b.scenario.hypervisor = tables.hypervisor;
    b.scenario.guests = tables.guests;
    b.root = decode_map(root, "", b.rows, b.profile, errors);
    Target target{ &b.scenario };
    b.root.apply(target);
    build_machine(b);
    if (errors.empty())
        check_needs(b, root);
    b.stats = known_stats(b.scenario.soc, tables);
    build_timeline(b);
    build_expect(b);
    prune(root, variant);
    const std::string title = "# The whole of " + b.scenario.name +
                              (variant.empty() ? "" : ", variant " + variant) +
                              ": every value and where it comes from.\n";
    return { std::move(b.scenario), title + dump_yaml(root) };
}

std::vector<std::string> names_of(const std::vector<VariantChanges>& variants)
{
    std::vector<std::string> names;
    for (const VariantChanges& v : variants)
        names.push_back(v.name);
    return names;
}

// Those to be run; none and an error if --variant names no variant.
std::vector<VariantChanges> wanted(const std::vector<VariantChanges>& all,
                                   const LoadRequest& request, Diagnostics& errors)
{
    if (request.variant.empty())
        return all.empty() ? std::vector<VariantChanges>{ {} } : all;
    for (const VariantChanges& v : all)
        if (v.name == request.variant)
            return { v };
    const auto names = names_of(all);
    const std::string known =
        names.empty() ? "the scenario has no variants" : "known: " + join_or(names);
    errors.error({ Origin::Kind::Argument, "--variant " + request.variant, 0, 0, "" },
                 "no such variant; " + known + did_you_mean(request.variant, names));
    return {};
}

Loaded load_tree(Node root, const LoadRequest& request, const ObjectTables& tables,
                 Diagnostics errors)
{
    Loaded loaded;
    const auto all = read_variants(root, errors);
    const auto names = names_of(all);
    std::vector<Override> arguments;
    for (const std::string& argument : request.overrides)
        arguments.push_back(parse_argument(argument, errors));
    complete_platform(root);

    std::vector<std::pair<std::string, Diagnostics>> found;
    for (const VariantChanges& variant : wanted(all, request, errors)) {
        Diagnostics own;
        Node tree = root;
        for (const Override& change : variant.changes)
            apply_override(tree, change, own);
        for (const Override& change : arguments)
            apply_override(tree, change, own);
        loaded.variants.push_back(build(std::move(tree), variant.name, names, tables, own));
        found.emplace_back(variant.name, std::move(own));
    }
    const Diagnostics merged = Diagnostics::merge(found);
    for (const Problem& problem : merged.sorted())
        errors.error(problem.origin, problem.message);
    loaded.errors = std::move(errors);
    return loaded;
}

} // namespace

std::vector<Entries> Building::elements(const std::string& path)
{
    std::vector<Entries> all;
    const Entry* list = root.find(path);
    if (!list || list->node->kind != Node::Kind::List)
        return all;
    for (Node& element : list->node->children) {
        if (element.kind == Node::Kind::Map)
            all.push_back(decode_map(element, path + "[].", rows, profile, errors));
        else
            errors.error(element.origin, "an element of '" + path + "' is a map { key: value }");
    }
    return all;
}

bool Building::is_included(const Entry* only)
{
    if (!only || !only->value)
        return true;
    if (variants.empty()) {
        errors.error(only->node->origin, "'only' names variants, but the scenario has none");
        return true;
    }
    bool included = false;
    for (const Node& name : only->node->children) {
        included = included || name.text == variant;
        if (std::find(variants.begin(), variants.end(), name.text) == variants.end())
            errors.error(name.origin,
                         "unknown variant '" + name.text + "'" + did_you_mean(name.text, variants));
    }
    return included;
}

Loaded load_text(const std::string& text, const LoadRequest& request, const ObjectTables& tables)
{
    Diagnostics errors;
    Node root = parse_yaml(text, request.file, errors);
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
    if (!read_text(request.file, text, loaded.errors))
        return loaded;
    return load_text(text, request, tables);
}

} // namespace itstorm
