#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The bundle that is checked in is what npm makes of its sources; the lock file names no host. Skipped where npm cannot bundle.
# usage: bundle.sh ROOT BUILD
set -eu
page=$1/app/report/page
if grep -nE 'https?:|"resolved"' "$page/package-lock.json"; then
    echo "the lock file names a host: npm's omit-lockfile-registry-resolved keeps it from that"
    exit 1
fi
sh "$page/bundle.sh" "$2/app/report/page" --strict || { echo "skipped: npm is not there, or reaches no registry"; exit 77; }
for file in main.js style.css; do
    cmp "$page/dist/$file" "$2/app/report/page/dist/$file" || { echo "dist/ is older than its sources: sh app/report/page/bundle.sh, and copy it"; exit 1; }
done
