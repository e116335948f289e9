# SPDX-License-Identifier: Apache-2.0
# Each run has a process of its own, which ends when the process that started it ends, for any reason and at any time. A run that was
# interrupted before it began says so.
. "$(dirname "$0")/lib.sh"
sed 's/^name: long/name: many\nvariants: { a: {}, b: {}, c: {}, d: {}, e: {} }/' "$root/tests/end_to_end/long.yaml" >many.yaml

no_orphans() { # after what
    for _ in $(seq $((patience * 10))); do
        pgrep -f "$work/out" >orphans || return 0
        sleep 0.1
    done
    fail "after $1 there are still: $(cat orphans)"
    xargs kill -KILL <orphans
}

# If INT comes before the program handles it, the process dies by the signal, which a shell reports as status 130 as well.
interrupt() { # after which time, how timeout sends it
    timeout --preserve-status -k "$patience" ${2:-} -s INT "$1" "$itstorm" run many.yaml --out "$work/out" >log 2>&1
    got=$?
    [ "$got" = 130 ] || { fail "status $got, not 130, interrupted after $1 s"; tail -n 5 log; }
    no_orphans "an interrupt after $1 s"
}

for ms in 005 006 007 008 009 010 011 012 013 014 015 016 018 020 025 030 040 060; do
    interrupt "0.$ms" --foreground # the signal goes to the parent only, as by kill
done
interrupt 0.010 # the signal goes to all processes, as by a terminal
interrupt 0.500

rm -rf out
"$itstorm" run many.yaml --out "$work/out" >log 2>&1 &
pid=$!
await_run out/a
kill -INT $pid
wait $pid
grep -q interrupted out/a/result.json || fail "variant a did not write the results so far"
expect_text "variant e, seed 1: interrupted: never started"
no_orphans "an interrupt under way"

for signal in TERM HUP KILL; do
    rm -rf out
    "$itstorm" run many.yaml --out "$work/out" >log 2>&1 &
    pid=$!
    await_run out/a
    kill -$signal $pid
    wait $pid
    no_orphans $signal
done

# A second interrupt ends all processes at once.
rm -rf out
"$itstorm" run many.yaml --out "$work/out" >log 2>&1 &
pid=$!
await_run out/a
kill -INT $pid
sleep 0.02
kill -INT $pid
wait $pid
no_orphans "a second interrupt"
finish
