#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The example of docs/extending.md is true: its file and its word, and nothing else, make a hypervisor with one more detector, which
# a scenario can choose and which detects.
# usage: extending.sh ROOT PROGRAM CC OBJECTS; OBJECTS: folder with the objects of the hypervisor as it is
set -eu
root=$1
program=$2
cc=$3
objects=$4
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
page=$root/docs/extending.md

cp -r "$root/hypervisor_stub" "$work/stub"
storm=$work/stub/policy/storm
awk '/^```c$/ { on = 1; next } /^```$/ { on = 0 } on' "$page" > "$storm/spacing.c"
sed -n 's/^-\(#define STORM_DETECTORS\)/\1/p' "$page" > "$work/before"
sed -n 's/^+\(#define STORM_DETECTORS\)/\1/p' "$page" > "$work/after"
grep -qxF "$(cat "$work/before")" "$storm/storm.h" || { echo "storm.h has another list than docs/extending.md"; exit 1; }
awk -v before="$(cat "$work/before")" -v after="$(cat "$work/after")" '$0 == before { $0 = after } { print }' "$storm/storm.h" > "$work/storm.h"
mv "$work/storm.h" "$storm/storm.h"

for source in "$storm"/*.c; do
    "$cc" -std=c11 -O2 -g -fPIC -ffreestanding -fvisibility=hidden -fexceptions -fstack-clash-protection -fsanitize-coverage=trace-pc \
        -Wall -Wextra -Werror -I "$root" -I "$root/models" -I "$work/stub/include" -I "$work/stub" -c "$source" -o "$work/$(basename "$source").o"
done
mkdir "$work/others"
cp "$objects"/*.o "$work/others/"
rm -f "$work/others/"policy_storm_*
"$cc" -shared -nostdlib -Wl,-Bsymbolic "$work"/*.o "$work/others"/*.o -o "$work/extended.so"

"$program" params --hypervisor "$work/extended.so" | grep -q "^hypervisor.storm.spacing = 1us "
cd "$work"
"$program" run "$root/scenarios/30-storm.yaml" --hypervisor "$work/extended.so" --variant inflight --out out \
    -C hypervisor.storm.detect=spacing -C limits.sim_time=5ms > log || true
awk '/"dom1.storm.detections"/ { getline; exit !(/[1-9]/) }' out/inflight/result.json || { cat log; echo "the new detector detects nothing"; exit 1; }
