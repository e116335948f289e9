#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Which conclusions depend on what software costs: runs scenarios with the software's time found in six ways, and prints for each
# of their expectations whether it is met: by blocks; by blocks of half and of twice the CPI; by calibrated blocks; by the
# published sums of two machines (docs/timing.md). A Markdown table, once for those that flip and once for those that do not. Of a scenario
# with a sweep every point is judged.
# usage: sensitivity.sh [-i ITSTORM] [-k FOLDER] [SCENARIO...]      from the root of the repository
#        without scenarios: all, but for the one that checks the published sums themselves. -k keeps what was run in the folder,
#        and does not run again what is there
set -eu
itstorm=build/release/itstorm
kept=
while getopts i:k: option; do
    case $option in
    i) itstorm=$OPTARG ;;
    k) kept=$OPTARG ;;
    *) exit 2 ;;
    esac
done
shift $((OPTIND - 1))
[ $# -gt 0 ] || set -- $(ls scenarios/*.yaml | grep -v microbench)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
kept=${kept:-$work/kept}
mkdir -p "$kept"

# Status 1 (an expectation is not met) and 4 (a limit of time) are answers, not failures.
run() # scenario, mode, arguments...
{
    scenario=$1 mode=$2
    shift 2
    name=$(basename "$scenario" .yaml)
    status=0
    if [ -e "$kept/$name.$mode" ]; then
        return
    elif grep -q '^sweep:' "$scenario"; then
        "$itstorm" sweep "$scenario" "$@" --again --out "$work/out" > "$work/said" 2>&1 || status=$?
        result=$work/out/sweep.csv
    else
        "$itstorm" run "$scenario" "$@" --quiet --no-report --out "$work/out" --junit "$work/out.xml" > "$work/said" 2>&1 || status=$?
        result=$work/out.xml
    fi
    case $status in
    0 | 1 | 4) mv "$result" "$kept/$name.$mode" ;;
    *) cat "$work/said" >&2 && exit "$status" ;;
    esac
    rm -rf "$work/out"
}

for scenario in "$@"; do
    run "$scenario" blocks
    run "$scenario" half -C timing.block_cycles_milli=2000
    run "$scenario" twice -C timing.block_cycles_milli=8000
    run "$scenario" calibrated -C software.weights=calibrated
    run "$scenario" altra -C software.cost=fixed -C software.profile=kvm-altra
    run "$scenario" xgene -C software.cost=fixed -C software.profile=xen-xgene
done

files=
for scenario in "$@"; do
    for mode in blocks half twice calibrated altra xgene; do
        files="$files $kept/$(basename "$scenario" .yaml).$mode"
    done
done
awk -f tools/sensitivity.awk $files
