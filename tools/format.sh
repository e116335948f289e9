#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# clang-format in place, over everything we wrote in C and C++. The style is .clang-format beside the files; C in models/ and
# tests/ (*.c, and headers that C reads as well) keeps its pointers as hypervisor_stub/ does: `struct icc *c`.
set -eu
cd "$(dirname "$0")/.."

if ! command -v clang-format >/dev/null 2>&1; then
    echo "format: clang-format is not installed (apt-get install clang-format)" >&2
    exit 1
fi
c_style=$(mktemp)
trap 'rm -f "$c_style" "$c_style.files" "$c_style.headers"' EXIT
sed 's/^PointerAlignment: .*/PointerAlignment: Right/' .clang-format > "$c_style"

find models tests -name '*.c' > "$c_style.files"
grep -rlE '^#ifdef __cplusplus' models tests --include='*.h' >> "$c_style.files"
sed -n 's/c$/h/p' "$c_style.files" | while read -r header; do [ ! -f "$header" ] || echo "$header"; done | sort -u > "$c_style.headers"
cat "$c_style.headers" >> "$c_style.files"
by_hand='models/arch/|_facts\.h$|_config\.h$|include/itstorm/' # tables, aligned by hand
grep -vE "$by_hand" "$c_style.files" | xargs clang-format -i --style="file:$c_style"

find models kit hypervisor_stub app examples bench embed validate tests -name '*.[ch]' -o -name '*.cpp' |
    grep -vE "$by_hand" | grep -vxFf "$c_style.files" | xargs clang-format -i
