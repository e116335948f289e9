#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The hash of the sources of the hypervisor's object, without comments and white space. With a table of weights, prints that and
# behind it the hash of the sources beside it, as the object carries both. usage: sources.sh [TABLE]     from the root of the repository
set -eu
hash=$(find hypervisor_stub kit models/arch \( -name '*.c' -o -name '*.h' \) ! -path '*/guest/*' ! -path '*/bindings/*' | LC_ALL=C sort |
    xargs cat | gcc -w -fpreprocessed -dD -E -P -x c - | tr -d '[:space:]' | sha256sum | cut -c1-64)
if [ $# = 0 ]; then
    echo "$hash"
else
    cat "$1"
    echo "# built-from $hash"
fi
