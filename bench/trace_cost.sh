#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# What traces cost, in instructions of the host per handled vLPI of a small W1 (callgrind_gate.sh): the flight recorder, which is
# always on, at most 3 %; a waveform of the usual signals at most 30 %.
#
# usage: trace_cost.sh BENCH_W1
set -eu
bench=$1
gate=$(dirname "$0")/callgrind_gate.sh
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

per_vlpi() # options
{
    sh "$gate" "$bench" "" "$@" | cut -d' ' -f1
}

without=$(per_vlpi --no-recorder)
recorder=$(per_vlpi)
waveform=$(per_vlpi --no-recorder --vcd "$work/trace.vcd")
awk -v without="$without" -v recorder="$recorder" -v waveform="$waveform" 'BEGIN {
    r = 100 * (recorder - without) / without
    w = 100 * (waveform - without) / without
    printf "instructions per vLPI: %d with neither, %d with the recorder (%.1f %%), %d with a waveform (%.1f %%)\n",
        without, recorder, r, waveform, w
    exit r > 3 || w > 30
}'
