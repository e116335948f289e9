# SPDX-License-Identifier: Apache-2.0
# A run that replays the recording of another run has the same events at the same picosecond and, apart from its name, the same bytes
# in its result; also where the wire is the bound. Errors of a trace are told before anything is written.
. "$(dirname "$0")/lib.sh"
tests=$root/tests/end_to_end

# The recording takes the place of what it recorded: labels stay where they were.
rewrite() {
    sed -e 's/^name: .*/name: replayed/' \
        -e 's/do: storm\.start,.*label:/do: mark, label:/' -e 's/do: msi\.send,.*label:/do: mark, label:/' \
        -e '/do: storm\.stop/d' \
        -e 's/^timeline:/timeline:\n  - { at: 0s, do: trace.replay, trace: recorded.csv }/' "$1" >replayed.yaml
    grep -q 'trace.replay' replayed.yaml && ! grep -q 'storm\.st\|msi\.send' replayed.yaml || fail "$1 was not rewritten"
}

record_and_replay() {
    rm -rf first second
    rewrite "$1"
    expect_status 0 "$itstorm" run "$1" --record recorded.csv --out first
    expect_status 0 "$itstorm" run replayed.yaml --record again.csv --out second
    [ "$(wc -l <recorded.csv)" -gt 500 ] || fail "$1: little was recorded: $(wc -l <recorded.csv) lines"
    cmp recorded.csv again.csv || fail "$1: the replay recorded something else"
    for n in first second; do
        sed -e '/"scenario": /d' "$n/result.json" >"$n.json"
    done
    diff first.json second.json >differences || { fail "$1: the results differ"; head -n 20 differences; }
    cmp first/series.csv second/series.csv || fail "$1: the series differ"
}

record_and_replay "$tests/wire_bound.yaml" # line rate

record_and_replay "$tests/on_a_label.yaml"
grep -q "ps+[0-9]*,nic1," recorded.csv && grep -q "ps+[0-9]*,nic0," recorded.csv || fail "no message was behind a label of its picosecond"

record_and_replay "$tests/traffic.yaml"
for function in nic1 nic2 nic3 nic4 nic5 nic6; do
    grep -q ",$function," recorded.csv || fail "nothing of $function was recorded"
done

# ---- bad traces ----

echo '1ns,nic9,0' >recorded.csv
expect_status 2 "$itstorm" run replayed.yaml --out third
expect_text "recorded.csv:1:1: error: unknown device 'nic9'"
[ -e third ] && fail 'a wrong trace left results'
rm recorded.csv
expect_status 2 "$itstorm" check replayed.yaml
expect_text 'recorded.csv: error: cannot be read'

# ---- bad requests ----

expect_status 2 "$itstorm" run "$tests/traffic.yaml" --record /none/recorded.csv --out third
expect_text '/none/recorded.csv: cannot be written'
expect_status 2 "$itstorm" run "$root/scenarios/30-storm.yaml" --record recorded.csv --out third
expect_text '--variant'
finish
