#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# docs/what_ifs.md is true: its knobs, scenarios and statistics exist, and its numbers are those of runs.
# usage: what_ifs.sh ROOT PROGRAM [RESULTS]; RESULTS: keep the runs there, and say what each row should say
set -eu
root=$1
program=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
page=$root/docs/what_ifs.md
results=${3:-$work}
here=$(dirname "$0")
read_page() { awk -v results="$results" -v mode="$1" -f "$here/what_ifs.awk" "$page"; }

"$program" params | sed -n 's/^hypervisor\.\([^ ]*\) = .*/\1/p' | LC_ALL=C sort -u > "$work/there"
read_page knobs | LC_ALL=C sort -u > "$work/named"
LC_ALL=C comm -23 "$work/named" "$work/there" > "$work/missing"
if [ -s "$work/missing" ]; then
    echo "knobs of docs/what_ifs.md that do not exist:"
    cat "$work/missing"
    exit 1
fi

read_page runs | LC_ALL=C sort -u > "$work/runs"
while read -r run; do
    scenario=${run%%/*}
    variant=${run#"$scenario"}
    [ -d "$results/$run" ] && continue
    mkdir -p "$results/$scenario"
    # Status 1 is allowed, since an expectation may be about other variants; the numbers of the page are compared below.
    "$program" run "$root/scenarios/$scenario.yaml" ${variant:+--variant "${variant#/}"} --out "$results/$run" > "$work/log" 2>&1 || [ $? = 1 ] ||
        { cat "$work/log"; exit 1; }
done < "$work/runs"
[ $# = 2 ] || read_page show
read_page check
