#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# No file names a place on somebody's machine, so that the tree works in any folder. usage: no_foreign_paths.sh ROOT
set -eu
cd "$1"
# The brackets keep the pattern from finding itself. "someone" stands for a user in tests of paths.
if grep -rnIE '(^|[^A-Za-z0-9_./}~-])/([h]ome|[w]ork|[r]oot|[U]sers|[o]pt|[m]nt|[s]rv)/' . \
    --exclude-dir=build --exclude-dir=out --exclude-dir=.git | grep -v '/[h]ome/someone/'; then
    echo "these lines name places outside of the repository"
    exit 1
fi
