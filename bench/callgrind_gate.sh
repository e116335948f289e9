#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Instructions of the host per handled vLPI, whatever the machine is doing: two sizes of a small W1 under callgrind, the
# difference divided by the difference in handled vLPIs, so that start-up and bring-up cancel. Fails if it exceeds the number
# in callgrind_bound.txt by more than 10 %.
#
# usage: callgrind_gate.sh BENCH_W1 BOUND_FILE          compare
#        callgrind_gate.sh BENCH_W1                     measure only
#        callgrind_gate.sh BENCH_W1 "" OPTION...        measure only, with these options of bench_w1
set -eu
bench=$1
bound_file=${2:-}
shift $(($# < 2 ? $# : 2))
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export SYSTEMC_DISABLE_COPYRIGHT_MESSAGE=1

# Prints "instructions handled". Fiber stacks are far apart: without --max-stackframe valgrind takes a switch for a huge frame.
count() # lpis, options
{
    lpis=$1
    shift
    if ! valgrind --tool=callgrind --max-stackframe=200000000000 --callgrind-out-file="$work/out" \
        "$bench" --pes 4 --lpis "$lpis" --no-unit "$@" > "$work/stdout" 2> "$work/stderr"; then
        cat "$work/stdout" "$work/stderr" >&2
        exit 1
    fi
    awk '/Collected :/ { instructions = $NF } /^vLPIs handled/ { handled = $3 } END { print instructions, handled }' \
        "$work/stderr" "$work/stdout"
}

small=$(count 4000 "$@")
large=$(count 16000 "$@")
per_vlpi=$(echo "$small $large" | awk '$4 > $2 { printf "%d", ($3 - $1) / ($4 - $2) }')
if [ -z "$per_vlpi" ]; then
    echo "no count: small run '$small', large run '$large' (instructions, handled vLPIs)" >&2
    exit 1
fi
echo "$per_vlpi instructions per handled vLPI"

[ -n "$bound_file" ] || exit 0
bound=$(awk '!/^#/ { print $1; exit }' "$bound_file")
limit=$(awk -v bound="$bound" 'BEGIN { printf "%d", bound * 1.1 }')
if [ "$per_vlpi" -gt "$limit" ]; then
    echo "more than the bound $bound and 10 %, $limit" >&2
    exit 1
fi
echo "bound $bound, at most $limit"
