#!/bin/sh
# clang-format in place, over everything we wrote in C and C++. The style is .clang-format beside the files.
set -eu
cd "$(dirname "$0")/.."

if ! command -v clang-format >/dev/null 2>&1; then
    echo "format: clang-format is not installed (apt-get install clang-format)" >&2
    exit 1
fi
find models hypervisor_stub app examples bench tests -name '*.[ch]' -o -name '*.cpp' | xargs clang-format -i
