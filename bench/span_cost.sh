#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# What the marks of spans cost where nobody watches them, in instructions of the host per handled vLPI of a small W1
# (callgrind_gate.sh): the hypervisor's object as it is, and one of the same sources in which sim_span is nothing. At most 3 %.
#
# usage: span_cost.sh BUILD     from the root of the repository; BUILD has bench_w1 and the objects
set -eu
build=$1
gate=$(dirname "$0")/callgrind_gate.sh
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

set_of_flags() # name: of cmake/itstormObject.cmake
{
    sed -n "s|^set($1 ||p" cmake/itstormObject.cmake | sed 's|)$||'
}
flags="$(set_of_flags ITSTORM_OBJECT_FLAGS) $(set_of_flags ITSTORM_OBJECT_CHARGE | sed 's| CACHE.*||')"
cat > "$work/unmarked.h" <<'H'
#include <itstorm/import.h>
#define sim_span(pe, kind, begin) ((void)(pe))
H

mkdir "$work/objects"
for source in kit/format.c kit/log.c kit/ram.c kit/mem.c $(find hypervisor_stub -name '*.c' ! -path '*/guest/*' ! -path '*/bindings/*'); do
    gcc $flags -w -include "$work/unmarked.h" -I . -I models -I hypervisor_stub/include -I hypervisor_stub \
        -c "$source" -o "$work/objects/$(echo "$source" | tr / _).o"
done
per_vlpi() # folder, object
{
    mkdir "$work/$1"
    cp "$build/bench_w1" "$build/itstorm_guests.so" "$work/$1"
    cp "$2" "$work/$1/itstorm_hypervisor.so"
    sh "$gate" "$work/$1/bench_w1" | cut -d' ' -f1
}
gcc -shared -nostdlib -Wl,-Bsymbolic "$work"/objects/*.o -o "$work/unmarked.so"
unmarked=$(per_vlpi unmarked "$work/unmarked.so")
marked=$(per_vlpi marked "$build/itstorm_hypervisor.so")
awk -v unmarked="$unmarked" -v marked="$marked" 'BEGIN {
    more = 100 * (marked - unmarked) / unmarked
    printf "instructions per vLPI: %d without marks, %d with them (%.1f %%)\n", unmarked, marked, more
    exit more > 3
}'
