# SPDX-License-Identifier: Apache-2.0
# `run --profile` says where the time of software goes: all of it, by function, and changes nothing else.
. "$(dirname "$0")/lib.sh"
scenario=$root/tests/end_to_end/story.yaml

expect_status 0 "$itstorm" run "$scenario" --quiet --out plain
expect_status 0 "$itstorm" run "$scenario" --quiet --out profiled --profile
expect_status 0 "$itstorm" run "$scenario" --quiet --out again --profile
[ ! -e plain/profile.csv ] || fail "a profile is written that nobody asked for"
for file in result.json series.csv log.txt; do
    cmp -s plain/$file profiled/$file || fail "$file differs with --profile"
done
for file in profile.txt profile.csv profile.folded; do
    cmp -s profiled/$file again/$file || fail "$file is not the same twice"
done

# Each PE's time is all there: what runs at the end may be ahead by its debt, which is bounded.
end=$(awk '/"end_time"/ { getline; gsub(/[^0-9.]/, ""); printf "%.0f", $0 * 1e12; exit }' profiled/result.json)
pes=$(sed -n 's/^ *pes: \([0-9]*\).*/\1/p' profiled/effective.yaml)
awk -F, -v end="$end" -v pes="$pes" '
    NR > 1 { self[$1] += $5; if ($5 > $6) wrong = wrong " total of " $3 " on pe" $1 }
    END { for (pe = 0; pe < pes; pe++) if (self[pe] < end || self[pe] > end + 1e8) wrong = wrong " pe" pe " has " self[pe] " of " end; print wrong; exit wrong != "" || pes < 1 }
' profiled/profile.csv >log || fail "time is missing:$(cat log)"
awk '{ sum += $NF } END { print sum * 1000 }' profiled/profile.folded >folded
awk -F, 'NR > 1 { sum += $5 } END { print sum }' profiled/profile.csv >rows
awk 'NR == FNR { folded = $1; next } { exit !(folded > $1 * 0.999 && folded <= $1) }' folded rows || fail "stacks have $(cat folded), functions $(cat rows)"

# Each PE enters hv_boot once; interrupts are taken by the hypervisor, the guest's driver runs in its guest.
[ "$(awk -F, '$3 == "hv_boot" { print $4 }' profiled/profile.csv | sort -u)" = 1 ] || fail "hv_boot is not called once"
grep -q 'itstorm_hypervisor.so,hv_interrupt_loop,' profiled/profile.csv || fail "no interrupt loop"
grep -q ';guest .*;.* [0-9]*$' profiled/profile.folded || fail "no stack of a guest"
grep -q ';hv_boot;' profiled/profile.folded || fail "hv_boot calls nothing"
finish
