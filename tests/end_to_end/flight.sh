# SPDX-License-Identifier: Apache-2.0
# A run that fails leaves a flight recording and names the command that shows it; a run that passes leaves none.
. "$(dirname "$0")/lib.sh"
smoke=$root/scenarios/00-smoke.yaml

expect_status 0 "$itstorm" run "$smoke" --no-report --out out
[ -e out/flight.bin ] && fail "a run that passed leaves its recording"
expect_status 2 "$itstorm" trace out
expect_text "out: has no flight.bin: a run that passes leaves none."

expect_status 4 "$itstorm" run "$smoke" --no-report --out out -C limits.sim_time=150us
expect_text "what led to it: itstorm trace out/flight.bin"

sed 's/dom1.vlpi.handled == 8/dom1.vlpi.handled == 9/' "$smoke" >wrong.yaml
expect_status 1 "$itstorm" run wrong.yaml --no-report --out out
expect_text "what led to it: itstorm trace out/flight.bin"

expect_status 0 "$itstorm" trace out
sort -n -s -k1,1 log | cmp -s - log || fail "events are not in order of time"
for event in its_cmd_executed its_msi_translated gicr_lpi_stored dom_vlpi_injected pe_exit; do
    grep -q " $event " log || fail "no event is $event"
done
handled=$(grep -c dom_vlpi_retired log)
[ "$handled" = 8 ] || fail "$handled vLPIs are retired, not 8"

# --trace prints the same events as the recording has.
grep ' its_cmd_' log >kept
expect_status 1 "$itstorm" run wrong.yaml --no-report --out out --trace 'its0.cmd.*'
grep ' its_cmd_' log | sort -n -s -k1,1 | cmp -s - kept || fail "events differ from those printed as they happen"

# If a `within` is missed, the command shows the stretch of time that it covers.
sed 's/within: 1us/within: 1ns/; s/occupancy == 0 commands/occupancy == 9 commands/' "$smoke" >late.yaml
expect_status 1 "$itstorm" run late.yaml --no-report --out late
grep -q 'what led to it: itstorm trace late/flight.bin --from [0-9.]*[pnu]s --until [0-9.]*[pnu]s' log || fail "no stretch is named"

expect_status 0 "$itstorm" trace out/flight.bin 'its0.*,run.*' --format vcd -o events.vcd
grep -q 'cmd_executed_opcode' events.vcd || fail "the waveform of events has no opcodes"
if command -v vcd2fst >/dev/null; then
    vcd2fst events.vcd events.fst >log 2>&1 && [ ! -s log ] || fail "vcd2fst complains: $(cat log)"
fi
expect_status 2 "$itstorm" trace out/flight.bin --format vcd
expect_text "--format vcd needs -o FILE.vcd"

expect_status 0 "$itstorm" trace out/flight.bin 'its0.cmd.*' --format chrome
expect_text '"name":"mapti"'
expect_status 2 "$itstorm" trace out/result.json
expect_text "out/result.json: is no flight recording"
finish
