// SPDX-License-Identifier: Apache-2.0
// `itstorm explain NAME`: what a statistic, something that can be set, or a what-if means. Without
// a scenario: names of instances are those of a machine that has one of each.
#include "all_fields.h"
#include "command.h"
#include "field_text.h"
#include "known_stats.h"
#include "platform/span_names.h"
#include "text_layout.h"
#include "what_ifs.h"
#include <algorithm>
#include <ostream>
#include <set>

namespace itstorm {

namespace {

constexpr const char *any_domain = "<domain>", *any_function = "<function>";

// A machine with one of each part that has statistics, and a function of every kind.
SocConfig one_of_each()
{
    SocConfig soc;
    soc.pes = 1;
    soc.domains.resize(1);
    soc.domains[0].name = any_domain;
    for (const DeviceType kind : { DeviceType::Generator, DeviceType::Nic, DeviceType::Nvme,
                                   DeviceType::Buggy, DeviceType::Hostile }) {
        FunctionConfig function;
        function.name = any_function;
        function.kind = kind;
        soc.functions.push_back(function);
    }
    return soc;
}

// What `name` may stand for: itself, and the same with any instance as its first part.
std::vector<std::string> readings(const std::string& name)
{
    std::vector<std::string> all = { name };
    const std::size_t dot = name.find('.');
    if (dot != std::string::npos)
        for (const char* instance : { any_domain, any_function, "its0", "gicr0", "pe0" })
            all.push_back(instance + name.substr(dot));
    return all;
}

class Explainer {
public:
    Explainer(const ObjectTables& tables, std::size_t width, std::ostream& out)
        : parts_(all_fields(tables)), stats_(known_stats(one_of_each(), tables)), width_(width),
          out_(out)
    {
    }

    bool explain(const std::string& name)
    {
        if (const WhatIf* row = find_what_if(name))
            what_if(*row);
        fields(name);
        for (const std::string& reading : readings(name)) {
            const StatInfo* stat = stats_.find(reading);
            if (!stat)
                stat = with_suffix(reading);
            if (stat && shown_.insert(stat->name).second)
                statistic(*stat);
        }
        const std::size_t dot = name.find('.');
        if (!found_ && dot != std::string::npos) // "its0.command_queue", as -C writes it
            fields(name.substr(dot + 1));
        return found_;
    }

    // What may have been meant by an unknown name: names that contain it, else the nearest one.
    std::string suggestion(const std::string& name) const
    {
        const auto all = names();
        std::vector<std::string> with;
        for (const std::string& one : all)
            if (one.find(name) != std::string::npos && with.size() < suggested_most)
                with.push_back(one);
        if (!with.empty())
            return "; in the names of: " + joined(with, ", ");
        const std::string near = nearest_ending(name, all);
        return near.empty() ? "; 'itstorm params' and 'itstorm stats FILE' list the names"
                            : "; did you mean " + quoted(near) + "?";
    }

private:
    static constexpr std::size_t suggested_most = 5;

    std::vector<std::string> names() const
    {
        std::vector<std::string> all = what_if_ids();
        for (const FieldPart& part : parts_)
            for (const Field& f : part.rows)
                all.push_back(f.path);
        for (const StatInfo& stat : stats_.all())
            all.push_back(stat.name);
        return all;
    }

    // The nearest of the endings of `names` that have as many parts as `name`; empty: none is near.
    // An instance at the beginning of `name` is kept if what follows it is misspelt; otherwise the
    // instance itself is.
    static std::string nearest_ending(const std::string& name,
                                      const std::vector<std::string>& names)
    {
        const std::size_t parts = split(name, '.').size();
        const std::string own = last_parts(name, parts - 1);
        const std::vector<std::string> behind = endings(names, parts - 1);
        const std::string* near = own.empty() ? nullptr : nearest(own, behind);
        if (near && *near != own)
            return name.substr(0, name.find('.') + 1) + *near;
        const std::vector<std::string> whole = endings(names, parts);
        near = nearest(name, whole);
        return near ? *near : "";
    }

    static std::vector<std::string> endings(const std::vector<std::string>& names,
                                            std::size_t parts)
    {
        std::vector<std::string> all;
        for (const std::string& name : names)
            if (!last_parts(name, parts).empty())
                all.push_back(last_parts(name, parts));
        return all;
    }

