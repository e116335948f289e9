# SPDX-License-Identifier: Apache-2.0
# A file of the results that cannot be written is status 3, with its name. Here a folder is in its place, or the disk is full.
. "$(dirname "$0")/lib.sh"
smoke=$root/scenarios/00-smoke.yaml
for file in result.json effective.yaml series.csv trace.vcd trace.gtkw; do
    mkdir -p "out/$file/full"
    expect_status 3 "$itstorm" run "$smoke" --vcd --out out
    expect_text "out/$file"
    rm -rf out
done
expect_status 3 "$itstorm" run "$smoke" --out out --record /dev/full
expect_text "/dev/full: cannot be written"
[ -s out/result.json ] || fail "the results are missing"
for blocks in 0 1; do # a limit of the size of files, in blocks of 512 bytes
    (ulimit -f $blocks && "$itstorm" run "$smoke" --vcd --out out) 2>&1 | cat >log
    expect_text "cannot be written: File too large"
done
finish
