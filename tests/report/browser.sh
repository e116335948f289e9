#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Reports in a Chromium: of a storm of 10 ms, of two runs beside each other, of a sweep. Skipped where there is none. usage: browser.sh PROGRAM ROOT BUILD
set -eu
program=$1
root=$2
build=$3
axe=$build/app/report/page/node_modules/axe-core/axe.min.js

skip()
{
    echo "skipped: $1 (tools/deps.sh browser installs what is needed)"
    exit 77
}
for tool in node chromium chromedriver; do
    command -v "$tool" >/dev/null 2>&1 || skip "there is no $tool"
done
[ -f "$axe" ] || skip "there is no axe-core: npm was not there when this was built"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
"$program" run "$root/scenarios/30-storm.yaml" --variant inflight --out out >log 2>&1 || true
"$program" run "$root/scenarios/10-one-msi.yaml" --out out/one >log 2>&1
"$program" report out/inflight out/one -o out/report.html >log
"$program" sweep "$root/scenarios/70-knee.yaml" --out knee >log 2>&1 || true
node "$root/tests/report/browser_test.mjs" "$axe" "$build/pictures" out/inflight/report.html out/report.html knee/report.html
