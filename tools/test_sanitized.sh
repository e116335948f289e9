#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Builds and runs the tests that switch stacks by hand, or are plain C, under AddressSanitizer and
# UndefinedBehaviorSanitizer: the hypervisor's units, the boundary, and whole machines in which domains end. Everything else
# runs in the release build only, to keep `make test` short. Called by the Makefile. usage: test_sanitized.sh [JOBS]
set -eu
cd "$(dirname "$0")/.."

jobs=${1:-2}
build=build/asan

test -f $build/build.ninja || cmake --preset asan
for folder in hypervisor_stub boundary system; do
    cmake --build $build -j "$jobs" --target "tests/$folder/all"
done

# The hypervisor's units need no simulation, so they share a process (a CTest for each would take three times as long).
echo "== hypervisor_stub, under ASan+UBSan"
export SYSTEMC_DISABLE_COPYRIGHT_MESSAGE=1 ASAN_OPTIONS=detect_stack_use_after_return=0
for program in test_hv test_hv_mem; do
    seq 0 $((jobs - 1)) | xargs -P "$jobs" -I % \
        env GTEST_TOTAL_SHARDS="$jobs" GTEST_SHARD_INDEX=% $build/$program --gtest_brief=1
done

for folder in boundary system; do
    echo "== $folder, under ASan+UBSan"
    ctest --test-dir "$build/tests/$folder" -j "$jobs" --output-on-failure
done
