#!/bin/sh
# Builds and runs the tests that switch stacks by hand, or are plain C, under AddressSanitizer and
# UndefinedBehaviorSanitizer: the boundary, the hypervisor's units, and whole machines in which domains end. Everything else
# runs in the release build only, to keep `make test` short. Called by the Makefile. usage: test_sanitized.sh [JOBS]
set -eu
cd "$(dirname "$0")/.."

jobs=${1:-2}
build=build/asan
folders="boundary hypervisor_stub system"

test -f $build/build.ninja || cmake --preset asan
for folder in $folders; do
    cmake --build $build -j "$jobs" --target "tests/$folder/all"
done
for folder in $folders; do
    echo "== $folder, under ASan+UBSan"
    ctest --test-dir "$build/tests/$folder" -j "$jobs" --output-on-failure
done
