# Variants run in processes of their own. They end with the one that started them, whatever ends it and however early, and what
# never started says so.
. "$(dirname "$0")/lib.sh"
sed 's/^name: long/name: many\nvariants: { a: {}, b: {}, c: {}, d: {}, e: {} }/' "$root/tests/end_to_end/long.yaml" >many.yaml

no_orphans() { # after what
    for _ in 1 2 3 4 5 6 7 8 9 10; do
        pgrep -f "$work/out" >orphans || return 0
        sleep 0.1
    done
    fail "after $1 there are still: $(cat orphans)"
    xargs kill -KILL <orphans
}

# By a shell, a death by INT is status 130 as well; then it came before there was anything to end.
interrupt() { # after which time, how timeout sends it
    timeout --preserve-status ${2:-} -s INT "$1" "$itstorm" run many.yaml --out "$work/out" >log 2>&1
    got=$?
    [ "$got" = 130 ] || { fail "status $got, not 130, interrupted after $1 s"; tail -n 5 log; }
    no_orphans "an interrupt after $1 s"
}

for ms in 005 006 007 008 009 010 011 012 013 014 015 016 018 020 025 030 040 060; do
    interrupt "0.$ms" --foreground # only to the parent, as kill does
done
interrupt 0.010 # to all of them, as a terminal does
interrupt 0.500
for variant in a b; do
    grep -q interrupted out/$variant/result.json || fail "variant $variant did not write the results so far"
done
expect_text "variant e: interrupted: never started"

for signal in TERM HUP KILL; do
    timeout --foreground -s $signal 0.3 "$itstorm" run many.yaml --out "$work/out" >log 2>&1
    no_orphans $signal
done

# The second one ends all at once.
"$itstorm" run many.yaml --out "$work/out" >log 2>&1 &
pid=$!
sleep 0.3
kill -INT $pid
sleep 0.02
kill -INT $pid
wait $pid
no_orphans "a second interrupt"
finish
