# SPDX-License-Identifier: Apache-2.0
# Include rules between layers. Input: all source files; output: one line per include that its layer may not have, and
# exit status 1. -v root=DIR is the tree that is checked (include_rules.sh finds the files).
#
# An include is looked up as by the compiler: beside the file, then in models/, hypervisor_stub/include/, the hypervisor's own folder
# and the root (kit/). A header that is found nowhere belongs to the system or a library.

BEGIN {
    # layer               what it may include besides itself: layers, and headers of the boundary by name
    may["arch"]           = ""
    may["common"]         = "arch"
    may["its"]            = "arch common"
    may["redistributor"]  = "arch common"
    may["device_traffic"] = "arch common"
    may["platform"]       = "arch common its redistributor device_traffic itstorm/types.h itstorm/export.h itstorm/guest.h itstorm/run_time.h"
    may["observe"]        = may["platform"] " platform"
    may["bare_metal"]     = "arch common its redistributor platform"
    may["app"]            = may["observe"] " observe sweep/commands.h sweep/sweep_options.h"
    may["sweep"]          = may["observe"] " observe app"
    may["embed"]          = may["observe"] " observe app bare_metal"
    may["bench"]          = "arch itstorm/bench.h"
    may["embedder"]       = "arch common its redistributor"
    may["itstorm"]        = ""
    may["guest"]          = "arch itstorm"
    may["kit"]            = "arch itstorm"
    may["examples"]       = "arch itstorm kit"
    may["bindings"]       = "arch common platform itstorm"

    # The layers of the hypervisor, from the lowest on: each may include those below. A family of policies includes no other family.
    may["base"]           = "arch itstorm kit"
    may["driver"]         = may["base"] " base"
    may["sched"]          = may["driver"] " driver"
    may["policy"]         = may["sched"] " sched"
    may["domain"]         = may["policy"] " policy/*"
    may["vgic"]           = may["domain"] " domain"
    may["vits"]           = may["vgic"] " vgic"
    may["dispatch"]       = may["vits"] " vits"

    # The adapter of an example that replaces vits/.
    may["hosting"]        = may["vgic"] " vgic examples"

    # Freestanding C: these system headers and no other.
    split("arch itstorm kit examples guest base driver sched policy domain vgic vits dispatch hosting", c_layers)
    for (n in c_layers)
        freestanding[c_layers[n]] = " stdint.h stdbool.h stddef.h stdarg.h limits.h "
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
        if (kind(layer) in freestanding && index(freestanding[kind(layer)], " " included " ") == 0)
            complain("a system header that freestanding C does not have")
        return
    }
    to = layer_of(path)
    if (to != layer && !allows(to) && !allows(included) && !allows(kind(to) "/*"))
        complain("which is " to)
}

function allows(what)
{
    return index(" " may[kind(layer)] " ", " " what " ") != 0
}

# Families of policies have one row: "policy/storm" is of the kind "policy".
function kind(name)
{
    return name ~ /^policy\// ? "policy" : name
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
    if (path ~ /^hypervisor_stub\/policy\/[a-z_]+\//) {
        path = substr(path, 17)
        return substr(path, 1, index(substr(path, 8), "/") + 6)
    }
    if (path ~ /^hypervisor_stub\/[a-z_]+\//) {
        path = substr(path, 17)
        path = substr(path, 1, index(path, "/") - 1)
        return path in may ? path : ""
    }
    if (path ~ /^examples\/bare_metal\//)
        return "bench"
    if (path ~ /^examples\/embedded_platform\//)
        return "embedder"
    if (path ~ /^examples\/foreign_vits\/adapter\//)
        return "hosting"
    if (path ~ /^app\/sweep\//)
        return "sweep"
    if (path ~ /^(app|embed|examples|kit)\//)
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
    if (exists(root "/app/" name))
        return root "/app/" name
    if (exists(root "/embed/include/" name))
        return root "/embed/include/" name
    if (exists(root "/hypervisor_stub/" name))
        return root "/hypervisor_stub/" name
    if (exists(root "/" name))
        return root "/" name
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
