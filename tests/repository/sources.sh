#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Facts are cited by document (docs/sources.md): the bare word "reference" is no source. Ids of choices (P-...) are explained there.
# usage: sources.sh ROOT
set -eu
cd "$1"
failed=0
# As a source: 'Source: reference', 'reference "Title"', 'of the reference', "the reference's". Not: relative_to, C++ names.
if grep -rnE '(Source: |\(|the |The )reference([ ,."]|$)|reference "|[Rr]eference'"'s" models kit hypervisor_stub app embed bench validate examples tests docs \
    scenarios README.md --include='*.c' --include='*.h' --include='*.cpp' --include='*.md' --include='*.tsv' --include='*.yaml' |
    grep -v '^docs/sources.md:'; then
    echo "these lines cite a 'reference' that nobody has: name the document (docs/sources.md)"
    failed=1
fi
for id in $(grep -rhoE '\bP-[A-Z][A-Z-]+' models tests docs --include='*.cpp' --include='*.h' --include='*.tsv' --include='*.md' | sort -u); do
    grep -q "\`$id\`" docs/sources.md || { echo "$id is not explained in docs/sources.md"; failed=1; }
done
exit $failed
