# SPDX-License-Identifier: Apache-2.0
# A waveform has the chosen signals, an empty one is reported, and the ring occupancy in the file gives exactly the statistics of
# result.json.
. "$(dirname "$0")/lib.sh"

# Prints "mean max last p99 full_share" of its0.occupancy in dump $1.
replay() {
    awk '
        function pass(until) { # counts the level from `at` to `until`
            time[used] += until - at
            total += until - at
            weighted += used * (until - at)
            if (capacity > 0 && used >= capacity) full += until - at
            at = until
        }
        function number(bits,   value, n) {
            value = 0
            for (n = 2; n <= length(bits); n++) value = 2 * value + substr(bits, n, 1)
            return value
        }
        $1 == "$scope" { scope = $3 }
        $1 == "$var" && scope == "its0" && $5 == "occupancy" { its_used = $4 }
        $1 == "$var" && scope == "its0" && $5 == "capacity" { its_capacity = $4 }
        /^#/ {
            now = substr($0, 2) + 0
            if (started && now <= last_stamp) { print "time goes back at " now; exit }
            if (started) pass(now)
            else at = now
            started = 1
            last_stamp = now
        }
        /^b/ && $2 == its_used { used = number($1); if (used > max) max = used }
        /^b/ && $2 == its_capacity { capacity = number($1) }
        END {
            for (value = 0; value <= max && passed * 1000 < total * 990; value++) { passed += time[value]; p99 = value }
            printf "%.17g %d %d %d %.17g\n", weighted / total, max, used, p99, full / total
        }' "$1"
}

# Prints the same from result.json, where the statistics of the whole run come first.
measured() {
    awk '
        /"its0.cmdq.occupancy\.[a-z0-9_]*": \{/ { split($1, part, "\""); name = part[2]; sub(/.*\./, "", name) }
        /"value":/ && name != "" { if (!(name in found)) found[name] = $2 + 0; name = "" }
        END {
            printf "%.17g %d %d %d %.17g\n", found["mean"], found["max"], found["last"], found["p99"], found["full_share"]
        }' "$1"
}

for scenario in 00-smoke 52-bring-up; do
    expect_status 0 "$itstorm" run "$root/scenarios/$scenario.yaml" --vcd=queue --no-report --out out
    for dump in $(find out -name trace.vcd); do
        folder=$(dirname "$dump")
        from_dump=$(replay "$dump")
        from_result=$(measured "$folder/result.json")
        [ "$from_dump" = "$from_result" ] || fail "$folder: the dump gives $from_dump, the result has $from_result"
        case $from_result in *" 0 0 0 0") fail "$folder: nothing was in the ring" ;; esac
        grep -q 'credits_used\|lpi_pending' "$dump" && fail "$dump has signals that were not chosen"
    done
    rm -rf out
done

smoke=$root/scenarios/00-smoke.yaml
expect_status 2 "$itstorm" run "$smoke" --vcd=its0.ocupancy --out out
expect_text "no signal is called 'its0.ocupancy'; did you mean 'its0.occupancy'?"
expect_status 2 "$itstorm" run "$smoke" --vcd='queue,nic7.*' --out out
expect_text "no signal is called 'nic7.*'; sets are usual, queue, cpu, traffic, cache, lines or all"
[ -e out ] && fail "a refused choice leaves a folder"

# first_and_last DUMP: its first and last time stamps, ps
first_and_last() {
    grep '^#' "$1" | sed -n '1s/#//p; $s/#//p' | tr '\n' ' '
}

# A waveform of a window of time; one that begins when a condition first holds, with its history; one of a given length.
expect_status 0 "$itstorm" run "$smoke" --vcd queue --no-report --out out -C trace.vcd.from=100us -C trace.vcd.to=150us
[ "$(first_and_last out/trace.vcd)" = "100000000 150000000 " ] || fail "the window is $(first_and_last out/trace.vcd)"

expect_status 0 "$itstorm" run "$smoke" --vcd queue --no-report --out out \
    -C 'trace.vcd.when="dom1.vlpi.handled == 3"' -C trace.vcd.before=10us -C trace.vcd.lasts=5us
first_and_last out/trace.vcd | awk '{ exit $2 - $1 != 15e6 }' || fail "the waveform is not 10 us and 5 us long"

# A waveform that never begins is empty, and the run says so.
expect_status 0 "$itstorm" run "$smoke" --vcd queue --no-report --out out -C 'trace.vcd.when="dom1.vlpi.handled == 9"'
expect_text "trace.vcd is empty: what it waits for did not happen"

# A storm of more than a million changes stays within its limit.
storm=$root/scenarios/30-storm.yaml
expect_status 0 "$itstorm" run "$storm" --variant none --vcd all --no-report --out out -C trace.vcd.limit=4MiB
bytes=$(cat out/none/trace.vcd out/none/trace.before.vcd | wc -c)
[ "$bytes" -le 4194304 ] || fail "the waveform has $bytes bytes, more than its limit"
[ "$bytes" -ge 2097152 ] || fail "the waveform has $bytes bytes: it keeps less than half of its limit"

# FST, as the .gtkw names it.
if command -v vcd2fst >/dev/null; then
    expect_status 0 "$itstorm" run "$smoke" --fst --no-report --out fst
    [ -s fst/trace.fst ] && [ ! -e fst/trace.vcd ] || fail "--fst leaves no trace.fst, or the VCD beside it"
    grep -q '^\[dumpfile\] "trace.fst"' fst/trace.gtkw || fail "trace.gtkw does not open trace.fst"
fi
mkdir nothing
ln -s "$(command -v sh)" nothing/sh
expect_status 2 env PATH="$work/nothing" "$itstorm" run "$smoke" --fst --out none
expect_text "vcd2fst, which comes with GTKWave: it is not installed"
[ -e none ] && fail "a refused FST leaves a folder"
finish
