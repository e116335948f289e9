#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Which conclusions depend on what software costs: runs scenarios with the software's time found in five ways, and prints for each
# of their expectations whether it is met: by blocks, by blocks of half and of twice the CPI, and by the published sums of two
# machines (docs/timing.md). A Markdown table; those that flip come first.
# usage: sensitivity.sh [-i ITSTORM] [SCENARIO...]      from the root of the repository; without scenarios: full rings and storms
set -eu
itstorm=build/release/itstorm
if [ "${1:-}" = -i ]; then
    itstorm=$2
    shift 2
fi
[ $# -gt 0 ] || set -- scenarios/20-queue-full.yaml scenarios/21-ring-and-reserve.yaml scenarios/22-interrupt-loop.yaml \
    scenarios/30-storm.yaml scenarios/31-spi-vs-lpi.yaml scenarios/32-storm-elsewhere.yaml scenarios/33-false-detections.yaml \
    scenarios/34-movi-attack.yaml scenarios/51-invall-flood.yaml
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Status 1 is an answer; one that could not run is none.
run() # mode arguments...
{
    mode=$1
    shift
    for scenario in $scenarios; do
        "$itstorm" run "$scenario" "$@" --quiet --out "$work/out" --junit "$work/$mode.xml" > "$work/said" 2>&1 || [ $? = 1 ] || {
            cat "$work/said" >&2
            echo "$scenario, $mode: did not run to its end" >&2
        }
        cat "$work/$mode.xml" >> "$work/$mode"
    done
}

scenarios=$*
run blocks
run half -C timing.block_cycles_milli=2000
run twice -C timing.block_cycles_milli=8000
run altra -C software.cost=fixed -C software.profile=kvm-altra
run xgene -C software.cost=fixed -C software.profile=xen-xgene

awk '
    FNR == 1 { mode = FILENAME; sub(/.*\//, "", mode) }
    /<testcase/ {
        match($0, /classname="[^"]*"/)
        key = substr($0, RSTART + 11, RLENGTH - 12)
        match($0, / name="[^"]*"/)
        id = substr($0, RSTART + 7, RLENGTH - 8)
        key = key " " id
        if (id == "run")
            next
        if (!(key in seen)) {
            seen[key] = 1
            keys[++count] = key
        }
        met[key, mode] = "yes"
    }
    /<failure|<error/ { met[key, mode] = "no" }
    /<skipped/ { met[key, mode] = "-" }
    function row(key,    cell, text, n) {
        split(key, cell, " ")
        text = "| `" cell[1] "` | " cell[2] " |"
        for (n = 1; n <= 5; n++)
            text = text " " ((key, modes[n]) in met ? met[key, modes[n]] : "?") " |"
        return text
    }
    function flips(key,    n) {
        for (n = 2; n <= 5; n++)
            if (met[key, modes[n]] != met[key, modes[1]])
                return 1
        return 0
    }
    END {
        split("blocks half twice altra xgene", modes, " ")
        print "| scenario.variant | expectation | blocks | half the CPI | twice | `kvm-altra` | `xen-xgene` |"
        print "|---|---|---|---|---|---|---|"
        for (pass = 1; pass >= 0; pass--)
            for (n = 1; n <= count; n++)
                if (flips(keys[n]) == pass) {
                    print row(keys[n])
                    flipped += pass
                }
        printf "\n%d of %d flip.\n", flipped, count
    }' "$work/blocks" "$work/half" "$work/twice" "$work/altra" "$work/xgene"
