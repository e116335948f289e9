// SPDX-License-Identifier: Apache-2.0
// `itstorm list`: the scenarios of a folder, with what each one shows, how long it takes and which
// what-ifs it tries. Reads only their heads: a scenario of another version is listed as well.
#include "command.h"
#include "text_layout.h"
#include "yaml_tree.h"
#include <algorithm>
#include <filesystem>
#include <ostream>

namespace itstorm {

namespace {

namespace fs = std::filesystem;

struct Head {
    std::string file, name, summary, takes;
    std::size_t variants = 0;
    std::vector<std::string> what_ifs;
};

std::string text_of(const Node& root, const char* key)
{
    const Node* node = root.child(key);
    return node ? node->text : "";
}

// Reads the head of a file. False: it is no scenario.
bool read_head(const std::string& file, Head& head)
{
    Diagnostics errors;
    std::string text;
    if (!read_text(file, text, errors))
        return false;
    const Node root = parse_yaml(text, file, errors);
    if (!errors.empty() || root.kind != Node::Kind::Map || !root.child("scenario"))
        return false;
    head = { file, text_of(root, "name"), text_of(root, "summary"), text_of(root, "takes"), 0, {} };
    if (const Node* variants = root.child("variants"))
        head.variants = variants->children.size();
    if (const Node* ids = root.child("what_ifs"))
        for (const Node& id : ids->children)
            head.what_ifs.push_back(id.text);
    return true;
}

std::vector<std::string> scenarios_in(const std::string& place)
{
    std::error_code error;
    if (!fs::is_directory(place, error))
        return { place };
    std::vector<std::string> files;
    for (fs::directory_iterator at(place, error), end; !error && at != end; at.increment(error))
        if (at->path().extension() == ".yaml")
            files.push_back(at->path().string());
    std::sort(files.begin(), files.end());
    return files;
}

void print(const Head& head, std::size_t width, std::ostream& out)
{
    out << head.name;
    if (head.variants != 0)
        out << ", " << head.variants << (head.variants == 1 ? " variant" : " variants");
    if (!head.takes.empty())
        out << ", about " << head.takes;
    if (!head.what_ifs.empty())
        out << ", " << joined(head.what_ifs, " ");
    out << "\n    " << head.file << "\n" << wrapped(head.summary, 4, width);
}

} // namespace

int command_list(const Options& options, std::ostream& out, std::ostream& err)
{
    std::size_t listed = 0;
    bool is_named_wrong = false;
    for (const std::string& place : options.files)
        for (const std::string& file : scenarios_in(place)) {
            Head head;
            if (!read_head(file, head)) {
                err << file << ": is no scenario\n";
                is_named_wrong = is_named_wrong || file == place;
                continue;
            }
            const auto& ids = head.what_ifs;
            if (!options.what_if.empty() &&
                std::find(ids.begin(), ids.end(), options.what_if) == ids.end())
                continue;
            ++listed;
            print(head, line_width(options), out);
        }
    if (listed != 0)
        return is_named_wrong ? status_invalid : status_passed;
    err << "no scenario in " << joined(options.files, ", ")
        << (options.what_if.empty() ? "" : " tries " + options.what_if) << "\n";
    return status_invalid;
}

} // namespace itstorm
