# SPDX-License-Identifier: Apache-2.0
# Reports: of a run unless it is told not to, of several runs beside each other, of a sweep whose points keep theirs if asked.
. "$(dirname "$0")/lib.sh"
expect_status 0 "$itstorm" run "$root/scenarios/10-one-msi.yaml" --out a
[ -s a/report.html ] || fail "a run leaves no report"
expect_status 0 "$itstorm" run "$root/scenarios/10-one-msi.yaml" --out b --no-report
[ ! -e b/report.html ] || fail "--no-report leaves one"
grep -q 'itstorm run .*10-one-msi.yaml' a/report.html || fail "the report does not say how its run is made again"

expect_status 0 "$itstorm" report b
[ -s b/report.html ] || fail "the report of a folder is not in it"
expect_status 0 "$itstorm" report a b --out both.html
grep -q 'href="a/report.html"' both.html || fail "a comparison does not link to its runs"
mkdir empty
expect_status 2 "$itstorm" report a empty --out none.html
expect_text "empty: there is no result"
[ ! -e none.html ] || fail "a report was written though a result is missing"

expect_status 0 "$itstorm" sweep "$root/tests/end_to_end/sweep.yaml" --out quiet
[ ! -e quiet/points ] || fail "points of a sweep leave folders that nobody asked for"
[ -s quiet/report.html ] || fail "a sweep leaves no report"
expect_status 0 "$itstorm" sweep "$root/tests/end_to_end/sweep.yaml" --out kept --keep all
[ -s kept/points/0/report.html ] && [ -s kept/points/0/series.csv ] || fail "a point that is kept leaves not what a run does"
grep -q 'href="points/0/report.html"' kept/report.html || fail "the sweep's report does not link to a point that was kept"
expect_status 0 "$itstorm" sweep "$root/tests/end_to_end/sweep.yaml" --out failed --keep failed
not_passed=$(awk -F, 'NR == 1 { for (n = 1; n <= NF; n++) if ($n == "all-handled") column = n }
                     NR > 1 && $column != "passed"' failed/sweep.csv | wc -l)
[ "$not_passed" = 14 ] || fail "$not_passed points did not pass, not 14"
[ "$(ls failed/points | wc -l)" = "$not_passed" ] || fail "other points are kept than those that did not pass"
expect_status 0 "$itstorm" sweep "$root/tests/end_to_end/sweep.yaml" --out failed --again
[ ! -e failed/points ] || fail "a sweep that begins anew leaves points that an earlier one kept"
finish
