# Include rules between layers. Input: all source files; output: one line per include that its layer may not have, and
# exit status 1. -v root=DIR is the tree that is checked (include_rules.sh finds the files).
#
# An include is looked up as the compiler would: beside the file, then models/, then hypervisor_stub/include/, then the
# hypervisor's own folder. What is found nowhere belongs to the system or a library.

BEGIN {
    # layer               what it may include besides itself: layers, and headers of the boundary by name
    may["arch"]           = ""
    may["common"]         = "arch"
    may["its"]            = "arch common"
    may["redistributor"]  = "arch common"
    may["device_traffic"] = "arch common"
    may["platform"]       = "arch common its redistributor device_traffic itstorm/types.h itstorm/export.h itstorm/guest.h"
    may["observe"]        = may["platform"] " platform"
    may["bare_metal"]     = "arch common its redistributor platform"
    may["app"]            = may["observe"] " observe"
    may["embed"]          = may["app"] " app bare_metal"
    may["bench"]          = "arch itstorm/bench.h"
    may["itstorm"]        = ""
    may["hypervisor"]     = "arch itstorm"
    may["examples"]       = "arch itstorm"
    may["bindings"]       = "arch common platform itstorm"

    # Freestanding C: these system headers and no other.
    freestanding["arch"] = freestanding["itstorm"] = freestanding["hypervisor"] = freestanding["examples"] = \
        " stdint.h stdbool.h stddef.h stdarg.h limits.h "
}

FNR == 1 {
    layer = layer_of(FILENAME)
    if (layer == "") {
        print FILENAME ": belongs to no layer"
        bad = 1
    }
}

/^[ \t]*#[ \t]*include[ \t]*[<"]/ {
    included = $0
    sub(/^[^<"]*[<"]/, "", included)
    sub(/[>"].*$/, "", included)
    check(resolve(FILENAME, included))
}

function check(path,    to)
{
    if (path == "") { # the system's, or a library's
        if (layer in freestanding && index(freestanding[layer], " " included " ") == 0)
            complain("a system header that freestanding C does not have")
        return
    }
    to = layer_of(path)
    if (to != layer && index(" " may[layer] " ", " " to " ") == 0 && index(" " may[layer] " ", " " included " ") == 0)
        complain("which is " to)
}

function complain(why)
{
    print FILENAME ":" FNR ": " layer " includes " included ", " why
    bad = 1
}

function layer_of(path)
{
    path = substr(path, length(root) + 2)
    if (path ~ /^hypervisor_stub\/bindings\//)
        return "bindings"
    if (path ~ /^hypervisor_stub\/include\/itstorm\//)
        return "itstorm"
    if (path ~ /^hypervisor_stub\//)
        return "hypervisor"
    if (path ~ /^examples\/bare_metal\//)
        return "bench"
    if (path ~ /^(app|embed|examples)\//)
        return substr(path, 1, index(path, "/") - 1)
    if (path ~ /^models\/[a-z_]+\//) {
        path = substr(path, 8)
        path = substr(path, 1, index(path, "/") - 1)
        return path in may ? path : ""
    }
    return ""
}

function resolve(from, name,    beside)
{
    beside = from
    sub(/[^\/]*$/, "", beside)
    beside = normal(beside name)
    if (exists(beside))
        return beside
    if (exists(root "/models/" name))
        return root "/models/" name
    if (exists(root "/hypervisor_stub/include/" name))
        return root "/hypervisor_stub/include/" name
    if (exists(root "/embed/include/" name))
        return root "/embed/include/" name
    if (exists(root "/hypervisor_stub/" name))
        return root "/hypervisor_stub/" name
    return ""
}

function normal(path)
{
    while (sub(/[^\/]+\/\.\.\//, "", path))
        ;
    return path
}

function exists(path,    line, answer)
{
    answer = (getline line < path) >= 0
    close(path)
    return answer
}

END { exit bad }
