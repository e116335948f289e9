#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# build/fast/itstorm, for long campaigns: the same program in fewer instructions. Compiled as a whole, to count its branches; a few
# scenarios are run with that; compiled again for what they did most. The two programs must write the same bytes for these scenarios.
# No single kind of work may prevail: what is rare among the counts is compiled for size, so the longest storms are not among them.
# Called by `make fast`. usage: fast.sh JOBS [TARGET...]     more to compile: bench_w1
set -eu
cd "$(dirname "$0")/.."
jobs=$1
shift
build=build/fast
scenarios="tools/fast scenarios/24-faults scenarios/40-nic-moderation scenarios/50-invall-cost scenarios/71-ring"
results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT

compile() { # collect or use, target...
    cmake --preset "fast-$1" >"$results/cmake.log" || { cat "$results/cmake.log"; exit 1; }
    shift
    cmake --build "$build" -j "$jobs" --target itstorm "$@"
}

run_scenarios() { # where to
    for scenario in $scenarios; do
        $build/itstorm run "$scenario.yaml" --quiet --out "$results/$1/$scenario" || [ $? = 1 ]
    done
}

echo "== compiled to count"
find "$build" -name '*.gcda' -delete 2>/dev/null || true
compile collect
run_scenarios counted
echo "== compiled for what was counted"
compile use "$@"
run_scenarios compiled
diff -r "$results/counted" "$results/compiled" || { echo "fast: the two programs do not write the same bytes"; exit 1; }
echo "fast: $build/itstorm; the same bytes for $scenarios"
