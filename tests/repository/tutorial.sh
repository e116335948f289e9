#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# docs/tutorial.md and docs/sweeps.md are true: every command in a block `sh` runs, from first to last, in one folder; lines shown of a
# scenario are in that scenario, lines shown of output are in the output, and the answers are right. usage: tutorial.sh ROOT PROGRAM
set -eu
root=$1
program=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/build/release"
ln -s "$program" "$work/build/release/itstorm"
ln -s "$root/scenarios" "$work/scenarios"
cd "$work"

# Blocks `yaml` that begin with a file's name: mine.yaml is written, of others each line must be there, one after the other.
awk '/^```yaml$/ { on = 1; next } /^```/ { on = 0; file = "" } !on { next }
     file == "" { file = $2; next }
     { print > (file == "mine.yaml" ? file : "shown_" substr(file, index(file, "/") + 1)) }' "$root/docs/tutorial.md"
for shown in shown_*; do
    scenario=$root/scenarios/${shown#shown_}
    lines=$(wc -l < "$shown")
    first=$(grep -nxF "$(head -n 1 "$shown")" "$scenario" | cut -d: -f1)
    tail -n +"$first" "$scenario" | head -n "$lines" | cmp -s - "$shown" || { echo "$shown is not what $scenario says"; exit 1; }
done

PATH=$work/build/release:$PATH
for page in tutorial sweeps; do
    awk '/^```sh$/ { on = 1; next } /^```/ { on = 0 } on' "$root/docs/$page.md" > "$page.sh"
    [ -s "$page.sh" ] || { echo "$page.md has no commands"; exit 1; }
    if [ "$page" = sweeps ] && ! command -v sqlite3 > /dev/null; then
        grep -v '^sqlite3' "$page.sh" > without && mv without "$page.sh"
    fi
    sh -eu "$page.sh" > "$page.log" 2>&1 || { cat "$page.log"; echo "a command of $page.md failed"; exit 1; }
done

# Lines of blocks `text` are output, digit by digit; a line with only dots stands for others. The digits are those of objects that
# GCC 12 built, since simulated time depends on their basic blocks.
pages="tutorial sweeps"
if ! itstorm check-object "$(dirname "$program")/itstorm_hypervisor.so" | grep -q 'compiler: GCC: .* 12\.'; then
    echo "the hypervisor is built by another compiler than GCC 12: digits are not compared"
    pages=
fi
for page in $pages; do
    awk '/^```text$/ { on = 1; next } /^```/ { on = 0 } on && !/^ *\.\.\.$/' "$root/docs/$page.md" > shown.txt
    if grep -vxFf "$page.log" shown.txt > wrong.txt; then
        cat "$page.log"
        echo "$page.md shows what is not printed:"
        cat wrong.txt
        exit 1
    fi
done

says() { # log, text
    grep -q "$2" "$1" || { cat "$1"; echo "no '$2'"; exit 1; }
}
says tutorial.log 'nobody-waits-for-a-slot does not hold up to 28KiB and does from 32KiB on'
says tutorial.log 'innocent-lives holds up to 2[0-9.]*k/s'
says tutorial.log 'innocent-lives holds everywhere'
