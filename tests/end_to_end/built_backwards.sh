# SPDX-License-Identifier: Apache-2.0
# No result depends on the order in which the modules of a machine are constructed, even if events happen at the same picosecond: a
# machine that is constructed in the opposite order gives the same bytes of results, series and waveforms.
. "$(dirname "$0")/lib.sh"

same_built_backwards() {
    rm -rf forwards backwards
    for order in forwards backwards; do
        expect_status 0 "$itstorm" run "$1" --vcd -C self_test.build=$order --out $order
    done
    (cd forwards && find . -name 'result.json' -o -name 'series.csv' -o -name 'trace.vcd') | sort >files
    [ "$(grep -c . files)" -ge 3 ] || fail "$1: there is little to compare"
    while read -r file; do
        for order in forwards backwards; do
            sed 's/self_test.build=[a-z]*//' $order/$file >$order.file
        done
        cmp forwards.file backwards.file || fail "$1: $file differs"
    done <files
}

same_built_backwards "$root/tests/end_to_end/two_its.yaml"
same_built_backwards "$root/scenarios/21-ring-and-reserve.yaml"
same_built_backwards "$root/scenarios/44-three-classes.yaml" # three devices at line rate
finish
