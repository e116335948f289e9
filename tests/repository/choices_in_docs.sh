#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Every choice that the architecture leaves open and a source takes (a comment with "Choice:") has its row in
# docs/fidelity.md, and every row its comment. usage: choices_in_docs.sh ROOT
set -eu
cd "$1"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# file, once per choice. Not the enumerators Kind::Choice and VectorChoice::One.
grep -rnoE '(^|[^A-Za-z:])Choice( \(?P-[A-Z-]+\)?)?:([^:]|$)' models hypervisor_stub | cut -d: -f1 | LC_ALL=C sort > "$work/sources"
sed -n 's/^| `\([^`]*\.[ch]p*\)` |.*/\1/p' docs/fidelity.md | LC_ALL=C sort > "$work/rows"

if ! diff "$work/sources" "$work/rows"; then
    echo "< a choice without a row in docs/fidelity.md, > a row without a choice"
    exit 1
fi
test -s "$work/rows"
