#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# clang-tidy with the checks of .clang-tidy: over the files given, or over all C of the kit, the models and the hypervisor. Status 1 if
# it has something to say. usage: lint.sh [FILE...]
set -eu
cd "$(dirname "$0")/.."

command -v clang-tidy >/dev/null 2>&1 || { echo "lint: clang-tidy is not installed (apt-get install clang-tidy)" >&2; exit 1; }
[ $# -gt 0 ] || set -- $(find kit models hypervisor_stub -name '*.c' -not -path '*/bindings/*' | sort)

said=$(mktemp)
trap 'rm -f "$said"' EXIT
includes="-I. -Imodels -Ihypervisor_stub -Ihypervisor_stub/include -Iapp -Iembed/include"
for file; do
    case $file in
    *.cpp) language="-std=c++17 $(pkg-config --cflags systemc)" ;;
    *) language="-std=c11" ;;
    esac
    clang-tidy --quiet "$file" -- $language $includes -I"$(dirname "$file")" 2>/dev/null
done | grep -E -A3 '(warning|error):' | tee "$said"
[ ! -s "$said" ]