    // Whether `name` is the path of the field, or what follows one of its dots; "[]" may be left
    // out.
    static bool is_called(const Field& f, const std::string& name)
    {
        std::string plain = f.path;
        for (std::size_t at; (at = plain.find("[]")) != std::string::npos;)
            plain.erase(at, 2);
        const auto ends = [&](const std::string& path) {
            return path == name ||
                   (path.size() > name.size() && path.compare(path.size() - name.size() - 1,
                                                              std::string::npos, "." + name) == 0);
        };
        return ends(f.path) || ends(plain);
    }

    const StatInfo* with_suffix(const std::string& name) const
    {
        std::string error;
        return find_result(stats_, name, false, error).stat;
    }

    void line(const char* what, const std::string& text)
    {
        if (text.empty())
            return;
        std::string lines = wrapped(text, 13, width_);
        lines.replace(0, 13, left("  " + std::string(what), 13));
        out_ << lines;
    }

    void head(const std::string& name)
    {
        out_ << (found_ ? "\n" : "") << name << "\n";
        found_ = true;
    }

    void fields(const std::string& name)
    {
        for (const FieldPart& part : parts_)
            for (const Field& f : part.rows)
                if (is_called(f, name))
                    field(f, part);
    }

    void field(const Field& f, const FieldPart& part)
    {
        head(f.path);
        line("what", meaning_text(f));
        line("values", values_text(f));
        line("default", default_text(f));
        line("source", source_text(f));
        line("part", part.id);
        related(f.path, &WhatIf::knobs);
    }

    void statistic(const StatInfo& stat)
    {
        head(stat.name);
        line("what", stat.text);
        if (const SpanInfo* span = span_of_statistic(stat.name))
            span_lines(*span);
        line("kind", kind_name(stat.kind) + (stat.unit.empty() ? "" : ", " + stat.unit));
        std::string results;
        for (const std::string& suffix : suffixes_of(stat.kind))
            results += (results.empty() ? "." : " .") + suffix;
        line("results", results);
        related(stat.name, &WhatIf::statistic);
    }

    void span_lines(const SpanInfo& span)
    {
        line("measures", span.measures);
        line("opened by", span.opened_by);
        line("constant", constant_of("software." + std::string(span.name)));
    }

    // What a span takes with `software.cost: fixed`. path: of the field that sets it, if there is
    // one.
    std::string constant_of(const std::string& path) const
    {
        for (const FieldPart& part : parts_)
            for (const Field& f : part.rows)
                if (f.path == path)
                    return path + " (" + default_text(f) + "), charged by software.cost: fixed";
        return "none: its code takes time by basic blocks, with software.cost: fixed as well";
    }

    // Prints the what-ifs whose column `globs` has the name.
    void related(const std::string& name, const char* WhatIf::*globs)
    {
        for (const WhatIf& row : what_ifs())
            if (is_among(row.*globs, name))
                line(row.id, row.text);
    }

    void what_if(const WhatIf& row)
    {
        head(row.id + std::string(": ") + row.text);
        for (const FieldPart& part : parts_)
            for (const Field& f : part.rows)
                if (is_among(row.knobs, f.path))
                    line("set", f.path + ": " + meaning_text(f));
        line("tried", row.tried);
        line("run", command_of(row.run));
        line("look at", row.shown);
        line("found", row.number);
        line("answer", row.answer);
    }

    // The command that runs "23-forwarding-of-2015/none": scenario and variant.
    static std::string command_of(const std::string& run)
    {
        if (run.empty())
            return "";
        const std::size_t slash = run.find('/');
        const std::string variant =
            slash == std::string::npos ? "" : " --variant " + run.substr(slash + 1);
        return "itstorm run scenarios/" + run.substr(0, slash) + ".yaml" + variant;
    }

    const std::vector<FieldPart> parts_;
    const KnownStats stats_;
    const std::size_t width_;
    std::ostream& out_;
    std::set<std::string> shown_; // names of statistics that have been shown
    bool found_ = false;
};

} // namespace

int command_explain(const Options& options, const Backend& backend, std::ostream& out,
                    std::ostream& err)
{
    const std::string& name = options.files[0];
    Explainer explainer(objects_for(options, backend), line_width(options), out);
    if (explainer.explain(name))
        return status_passed;
    err << "nothing is called " << quoted(name) << explainer.suggestion(name) << "\n";
    return status_invalid;
}

} // namespace itstorm
