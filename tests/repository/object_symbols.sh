#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The symbols that cross the boundary between C and C++.
#   Objects need nothing but imports (sim_*) and the coverage call: no libc, nothing of the simulator's C++.
#   The program exports exactly the imports that the headers declare, the coverage call, and what the shared libraries it
#   is linked with ask for themselves (sc_main, C++ runtime); so no object can be bound to our memcpy by accident.
# usage: object_symbols.sh HEADERS_DIR PROGRAM OBJECT...
set -eu
headers=$1
program=$2
shift 2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export LC_ALL=C
failed=0

for object in "$@"; do
    foreign=$(nm -D --undefined-only "$object" | awk '{ print $NF }' | grep -vE '^(sim_[a-z0-9_]+|__sanitizer_cov_trace_pc)$' || true)
    if [ -n "$foreign" ]; then
        echo "$(basename "$object") needs symbols that are no imports:" $foreign
        failed=1
    fi
done

names() # nm's output -> sorted names without versions
{
    awk '{ print $NF }' | sed 's/@.*//' | sort -u
}

nm -D --defined-only "$program" | names > "$work/exported"
{
    grep -hoE '\bsim_[a-z0-9_]+\(' "$headers/import.h" "$headers/guest.h" | tr -d '('
    echo __sanitizer_cov_trace_pc
} | sort -u > "$work/imports"

missing=$(comm -13 "$work/exported" "$work/imports")
if [ -n "$missing" ]; then
    echo "$(basename "$program") does not export:" $missing
    failed=1
fi

ldd "$program" | awk '$2 == "=>" { print $3 }' | xargs nm -D 2>/dev/null | names > "$work/libraries"
foreign=$(comm -23 "$work/exported" "$work/imports" | comm -23 - "$work/libraries")
if [ -n "$foreign" ]; then
    echo "$(basename "$program") exports more than the boundary:" $foreign
    failed=1
fi
exit $failed
