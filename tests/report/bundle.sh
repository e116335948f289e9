#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The bundle that is checked in is what npm makes of its sources; a source that is wrong is an error; the lock file names no host.
# Skipped where npm cannot bundle. usage: bundle.sh ROOT BUILD
set -eu
page=$1/app/report/page
copy=$2/app/report/page
if grep -nE 'https?:|"resolved"' "$page/package-lock.json"; then
    echo "the lock file names a host: npm's omit-lockfile-registry-resolved keeps it from that"
    exit 1
fi
status=0
sh "$page/bundle.sh" "$copy" --strict || status=$?
[ "$status" != 77 ] || { echo "skipped: npm is not there, or reaches no registry"; exit 77; }
[ "$status" = 0 ] || exit 1
for file in main.js style.css; do
    cmp "$page/dist/$file" "$copy/dist/$file" || { echo "dist/ is older than its sources: sh app/report/page/bundle.sh, and copy it"; exit 1; }
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -r "$page" "$work/page"
mkdir "$work/copy"
ln -s "$copy/node_modules" "$work/copy/node_modules"
echo 'const = ;' >>"$work/page/main.js"
if sh "$work/page/bundle.sh" "$work/copy" >"$work/log" 2>&1; then
    echo "a script that is wrong is taken for a registry that cannot be reached"
    exit 1
fi
grep -q 'main.js' "$work/log" || { echo "nobody says where the script is wrong"; cat "$work/log"; exit 1; }
