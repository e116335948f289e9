# SPDX-License-Identifier: Apache-2.0
# Two runs of the same binaries, scenario and seed write the same bytes in all files.
. "$(dirname "$0")/lib.sh"
for scenario in 00-smoke 10-one-msi; do
    expect_status 0 "$itstorm" run "$root/scenarios/$scenario.yaml" --vcd --out first
    expect_status 0 "$itstorm" run "$root/scenarios/$scenario.yaml" --vcd --out second
    diff -r first second >differences || { fail "$scenario: the two runs differ"; head -n 5 differences; }
    [ -s first/result.json ] && [ -s first/series.csv ] && [ -s first/trace.vcd ] && [ -s first/effective.yaml ] ||
        fail "$scenario: a file is missing or empty: $(ls first)"
    rm -rf first second
done
finish
