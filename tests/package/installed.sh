# SPDX-License-Identifier: Apache-2.0
# The installed files can be moved to a folder with a blank in its name: none of them names the place where it was built, and
# pkg-config file, man page and completion are there. gallery.sh tests the program itself.
. "$(dirname "$0")/../end_to_end/lib.sh"
build=$3
cmake --install "$build" --prefix "$work/first place" >log 2>&1 || fail "cmake --install: $(tail -n 3 log)"
mkdir "$work/other"
mv "$work/first place" "$work/other/a place"
prefix="$work/other/a place"
program="$prefix/bin/itstorm"

foreign=$(grep -rlF -e "$build" -e "$root/" "$prefix")
[ -z "$foreign" ] || fail "files name the tree they were built in: $foreign"

bare() { # command with an empty environment
    env -i "$@"
}
# Every command has its page and its completion.
for command in run check params; do
    grep -q "^\.SS $command\$" "$prefix/share/man/man1/itstorm.1" || fail "the manual page lacks $command"
    grep -q "^    $command) options='.*--hypervisor" "$prefix/share/bash-completion/completions/itstorm" || fail "completion lacks $command"
done
complete() { # words up to the cursor
    bash -c 'source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=(); _itstorm; echo "${COMPREPLY[*]}"' bash \
        "$prefix/share/bash-completion/completions/itstorm" "$program" "$@"
}
[ "$(complete swe)" = sweep ] || fail "completion of a command: $(complete swe)"
[ "$(complete run --vc)" = --vcd ] || fail "completion of an option: $(complete run --vc)"
[ "$(complete run -C hypervisor.storm.det)" = hypervisor.storm.detect ] || fail "completion of a knob: $(complete run -C hypervisor.storm.det)"
[ "$(complete explain platform.its[].icid)" = 'platform.its[].icid_bits' ] || fail "completion of a name: $(complete explain platform.its[].icid)"
[ -z "$(complete run scen)" ] || fail "files are not left to bash"
for file in LICENSE LICENSE.MIT copyright README.md docs/scenarios.md; do
    [ -s "$prefix/share/doc/itstorm/$file" ] || fail "$file is not installed"
done

# Files to which the pages link are installed, except for sources that the package does not have.
doc=$prefix/share/doc/itstorm
for page in "$doc"/README.md "$doc"/docs/*.md; do
    for link in $(grep -oE '\]\([^)#: ]+[./][^)#: ]*' "$page" | sed 's/](//' | sort -u); do
        case $link in
        *.cpp | ../validate/* | ../embed/* | ../hypervisor_stub/guest/*) continue ;;
        esac
        [ -e "$(dirname "$page")/$link" ] || fail "$(basename "$page") links to $link, which is not installed"
    done
done

# pkg-config's flags build an object that the installed program accepts. From a place without a blank: make and sh split there.
ln -s "$prefix" place
if command -v pkg-config >/dev/null; then
    flags() { PKG_CONFIG_PATH="$work/place/lib/pkgconfig" pkg-config "$@" itstorm; }
    gcc $(flags --variable=object_flags) $(flags --cflags) $(flags --variable=object_link) \
        "$root/examples/minimal_hypervisor/minimal.c" "$(flags --variable=kit)/mem.c" -o mine.so >log 2>&1 ||
        fail "no object from pkg-config's flags: $(cat log)"
    expect_status 0 bare "$program" check "$prefix/share/itstorm/scenarios/00-smoke.yaml" --hypervisor ./mine.so
    grep -q warning log && fail "its time is not charged"
fi
finish
