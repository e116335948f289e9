#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Random inputs for a given time: texts for the loader and guests' exits under ASan+UBSan, command streams for the ITS against an oracle,
# and whole scenarios, until MINUTES since the start are over (building included). Prints its seed; with the same one the inputs
# are the same. Called by the Makefile. usage: fuzz.sh JOBS MINUTES [SEED]
set -eu
cd "$(dirname "$0")/.."

jobs=$1
minutes=$2
seed=${3:-$(od -An -N4 -tu4 /dev/urandom | tr -d ' ')}
end=$(($(date +%s) + minutes * 60))
failed=""
export SYSTEMC_DISABLE_COPYRIGHT_MESSAGE=1 ASAN_OPTIONS=detect_stack_use_after_return=0 FUZZ_SEED="$seed"
echo "fuzz: seed $seed, $minutes minutes; again with: make fuzz SEED=$seed MINUTES=$minutes"

left() # seconds, less a reserve for what is under way then
{
    echo $((end - $(date +%s) - 20))
}

target() # preset, target: built, if this repository has it
{
    test -f "build/$1/build.ninja" || cmake --preset "$1" >/dev/null
    cmake --build "build/$1" -j "$jobs" --target "$2"
}

fuzz() # what it is, inputs at most, seconds at most, command...
{
    name=$1
    shift
    [ "$2" -gt 0 ] || { echo "fuzz: no time left for $name"; failed="$failed $name"; return; }
    echo "== $name, for up to $2 s"
    inputs=$1
    seconds=$2
    shift 2
    FUZZ_COUNT=$inputs FUZZ_SECONDS=$seconds "$@" || failed="$failed $name"
}

unlimited=1000000000
export FUZZ_JOBS="$jobs"

# The same programs are tests: tests/fuzz/CMakeLists.txt.
if [ -f tests/fuzz/loader_fuzz.cpp ]; then
    target asan loader_fuzz
    fuzz "the loader, under ASan+UBSan" $unlimited 60 build/asan/loader_fuzz
fi
if [ -f tests/hypervisor_stub/guest_fuzz.cpp ]; then
    target asan guest_fuzz
    fuzz "hypercalls and accesses of guests, under ASan+UBSan" $unlimited 120 build/asan/guest_fuzz
fi
if [ -f tests/fuzz/its_oracle_fuzz.cpp ]; then
    target release its_oracle_fuzz
    fuzz "command streams against the oracle of the ITS" 10000 400 build/release/its_oracle_fuzz
fi

target release scenario_fuzz
fuzz "whole scenarios" $unlimited "$(left)" build/release/scenario_fuzz build/release/itstorm build/fuzz

[ -z "$failed" ] || { echo "fuzz: failed:$failed; again with: make fuzz SEED=$seed" >&2; exit 1; }
echo "fuzz: nothing found, seed $seed"
