#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Which conclusions depend on what software costs: runs scenarios with the software's time found in six ways, and prints for each
# of their expectations whether it is met: by blocks; by blocks of half and of twice the CPI; by calibrated blocks; by the
# published sums of two machines (docs/timing.md). Markdown: a row for each that flips, then one of each scenario for those that do
# not. Of a scenario with a sweep every point is judged.
# usage: sensitivity.sh [-i ITSTORM] [-k FOLDER] [-w] [SCENARIO...]      from the root of the repository
#        without scenarios: all, but for the one that checks the published sums themselves. -k keeps what was run in the folder,
#        and does not run again what is there. -w: into docs/fidelity.md, in place of the tables there
set -eu
itstorm=build/release/itstorm
kept=
is_written=false
while getopts i:k:w option; do
    case $option in
    i) itstorm=$OPTARG ;;
    k) kept=$OPTARG ;;
    w) is_written=true ;;
    *) exit 2 ;;
    esac
done
shift $((OPTIND - 1))
[ $# -gt 0 ] || set -- $(ls scenarios/*.yaml | grep -v microbench)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
kept=${kept:-$work/kept}
mkdir -p "$kept"

# Real time is no reason to end. Status 1, an expectation that is not met, is an answer, and so is 4, a limit of time.
run() # scenario, mode, arguments...
{
    scenario=$1 mode=$2
    shift 2
    set -- "$@" -C limits.wall_time=3600s
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
awk -f tools/sensitivity.awk $files > "$work/tables"
if ! $is_written; then
    cat "$work/tables"
    exit
fi
awk -v tables="$work/tables" '
    /^<!-- end of the tables of sensitivity.sh/ { is_inside = 0 }
    !is_inside { print }
    /^<!-- tables of sensitivity.sh/ {
        is_inside = 1
        while ((getline line < tables) > 0)
            print line
    }' docs/fidelity.md > "$work/fidelity.md"
cat "$work/fidelity.md" > docs/fidelity.md
