# SPDX-License-Identifier: Apache-2.0
# The installed program, without the tree that it was built in, writes the same bytes as the built one, but for the command line in
# report.html, which has the scenario's path: for the scenarios that are named, or for all of the gallery. The tree, its build
# folder included, is hidden from the installed program by an empty file system in its place; where mounts are not allowed it is
# still there, and the script says so.
# usage: gallery.sh ITSTORM REPOSITORY BUILD [SCENARIO...]     `make validate` runs all
. "$(dirname "$0")/../end_to_end/lib.sh"
build=$3
shift 3
prefix="$work/a place"
cmake --install "$build" --prefix "$prefix" >log 2>&1 || fail "cmake --install: $(tail -n 3 log)"
[ $# -gt 0 ] || set -- $(cd "$root/scenarios" && ls -- *.yaml | sed 's/\.yaml$//')

hidden() { # command, with an empty environment and without the tree
    $unshare sh -c 'mount -t tmpfs none "$1" && mount -t tmpfs none "$2" 2>/dev/null; [ ! -e "$1/README.md" ] || exit 99
        shift 2; exec env -i "$@"' sh "$root" "$build" "$@"
}
unshare=
for way in "unshare -m" "unshare -rm"; do
    $way true 2>/dev/null && unshare=$way && break
done
if [ -z "$unshare" ]; then
    echo "mounts are not allowed here: the tree stays in sight of the installed program"
    hidden() { env -i "$@"; }
fi

for scenario; do
    hidden "$prefix/bin/itstorm" run "$prefix/share/itstorm/scenarios/$scenario.yaml" --out installed >installed.log 2>&1
    installed=$?
    "$itstorm" run "$root/scenarios/$scenario.yaml" --out built >built.log 2>&1
    built=$?
    [ $installed = $built ] || { fail "$scenario: status $installed when installed, $built where it was built"; tail -n 5 installed.log; }
    find installed built -name report.html -exec sed -i '/<pre tabindex="0">itstorm run /d' {} +
    diff -r installed built >differences || { fail "$scenario: results differ"; head -n 5 differences; }
    [ -n "$(find installed -name result.json -size +0)" ] || fail "$scenario: no result"
    rm -rf installed built
    echo "$scenario: status $installed, $([ -s differences ] && echo differs || echo the same bytes)"
done
finish
